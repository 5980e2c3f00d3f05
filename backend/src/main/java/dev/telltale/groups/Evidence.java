package dev.telltale.groups;

import dev.telltale.audit.AuditSubject;
import dev.telltale.groups.Target.Measure;
import dev.telltale.stats.Accuracy;
import dev.telltale.stats.Bootstrap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * All that figures are worked out from: answers, verdicts and groups of every image; and the
 * figures themselves, of the images as they are or of a resample. Belongs to one thread.
 */
final class Evidence {
  private final ScoreTable scores;
  private final Cells cells;
  private final GroupOptions options;
  private final List<Judged> judged = new ArrayList<>();
  private final List<boolean[]> counted = new ArrayList<>();
  private final List<Target> targets = new ArrayList<>();
  private final Map<Target, double[]> figures = new HashMap<>();

  Evidence(AuditSubject subject, ScoreTable scores, GroupOptions options) {
    this.scores = scores;
    this.options = options;
    this.cells = Cells.of(subject.images());
    for (int model = 0; model < subject.models().size(); model++) {
      judged.add(Judged.of(subject, scores, model));
    }
    for (int model = 0; model < judged.size(); model++) {
      int[] sizes = sizes(places(model, -1, -1));
      counted.add(largeEnough(sizes, IntStream.of(sizes).sum()));
      target(model, -1, -1);
      for (int group = 0; group < sizes.length; group++) {
        if (counted.get(model)[group]) {
          target(model, -1, group);
        }
      }
    }
    for (int model = 0; model < judged.size(); model++) {
      for (int other = model + 1; other < judged.size(); other++) {
        target(model, other, -1);
      }
    }
  }

  Cells cells() {
    return cells;
  }

  Judged judged(int model) {
    return judged.get(model);
  }

  ScoreTable scores() {
    return scores;
  }

  /** What has figures, those of the same model together; only what has an image. */
  List<Target> targets() {
    return targets;
  }

  /** The place, among the targets, of a model over all its images, of which it has one. */
  int place(int model) {
    return IntStream.range(0, targets.size())
        .filter(i -> targets.get(i).isAll(model))
        .findFirst()
        .orElseThrow();
  }

  /** How accurate a target's model is in each group that is a candidate for the worst. */
  List<Accuracy> accuracies(Target target) {
    Accuracy[] all = new Accuracy[cells.cells().size()];
    Arrays.fill(all, Accuracy.NONE);
    byte[] verdict = judged.get(target.model()).verdict();
    for (int place : places(target)) {
      if (cells.of()[place] >= 0) {
        all[cells.of()[place]] = all[cells.of()[place]].plus(verdict[place] == 1);
      }
    }
    boolean[] candidates = counted.get(target.model());
    return IntStream.range(0, all.length)
        .filter(cell -> candidates[cell])
        .mapToObj(cell -> all[cell])
        .toList();
  }

  /** Whether a group has enough of a model's images to be a candidate for the worst. */
  boolean[] counted(int model) {
    return counted.get(model);
  }

  /** How many of these images are in each group. */
  int[] sizes(int[] places) {
    int[] sizes = new int[cells.cells().size()];
    for (int place : places) {
      if (cells.of()[place] >= 0) {
        sizes[cells.of()[place]]++;
      }
    }
    return sizes;
  }

  /** The images that a target is over. */
  int[] places(Target target) {
    return places(target.model(), target.other(), target.group());
  }

  private int[] places(int model, int other, int group) {
    return IntStream.range(0, cells.of().length)
        .filter(judged.get(model)::known)
        .filter(place -> other < 0 || judged.get(other).known(place))
        .filter(place -> group < 0 || cells.of()[place] == group)
        .toArray();
  }

  private void target(int model, int other, int group) {
    int n = places(model, other, group).length;
    if (n > 0) {
      targets.add(new Target(model, other, group, n));
    }
  }

  private boolean[] largeEnough(int[] sizes, int all) {
    boolean[] enough = new boolean[sizes.length];
    for (int group = 0; group < sizes.length; group++) {
      enough[group] = sizes[group] > 0 && sizes[group] >= options.smallest() * all;
    }
    return enough;
  }

  /** The figures of a target's images as they are, by {@link Measure}; NaN where there is none. */
  double[] figures(Target target) {
    return figures.computeIfAbsent(target, one -> new Drawn(one).figures(null)).clone();
  }

