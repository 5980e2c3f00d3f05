package dev.telltale.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.telltale.spuriosity.SpuriosityReference;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RankBinsTest {
  private static final int REFERENCES = 1000;
  private static final int IMAGES = 100;

  /** Of small references and of one with as many quantiles as are kept. */
  @ParameterizedTest
  @ValueSource(ints = {20, 33, 100, 1001})
  void withoutEqualsItIsWhatStreamsDrawnAlikeHave(int images) {
    assertSeen(images, uniform -> uniform);
  }

  /** A feature that is 0 on many images: as many share one percentile, amid the sixth bin. */
  @Test
  void withEqualsToo() {
    assertSeen(1001, uniform -> Math.max(0, uniform - 0.55));
  }

  @Test
  void equalsAreWhereTheirPercentileIs() {
    double[] quantiles = new double[1000];
    for (int i = 600; i < 1000; i++) {
      quantiles[i] = i;
    }
    List<Double> expected = RankBins.expected(quantiles);
    assertThat(expected.get(6)).as("0 to 0.6, in the middle 0.3").isEqualTo(0.6);
    assertThat(expected.subList(0, 6)).containsOnly(0.0);
    assertThat(expected.subList(7, 12)).containsOnly(0.0);
    assertThat(expected.subList(12, 20)).allMatch(share -> Math.abs(share - 0.05) < 0.002);
    Arrays.fill(quantiles, 7);
    assertThat(RankBins.expected(quantiles).get(10)).isEqualTo(1);
  }

  /** The mean over references and streams that are drawn alike, by the ranks that images get. */
  private static void assertSeen(int images, DoubleUnaryOperator of) {
    Random random = new Random(images);
    double[] seen = new double[RankBins.COUNT];
    double[] told = new double[RankBins.COUNT];
    for (int r = 0; r < REFERENCES; r++) {
      double[] quantiles = random.doubles(images).map(of).sorted().toArray();
      SpuriosityReference.OfClass reference = reference(quantiles);
      for (int i = 0; i < IMAGES; i++) {
        double percentile = reference.percentile(of.applyAsDouble(random.nextDouble()));
        seen[RankBins.of(percentile)] += 1.0 / IMAGES / REFERENCES;
      }
      List<Double> expected = RankBins.expected(quantiles);
      for (int bin = 0; bin < told.length; bin++) {
        told[bin] += expected.get(bin) / REFERENCES;
      }
    }
    assertThat(told).containsExactly(seen, within(0.006));
    assertThat(Arrays.stream(told).sum()).isCloseTo(1, within(1e-9));
  }

  private static SpuriosityReference.OfClass reference(double[] quantiles) {
    return new SpuriosityReference.OfClass(
        0,
        "landbird",
        new int[] {0},
        new int[] {0},
        new double[] {0},
        new double[] {1},
        quantiles,
        quantiles.length);
  }
}
