package dev.telltale.spuriosity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import dev.telltale.features.head.Examples;
import dev.telltale.features.head.Heads;
import dev.telltale.features.head.LogisticRegression;
import dev.telltale.features.head.Sgd;
import dev.telltale.model.HeadBundle;
import dev.telltale.model.LinearHead;
import dev.telltale.model.ModelBundle;
import dev.telltale.stats.Wilson;
import dev.telltale.testing.Bundles;
import java.nio.file.Path;
import java.util.ArrayList;
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

  private static StoppingSplit stopping(Examples examples, int k) {
    return new StoppingSplit(
        examples, rank(examples).stream().map(ranking -> Ends.of(ranking, k)).toList());
  }

  /** A tuning from its beginning to its end, in parts of so many epochs. */
  private static Tuned tune(HeadTuning tuning, LinearHead start, int part) {
    HeadTuning.State state = tuning.begin(start);
    List<HeadTuning.Point> curve = new ArrayList<>(List.of(state.before()));
    while (state.end() == null) {
      state = tuning.goOn(state, part, curve::add, () -> {});
    }
    return new Tuned(state.end(), curve);
  }

  private record Tuned(HeadTuning.End end, List<HeadTuning.Point> curve) {
    double gap(int epoch) {
      return curve.get(epoch).measure().gap();
    }
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
      Tuned tuned =
          tune(
              new HeadTuning(
                  chosen,
                  new Sgd.Options(0.05, 200, 128, 0.9, 0),
                  stopping(stop, 60),
                  HeadTuning.THRESHOLD,
                  7,
                  CPU),
              start,
              200);
      HeadFigures now =
          HeadFigures.of(rank(report), Predictions.of(report, tuned.end().head(), CPU), 60, .95);
      after[set.ordinal()] = now.gaps().mean().value();
      assertThat(tuned.curve())
          .extracting(HeadTuning.Point::epoch)
          .containsExactlyElementsOf(IntStream.range(0, tuned.curve().size()).boxed().toList());
      if (set == TuningSet.LOW_SPURIOSITY) {
        assertThat(tuned.end().why()).isEqualTo(HeadTuning.Why.CLOSED);
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
    HeadTuning tuning =
        new HeadTuning(cued(50, .9, 3), HeadTuning.OPTIONS, stopping(stop, 100), .99, 1, CPU);
    HeadTuning.State state = tuning.begin(start);
    assertThat(state.end()).isEqualTo(new HeadTuning.End(start, 0, HeadTuning.Why.CLOSED));
    assertThat(tuning.goOn(state, 5, point -> {}, () -> {})).isSameAs(state);
  }

  @Test
  void aGapThatChangesItsSignEndsTheTuningAtTheSmallerOfTheTwo() {
    LinearHead start = fitted(cued(2000, .95, 1));
    StoppingSplit stop = stopping(cued(2000, .95, 2), 61);
    // Where the cue is the other way round it is learnt so, past not minding it.
    Examples against = cued(200, .3, 5);
    List<Tuned> others = new ArrayList<>();
    for (double rate : new double[] {.05, .1, .2, .4, .8}) {
      HeadTuning tuning =
          new HeadTuning(against, new Sgd.Options(rate, 40, 128, 0.9, 0), stop, 1e-9, 1, CPU);
      // A threshold of nothing lets the accuracy of the ends not fall at all.
      Tuned tuned = tune(tuning, start, 7);
      if (tuned.end().why() != HeadTuning.Why.CROSSED) {
        others.add(tuned);
        continue;
      }
      int epochs = tuned.curve().size() - 1;
      assertThat(tuned.gap(epochs) * tuned.gap(0)).isNegative();
      boolean earlier = tuned.end().epoch() == epochs - 1;
      assertThat(Math.abs(stop.of(tuned.end().head(), CPU).gap()))
          .isEqualTo(Math.abs(tuned.gap(earlier ? epochs - 1 : epochs)));
      if (earlier) {
        assertThat(Math.abs(tuned.gap(epochs - 1))).isLessThan(Math.abs(tuned.gap(epochs)));
      }
      return;
    }
    throw new AssertionError("at no rate the gap changed its sign: " + others);
  }

  @Test
  void aGapThatClosesSinceAClassIsGivenUpIsNotClosed() {
    Drawn train = cued(2000, .95, 1);
    LinearHead start = fitted(train);
    StoppingSplit stop = stopping(cued(1000, .95, 2), 60);
    HeadTuning tuning =
        new HeadTuning(train, new Sgd.Options(.05, 3, 128, 0.9, 0), stop, .05, 1, CPU);
    LinearHead everythingIsOne =
        new LinearHead(start.weight(), new float[] {start.bias()[0] - 1000, start.bias()[1]});
    assertThat(stop.of(everythingIsOne, CPU).gap()).isZero();
    assertThat(stop.of(start, CPU).gap()).isGreaterThan(.2);
    HeadTuning.State before = tuning.begin(start);
    HeadTuning.State givenUp =
        new HeadTuning.State(
            Sgd.State.before(everythingIsOne), before.before(), before.last(), null);
    List<HeadTuning.Point> curve = new ArrayList<>();
    HeadTuning.State after = tuning.goOn(givenUp, 3, curve::add, () -> {});
    assertThat(curve).allSatisfy(point -> assertThat(point.measure().gap()).isZero());
    assertThat(after.end().why()).isEqualTo(HeadTuning.Why.EPOCHS);
    assertThat(after.end().epoch()).isEqualTo(3);
  }

  @Test
  void aClassWithoutARankingIsTunedOnTooAndIsNotGivenUp() {
    Drawn train = cued(2000, .95, 1);
    LinearHead start = fitted(train);
    List<Ranking> one =
        List.of(
            new Ranking(0, new int[0], new double[0], "the class has no spurious feature"),
            rank(train).get(1));
    for (TuningSet set : TuningSet.values()) {
      Examples chosen = set.choose(train, one, Heads.right(train, start, CPU), 80, 5);
      assertThat(IntStream.range(0, chosen.size()).filter(i -> chosen.label(i) == 0).count())
          .isEqualTo(80);
      assertThat(chosen.size()).isEqualTo(160);
    }
    Drawn held = cued(1000, .95, 2);
    List<Ends> ends =
        List.of(
            new Ends(0, 60, new int[0], new int[0], "the class has no spurious feature"),
            Ends.of(rank(held).get(1), 60));
    StoppingSplit stop = new StoppingSplit(held, ends);
    StoppingSplit.Measure before = stop.of(start, CPU);
    assertThat(before.classes()).hasSize(2);
    LinearHead everythingIsOne =
        new LinearHead(start.weight(), new float[] {start.bias()[0] - 1000, start.bias()[1]});
    assertThat(stop.of(everythingIsOne, CPU).gap()).isZero();
    assertThat(stop.of(everythingIsOne, CPU).lost(before)).isGreaterThan(.4);
  }

  @Test
  void whatOneClassGainsDoesNotMakeUpForWhatAnotherLoses() {
    StoppingSplit.Measure before = new StoppingSplit.Measure(.7, .7, List.of(.6, .6));
    assertThat(new StoppingSplit.Measure(0, .58, List.of(1.0, .13)).lost(before))
        .isCloseTo(.235, within(1e-9));
    assertThat(new StoppingSplit.Measure(0, .8, List.of(.8, .6)).lost(before)).isZero();
  }

  @Test
  void leftAndTakenUpHoweverOftenItComesToTheSame() {
    Drawn train = cued(1000, .95, 1);
    LinearHead start = fitted(train);
    Examples low = TuningSet.LOW_SPURIOSITY.choose(train, rank(train), new boolean[1000], 90, 5);
    HeadTuning tuning =
        new HeadTuning(
            low,
            new Sgd.Options(.02, 23, 64, 0.9, 0),
            stopping(cued(600, .95, 2), 60),
            1e-9,
            3,
            CPU);
    Tuned whole = tune(tuning, start, 1000);
    for (int part : new int[] {1, 4, 10}) {
      Tuned parts = tune(tuning, start, part);
      assertThat(parts.curve()).isEqualTo(whole.curve());
      assertThat(parts.end().head().weight()).isDeepEqualTo(whole.end().head().weight());
      assertThat(parts.end().head().bias()).isEqualTo(whole.end().head().bias());
      assertThat(parts.end().epoch()).isEqualTo(whole.end().epoch());
    }
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
