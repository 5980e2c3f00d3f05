package dev.telltale.spuriosity;

import dev.telltale.features.head.Examples;
import dev.telltale.model.LinearHead;
import dev.telltale.stats.BenjaminiHochberg;
import dev.telltale.stats.Bootstrap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Cues that nobody named: within each class directions are proposed along which its images differ,
 * on one half of them, with the model's errors weighing as much as its right answers; on the other,
 * untouched half the model's accuracy at both ends of each direction is compared. What survives
 * Benjamini and Hochberg over all classes and directions is shown to people, who say what it is.
 *
 * <p>An image far from its class along the head's own weights is wrong more often for whatever
 * reason; see {@link Found#alongHead}.
 *
 * @param found the survivors, those of the smallest adjusted p-value first
 * @param tested how many directions of all classes were tested
 * @param skipped why a class was not looked at, by class
 */
public record Discovery(List<Found> found, int tested, Map<Integer, String> skipped) {

  /**
   * How to look.
   *
   * @param proposal how directions are proposed
   * @param directions of each class, at least 1
   * @param k images at each end in the untouched half, at least 1
   * @param rate of false discoveries, in (0,1)
   * @param level confidence of the gaps' intervals, in (0,1)
   * @param seed of the halves, and of where proposals begin
   */
  public record Options(
      Proposal proposal, int directions, int k, double rate, double level, long seed) {
    /** Five directions of a class, as many as the paper has features. */
    public static final Options DEFAULTS = new Options(Proposal.PCA, 5, 20, 0.05, 0.95, 0);
  }

  /**
   * A direction whose ends differ in accuracy.
   *
   * @param direction in feature space
   * @param ranking of the class's untouched half along it: its evidence
   * @param gap on that half
   * @param adjusted its p-value among all that were tested
   * @param alongHead |cos| between the direction and the class's weights over the mean of all
   *     classes'; near 1 it is only how sure the head is
   */
  public record Found(
      ConceptDirection direction,
      Ranking ranking,
      ClassGap gap,
      double adjusted,
      double alongHead) {}

  /**
   * Looks at every class.
   *
   * @param examples images that the model was not fitted on
   * @param head the model's
   * @param predictions its answers to the examples
   * @param breathe called before each class
   */
  public static Discovery of(
      Examples examples,
      LinearHead head,
      Predictions predictions,
      Options options,
      Runnable breathe) {
    List<Found> tested = new ArrayList<>();
    Map<Integer, String> skipped = new TreeMap<>();
    for (int c = 0; c < head.classes(); c++) {
      breathe.run();
      InClass one = inClass(examples, head, predictions, options, c);
      if (one.missing == null) {
        tested.addAll(one.tested);
      } else {
        skipped.put(c, one.missing);
      }
    }
    double[] adjusted =
        BenjaminiHochberg.adjusted(tested.stream().mapToDouble(one -> one.gap.pValue()).toArray());
    List<Found> found =
        IntStream.range(0, tested.size())
            .boxed()
            .filter(i -> adjusted[i] <= options.rate)
            .sorted((i, j) -> Double.compare(adjusted[i], adjusted[j]))
            .map(i -> adjusted(tested.get(i), adjusted[i]))
            .toList();
    return new Discovery(found, tested.size(), skipped);
  }

  /**
   * What was tested in one class.
   *
   * @param tested directions with their gaps; not adjusted yet, NaN
   * @param missing why the class was not looked at; null where it was
   */
  record InClass(List<Found> tested, @Nullable String missing) {}

  /** Looks at one class, whose images are among the examples. */
  static InClass inClass(
      Examples examples, LinearHead head, Predictions predictions, Options options, int number) {
    Halves halves = new Halves(examples, head, predictions, options, number);
    String why = halves.missing();
    return why == null ? new InClass(halves.tested(), null) : new InClass(List.of(), why);
  }

  private static Found adjusted(Found one, double pValue) {
    return new Found(one.direction, one.ranking, one.gap, pValue, one.alongHead);
  }

  /** One class, cut into halves. */
  private static final class Halves {
    private final Examples examples;
    private final LinearHead head;
    private final Predictions predictions;
    private final Options options;
    private final int number;
    private final RandomGenerator random;
    private final int[] proposing;
    private final int[] untouched;

    Halves(
        Examples examples, LinearHead head, Predictions predictions, Options options, int number) {
      this.examples = examples;
      this.head = head;
      this.predictions = predictions;
      this.options = options;
      this.number = number;
      this.random = Bootstrap.generator(options.seed + number);
      int[] own =
          IntStream.range(0, examples.size()).filter(i -> examples.label(i) == number).toArray();
      for (int i = own.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int other = own[j];
        own[j] = own[i];
        own[i] = other;
      }
      this.proposing = Arrays.stream(own, 0, own.length / 2).sorted().toArray();
      this.untouched = Arrays.stream(own, own.length / 2, own.length).sorted().toArray();
    }

    /** Why nothing can be found; null where something may. */
    @Nullable String missing() {
      if (proposing.length < 2 || untouched.length < 2) {
        return "four images are needed, there are " + (proposing.length + untouched.length);
      }
      long errors = errors();
      return errors == 0
          ? "the model makes no error on the half that proposes"
          : errors == proposing.length ? "the model gets none of the half that proposes" : null;
    }

    List<Found> tested() {
      float[][] rows = new float[proposing.length][examples.channels()];
      double[] weights = new double[proposing.length];
      long errors = errors();
      for (int i = 0; i < rows.length; i++) {
        examples.features(proposing[i], rows[i], 0);
        weights[i] = predictions.right()[proposing[i]] ? .5 / (rows.length - errors) : .5 / errors;
      }
      int most = Math.min(options.directions, Math.min(rows.length - 1, rows[0].length));
      List<Found> tested = new ArrayList<>();
      for (double[] along : options.proposal.directions(rows, weights, most, random)) {
        ConceptDirection direction = ConceptDirection.of(along);
        if (direction.missing() == null) {
          tested.add(tested(direction));
        }
      }
      return tested;
    }

    private Found tested(ConceptDirection direction) {
      float[] row = new float[examples.channels()];
      double[] scores = new double[untouched.length];
      for (int i = 0; i < scores.length; i++) {
        examples.features(untouched[i], row, 0);
        scores[i] = direction.along(row);
      }
      Ranking ranking = Ranking.of(number, untouched, scores);
      ClassGap gap = ClassGap.of(Ends.of(ranking, options.k), predictions, options.level);
      return new Found(direction, ranking, gap, Double.NaN, alongHead(direction.direction()));
    }

    private long errors() {
      return Arrays.stream(proposing).filter(place -> !predictions.right()[place]).count();
    }

    private double alongHead(double[] direction) {
      double product = 0;
      double squares = 0;
      for (int c = 0; c < direction.length; c++) {
        double mean = 0;
        for (float[] row : head.weight()) {
          mean += row[c] / head.classes();
        }
        double own = head.weight()[number][c] - mean;
        product += own * direction[c];
        squares += own * own;
      }
      return squares == 0 ? 0 : Math.abs(product) / Math.sqrt(squares);
    }
  }
}
