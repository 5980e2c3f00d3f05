package dev.telltale.spuriosity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.telltale.model.LinearHead;
import dev.telltale.stats.Bootstrap;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DiscoveryTest {
  private static final int CHANNELS = 8;

  /** Two classes; in class 1 the model is right mostly where feature 5 is high. */
  private static Drawn drawn(int size, long seed) {
    Random random = new Random(seed);
    float[][] rows = new float[size][CHANNELS];
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      labels[i] = i % 2;
      for (int c = 0; c < CHANNELS; c++) {
        rows[i][c] = (float) Math.abs(0.5 * random.nextGaussian());
      }
      rows[i][5] += random.nextBoolean() ? 3 : 0;
    }
    return new Drawn(rows, labels, CHANNELS);
  }

  private static Predictions answers(Drawn drawn, boolean cued, long seed) {
    Random random = new Random(seed);
    int[] answers = new int[drawn.size()];
    for (int i = 0; i < answers.length; i++) {
      boolean cue = cued && drawn.label(i) == 1;
      double right = cue ? drawn.rows()[i][5] > 2 ? .95 : .4 : .7;
      answers[i] = random.nextDouble() < right ? drawn.label(i) : 1 - drawn.label(i);
    }
    return Predictions.of(drawn.labels(), answers, 2);
  }

  @ParameterizedTest
  @EnumSource
  void aCueThatMattersIsFoundInItsClassAndPointsAtItsFeature(Proposal proposal) {
    Drawn drawn = drawn(800, 3);
    Discovery.Options options = new Discovery.Options(proposal, 3, 40, .05, .95, 1);
    LinearHead head = Drawn.head(2, CHANNELS, 1);
    Discovery got = Discovery.of(drawn, head, answers(drawn, true, 4), options, () -> {});
    assertThat(got.found()).isNotEmpty();
    Discovery.Found first = got.found().get(0);
    assertThat(first.gap().classIndex()).isEqualTo(1);
    assertThat(first.adjusted()).isLessThan(.01);
    assertThat(Math.abs(first.gap().value())).isGreaterThan(.25);
    assertThat(Math.abs(first.direction().direction()[5])).isGreaterThan(.9);
    assertThat(first.alongHead()).isBetween(0.0, 1.0);
    assertThat(got.tested()).isEqualTo(6);
    assertThat(Discovery.of(drawn, head, answers(drawn, true, 4), options, () -> {}))
        .usingRecursiveComparison()
        .isEqualTo(got);
  }

  @Test
  void whereErrorsFallByChanceHardlyAnythingIsFound() {
    int times = 0;
    int draws = 60;
    for (int seed = 0; seed < draws; seed++) {
      Drawn drawn = drawn(240, seed);
      Discovery.Options options = new Discovery.Options(Proposal.PCA, 5, 20, .1, .95, seed);
      LinearHead head = Drawn.head(2, CHANNELS, 1);
      times +=
          Discovery.of(drawn, head, answers(drawn, false, seed + 99), options, () -> {})
                  .found()
                  .isEmpty()
              ? 0
              : 1;
    }
    assertThat((double) times / draws).isLessThanOrEqualTo(.15);
  }

  @Test
  void classesWithoutErrorsOrImagesAreNamed() {
    Drawn drawn = new Drawn(drawn(41, 1).rows(), new int[41], CHANNELS);
    drawn.labels()[7] = 1;
    boolean[] all = new boolean[41];
    Arrays.fill(all, true);
    Discovery got =
        Discovery.of(
            drawn,
            Drawn.head(3, CHANNELS, 1),
            new Predictions(all, new boolean[] {true, false, false}),
            Discovery.Options.DEFAULTS,
            () -> {});
    assertThat(got.found()).isEmpty();
    assertThat(got.skipped())
        .containsEntry(0, "the model makes no error on the half that proposes")
        .containsEntry(1, "four images are needed, there are 1")
        .containsEntry(2, "four images are needed, there are 0");
  }

  @Test
  void principalComponentsAreOrthonormalAndExplainTheMost() {
    Random random = new Random(2);
    float[][] rows = new float[300][4];
    double[] weights = new double[300];
    for (int i = 0; i < 300; i++) {
      double a = 3 * random.nextGaussian();
      double b = random.nextGaussian();
      rows[i] =
          new float[] {(float) (a + 5), (float) (a + .1 * random.nextGaussian()), (float) b, 0};
      weights[i] = .5 + random.nextDouble();
    }
    double[][] got = Proposal.PCA.directions(rows, weights, 4, Bootstrap.generator(1));
    double half = Math.sqrt(.5);
    assertThat(got[0]).containsExactly(new double[] {half, half, 0, 0}, within(.03));
    assertThat(Math.abs(got[1][2])).isGreaterThan(.99);
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        double product = 0;
        for (int c = 0; c < 4; c++) {
          product += got[i][c] * got[j][c];
        }
        assertThat(product).isCloseTo(i == j ? 1 : 0, within(1e-9));
      }
    }
    // There are three ways to differ, and no fourth.
    assertThat(got[3]).containsOnly(0);
  }

  @Test
  void weightsCountAsRepeatedImages() {
    Drawn drawn = drawn(30, 8);
    double[] weights = new double[30];
    Arrays.fill(weights, 1);
    weights[4] = 3;
    float[][] repeated = Arrays.copyOf(drawn.rows(), 32);
    repeated[30] = drawn.rows()[4];
    repeated[31] = drawn.rows()[4];
    double[] ones = new double[32];
    Arrays.fill(ones, 1);
    double[] one = Proposal.PCA.directions(drawn.rows(), weights, 1, Bootstrap.generator(1))[0];
    double[] two = Proposal.PCA.directions(repeated, ones, 1, Bootstrap.generator(1))[0];
    assertThat(one).containsExactly(two, within(1e-6));
  }

  @Test
  void partsAreNeverNegativeAndExplainWhatIsMadeOfThem() {
    Random random = new Random(6);
    double[][] truth = {{1, 1, 0, 0, 0}, {0, 0, 0, 1, 1}};
    float[][] rows = new float[80][5];
    double[] weights = new double[80];
    for (int i = 0; i < 80; i++) {
      weights[i] = 1;
      double[] share = {random.nextDouble(), random.nextDouble()};
      for (int c = 0; c < 5; c++) {
        rows[i][c] = (float) (share[0] * truth[0][c] + share[1] * truth[1][c]);
      }
    }
    double[][] got = Proposal.NMF.directions(rows, weights, 2, Bootstrap.generator(3));
    double half = Math.sqrt(.5);
    Arrays.sort(got, (a, b) -> Double.compare(b[0], a[0]));
    assertThat(got[0]).containsExactly(new double[] {half, half, 0, 0, 0}, within(.1));
    assertThat(got[1]).containsExactly(new double[] {0, 0, 0, half, half}, within(.1));
  }
}