  /**
   * The figures of resamples: the images are drawn again with replacement, as many as there are.
   * Each resample has a seed of its own, so that it does not matter who does which.
   *
   * @param from the first resample
   * @param to the one after the last
   * @return [to − from][measures]
   */
  double[][] resampled(Target target, int from, int to, Runnable breathe) {
    Drawn drawn = new Drawn(target);
    double[][] figures = new double[to - from][];
    for (int r = from; r < to; r++) {
      breathe.run();
      figures[r - from] = drawn.figures(Bootstrap.generator(options.seed() * 1_000_003L + r));
    }
    return figures;
  }

  /** One target's images, and the other model's where there are two. */
  private final class Drawn {
    private final Target target;
    private final int[] places;
    private final Population first;
    private final Population second;
    private final boolean[] counted;

    Drawn(Target target) {
      this.target = target;
      places = Evidence.this.places(target);
      first = population(target.model());
      second = target.pair() ? population(target.other()) : first;
      int[] sizes = sizes(places);
      counted = largeEnough(sizes, IntStream.of(sizes).sum());
    }

    private Population population(int model) {
      return Population.of(scores.models().get(model), judged.get(model), cells, places);
    }

    /**
     * @param random draws the images; null for each once
     */
    double[] figures(@Nullable RandomGenerator random) {
      if (random == null) {
        double[] figures = figures(first, first.once());
        return target.pair() ? minus(figures, figures(second, second.once())) : figures;
      }
      // Both models are asked about the same draw, whatever their order of confidence.
      int[] times = new int[places.length];
      for (int i = 0; i < places.length; i++) {
        times[random.nextInt(places.length)]++;
      }
      double[] figures = figures(first, weights(first, times));
      if (target.pair()) {
        return minus(figures, figures(second, weights(second, times)));
      }
      byChance(figures, random);
      return figures;
    }

    private double[] figures(Population images, int[] weight) {
      double[] figures = new double[Target.MEASURES];
      Arrays.fill(figures, Double.NaN);
      set(figures, Measure.ACCURACY, images.accuracy(weight));
      if (target.group() < 0) {
        double[] extremes = images.extremes(images.right(), weight, counted);
        set(figures, Measure.WORST, extremes[0]);
        set(figures, Measure.GAP, extremes[1] - extremes[0]);
      }
      set(figures, Measure.EQUAL_COUNT, images.equalCount(images.right(), weight, options.bins()));
      set(figures, Measure.EQUAL_WIDTH, images.equalWidth(images.right(), weight, options.bins()));
      set(figures, Measure.BRIER, Population.mean(images.brier(), weight));
      set(figures, Measure.LOG_LOSS, Population.mean(images.logLoss(), weight));
      return figures;
    }

    /** What chance alone gives: if all groups were as accurate, and every confidence were true. */
    private void byChance(double[] figures, RandomGenerator random) {
      int[] once = first.once();
      boolean[] right = new boolean[first.size()];
      for (int i = 0; i < right.length; i++) {
        right[i] = random.nextDouble() < first.confidence()[i];
      }
      set(figures, Measure.EQUAL_COUNT_BY_CHANCE, first.equalCount(right, once, options.bins()));
      set(figures, Measure.EQUAL_WIDTH_BY_CHANCE, first.equalWidth(right, once, options.bins()));
      if (target.group() < 0) {
        double accuracy = first.accuracy(once);
        for (int i = 0; i < right.length; i++) {
          right[i] = random.nextDouble() < accuracy;
        }
        double[] extremes = first.extremes(right, once, counted);
        set(figures, Measure.GAP_BY_CHANCE, extremes[1] - extremes[0]);
      }
    }

    private int[] weights(Population images, int[] times) {
      int[] weight = new int[images.size()];
      for (int i = 0; i < weight.length; i++) {
        weight[i] = times[images.order()[i]];
      }
      return weight;
    }
  }

  private static double[] minus(double[] figures, double[] others) {
    double[] differences = new double[figures.length];
    for (int i = 0; i < figures.length; i++) {
      differences[i] = figures[i] - others[i];
    }
    return differences;
  }

  private static void set(double[] figures, Measure measure, double value) {
    figures[measure.ordinal()] = value;
  }
}
