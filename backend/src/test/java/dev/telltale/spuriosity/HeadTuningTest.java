package dev.telltale.spuriosity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import dev.telltale.features.head.Examples;
import dev.telltale.features.head.Heads;
import dev.telltale.features.head.LogisticRegression;
import dev.telltale.features.head.Sgd;
import dev.telltale.features.head.SpuriousGap;
import dev.telltale.model.HeadBundle;
import dev.telltale.model.LinearHead;
import dev.telltale.model.ModelBundle;
import dev.telltale.stats.Wilson;
import dev.telltale.testing.Bundles;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadTuningTest {
  private static final Device CPU = Device.cpu();

  /** Two classes told by a weak core feature 0; feature 1 is a strong cue that is mostly there. */
  private static Drawn cued(int size, double together, long seed) {
    Random random = new Random(seed);
    float[][] rows = new float[size][3];
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      labels[i] = i % 2;
      boolean cue = random.nextDouble() < together == (labels[i] == 1);
      rows[i][0] = (float) (labels[i] + 0.45 * random.nextGaussian());
      rows[i][1] = (float) ((cue ? 2 : 0) + 0.3 * random.nextGaussian());
      rows[i][2] = (float) random.nextGaussian();
    }
    return new Drawn(rows, labels, 3);
  }

  private static List<Ranking> rank(Examples examples) {
    Ranking absence = Ranking.of(examples, List.of(new int[] {1}, new int[] {1})).get(0);
    // For class 0 the cue is that feature 1 is low: its spuriosity is the other way round.
    int size = absence.size();
    int[] places = absence.order().clone();
    Arrays.sort(places);
    double[] scores = new double[size];
    for (int rank = 0; rank < size; rank++) {
      scores[Arrays.binarySearch(places, absence.order()[rank])] = -absence.scores()[rank];
    }
    return List.of(
        Ranking.of(0, places, scores),
        Ranking.of(examples, List.of(new int[] {1}, new int[] {1})).get(1));
  }

  private static LinearHead fitted(Examples examples) {
    return LogisticRegression.fit(
            examples,
            Heads.zero(2, 3),
            LogisticRegression.Options.DEFAULTS,
            (number, loss) -> {},
            CPU)
        .head();
  }

  private static SpuriousGap stopping(Examples examples, int k) {
    List<Ends> ends = rank(examples).stream().map(ranking -> Ends.of(ranking, k)).toList();
    return new SpuriousGap(
        examples,
        ends.stream().flatMapToInt(one -> Arrays.stream(one.low())).toArray(),
        ends.stream().flatMapToInt(one -> Arrays.stream(one.high())).toArray());
  }

  @Test
  void tuningOnLowSpuriosityClosesTheGapOnOtherImagesAndTuningOnAnyDoesNot() {
    Drawn train = cued(4000, .95, 1);
    Drawn stop = cued(2000, .95, 2);
    Drawn report = cued(4000, .95, 3);
    LinearHead start = fitted(train);
    boolean[] right = Heads.right(train, start, CPU);
    HeadFigures before = HeadFigures.of(rank(report), Predictions.of(report, start, CPU), 60, .95);
    assertThat(before.gaps().mean().value()).isGreaterThan(.4);
    double[] after = new double[3];
    for (TuningSet set : TuningSet.values()) {
      Examples chosen = set.choose(train, rank(train), right, 80, 5);
      assertThat(chosen.size()).isEqualTo(160);
      HeadTuning tuned =
          HeadTuning.tune(
              chosen,
              start,
              new Sgd.Options(0.05, 200, 128, 0.9, 0),
              stopping(stop, 60),
              HeadTuning.THRESHOLD,
              7,
              CPU,
              () -> {});
      HeadFigures now =
          HeadFigures.of(rank(report), Predictions.of(report, tuned.head(), CPU), 60, .95);
      after[set.ordinal()] = now.gaps().mean().value();
      assertThat(tuned.curve().get(0).epoch()).isZero();
      assertThat(tuned.curve().get(tuned.curve().size() - 1).epoch())
          .isEqualTo(tuned.curve().size() - 1);
      if (set == TuningSet.LOW_SPURIOSITY) {
        assertThat(tuned.closed()).isTrue();
        assertThat(now.repaired(before).length).isGreaterThan(50);
        for (int place : now.repaired(before)) {
          assertThat(before.right()[place]).isFalse();
          assertThat(now.right()[place]).isTrue();
        }
        assertThat(now.accuracy().value() - before.accuracy().value())
            .isCloseTo(
                (now.repaired(before).length - now.broken(before).length) / 4000.0, within(1e-9));
      }
    }
    double was = before.gaps().mean().value();
    assertThat(Math.abs(after[TuningSet.LOW_SPURIOSITY.ordinal()])).isLessThan(was / 2);
    assertThat(after[TuningSet.RANDOM.ordinal()]).isGreaterThan(.8 * was);
    assertThat(after[TuningSet.ERRORS.ordinal()])
        .isGreaterThan(after[TuningSet.LOW_SPURIOSITY.ordinal()]);
  }

  @Test
  void setsHoldAsManyOfEachClassAndWhatTheirNamesSay() {
    Drawn train = cued(200, .9, 4);
    List<Ranking> rankings = rank(train);
    boolean[] right = new boolean[200];
    for (int i = 0; i < 200; i++) {
      right[i] = i >= 24; // 12 of each class are wrong
    }
    for (TuningSet set : TuningSet.values()) {
      for (int perClass : new int[] {10, 30, 500}) {
        Examples chosen = set.choose(train, rankings, right, perClass, 3);
        int want = Math.min(perClass, 100);
        assertThat(IntStream.range(0, chosen.size()).filter(i -> chosen.label(i) == 0).count())
            .isEqualTo(want);
        assertThat(chosen.size()).isEqualTo(2 * want);
        Set<List<Float>> distinct = new HashSet<>();
        for (int i = 0; i < chosen.size(); i++) {
          float[] row = new float[3];
          chosen.features(i, row, 0);
          distinct.add(List.of(row[0], row[1], row[2]));
        }
        assertThat(distinct).hasSize(2 * want);
      }
    }
    int[] random = TuningSet.ERRORS.of(rankings.get(0), right, 10, new Random(1));
    assertThat(Arrays.stream(random).filter(place -> right[place]).count()).isZero();
    int[] topped = TuningSet.ERRORS.of(rankings.get(0), right, 30, new Random(1));
    assertThat(Arrays.stream(topped).filter(place -> !right[place]).count()).isEqualTo(12);
    assertThat(TuningSet.LOW_SPURIOSITY.of(rankings.get(1), right, 5, new Random(1)))
        .isEqualTo(rankings.get(1).lowest(5));
    assertThat(TuningSet.RANDOM.of(rankings.get(1), right, 5, new Random(1)))
        .isNotEqualTo(TuningSet.RANDOM.of(rankings.get(1), right, 5, new Random(2)));
    Ranking none = new Ranking(0, new int[0], new double[0], "the class has no spurious feature");
    assertThatThrownBy(() -> TuningSet.RANDOM.choose(train, List.of(none), right, 5, 1))
        .hasMessageContaining("no class has a ranking");
  }

  @Test
  void aHeadWithoutAGapIsLeftAsItIs() {
    Drawn stop = cued(400, .5, 2);
    LinearHead start = fitted(cued(2000, .5, 1));
    HeadTuning tuned =
        HeadTuning.tune(
            cued(50, .9, 3), start, HeadTuning.OPTIONS, stopping(stop, 100), 99, 1, CPU, () -> {});
    assertThat(tuned.closed()).isTrue();
    assertThat(tuned.curve()).hasSize(1);
    assertThat(tuned.head()).isSameAs(start);
  }

  @Test
  void aGapThatIsSteppedOverEndsTheTuningAtTheSmallerOfTheTwo() {
    Drawn train = cued(2000, .95, 1);
    LinearHead start = fitted(train);
    SpuriousGap stop = stopping(cued(1000, .95, 2), 60);
    Examples low = TuningSet.LOW_SPURIOSITY.choose(train, rank(train), new boolean[2000], 80, 5);
    HeadTuning tuned =
        HeadTuning.tune(
            low, start, new Sgd.Options(5, 100, 128, 0.9, 0), stop, 1e-9, 1, CPU, () -> {});
    assertThat(tuned.closed()).isFalse();
    int epochs = tuned.curve().size() - 1;
    assertThat(epochs).isBetween(1, 99);
    double end = tuned.curve().get(epochs).gap();
    double earlier = tuned.curve().get(epochs - 1).gap();
    assertThat(end * earlier).isNegative();
    assertThat(Math.abs(stop.of(tuned.head(), CPU)))
        .isEqualTo(Math.min(Math.abs(end), Math.abs(earlier)));
  }

  @Test
  void theCurveCountsEveryRankedImageOnce() {
    Ranking seven =
        Ranking.of(0, IntStream.range(0, 7).toArray(), new double[] {6, 5, 4, 3, 2, 1, 0});
    Ranking two = Ranking.of(1, new int[] {7, 8}, new double[] {0, 1});
    boolean[] right = {true, true, true, false, false, false, false, true, false};
    RankCurve curve = RankCurve.of(List.of(seven, two), right, 3, .95);
    // Parts of seven: places 6 5 4 | 3 2 | 1 0; of two: 7 | 8 in the second.
    assertThat(curve.parts())
        .containsExactly(
            Wilson.interval(1, 4, .95), Wilson.interval(1, 3, .95), Wilson.interval(2, 2, .95));
  }

  @Test
  void aTunedHeadIsABundleThatAnswersAsTheHeadDoes(@TempDir Path directory) {
    ModelBundle parent = ModelBundle.read(Bundles.BIRDS);
    LinearHead head = parent.linearHead().orElseThrow();
    LinearHead tuned =
        new LinearHead(
            Arrays.stream(head.weight()).map(float[]::clone).toArray(float[][]::new),
            head.bias().clone());
    tuned.bias()[0] += 0.25f;
    ModelBundle saved =
        HeadBundle.save(
            directory.resolve("tuned"),
            "tuned",
            parent,
            tuned,
            parent.spec().classes(),
            Map.of("tuned", "low spuriosity"));
    assertThat(saved.linearHead().orElseThrow().bias()).isEqualTo(tuned.bias());
    assertThat(saved.hash()).isNotEqualTo(parent.hash());
  }
}
