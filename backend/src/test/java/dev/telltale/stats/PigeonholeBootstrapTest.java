package dev.telltale.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class PigeonholeBootstrapTest {
  private static final int MODELS = 12;
  private static final int IMAGES = 300;

  @Test
  void theFigureItselfIsThatOfAllModelsAndImagesOnce() {
    double[][] values = values(1, 1);
    Estimate estimate = PigeonholeBootstrap.interval(MODELS, IMAGES, mean(values), .95, 200, 1);
    double sum = 0;
    for (double[] model : values) {
      for (double value : model) {
        sum += value;
      }
    }
    assertThat(estimate.value()).isCloseTo(sum / (MODELS * IMAGES), within(1e-12));
    assertThat(estimate.low()).isLessThan(estimate.value());
    assertThat(estimate.high()).isGreaterThan(estimate.value());
    assertThat(estimate.n()).isEqualTo(MODELS * IMAGES);
  }

  /**
   * Values that are a model's part plus an image's part: the mean's variance is σm²/M + σi²/N, and
   * that is what the width of the interval must tell.
   */
  @Test
  void theIntervalIsAsWideAsModelsAndImagesMakeIt() {
    for (double[] spread : new double[][] {{1, .1}, {.1, 5}, {1, 10}}) {
      Estimate estimate =
          PigeonholeBootstrap.interval(
              MODELS, IMAGES, mean(values(spread[0], spread[1])), .95, 4000, 3);
      double models = variance(spread[0], MODELS, 1);
      double images = variance(spread[1], IMAGES, 2);
      double want = 2 * 1.96 * Math.sqrt(models / MODELS + images / IMAGES);
      assertThat(estimate.high() - estimate.low()).isCloseTo(want, within(.1 * want));
    }
  }

  @Test
  void theSameSeedGivesTheSameInterval() {
    ToDoubleBiFunction<int[], int[]> mean = mean(values(1, 1));
    Estimate once = PigeonholeBootstrap.interval(MODELS, IMAGES, mean, .9, 100, 5);
    assertThat(PigeonholeBootstrap.interval(MODELS, IMAGES, mean, .9, 100, 5)).isEqualTo(once);
    assertThat(PigeonholeBootstrap.interval(MODELS, IMAGES, mean, .9, 100, 6)).isNotEqualTo(once);
  }

  @Test
  void aLevelOutOfRangeIsRefused() {
    assertThatThrownBy(() -> PigeonholeBootstrap.interval(1, 1, (m, i) -> 0, 1, 10, 0))
        .hasMessageContaining("level");
  }

  private static ToDoubleBiFunction<int[], int[]> mean(double[][] values) {
    return (models, images) -> {
      double sum = 0;
      for (int model : models) {
        for (int image : images) {
          sum += values[model][image];
        }
      }
      return sum / (models.length * images.length);
    };
  }

  private static double[][] values(double ofModels, double ofImages) {
    double[] models = normals(ofModels, MODELS, 1);
    double[] images = normals(ofImages, IMAGES, 2);
    double[][] values = new double[MODELS][IMAGES];
    for (int model = 0; model < MODELS; model++) {
      for (int image = 0; image < IMAGES; image++) {
        values[model][image] = models[model] + images[image];
      }
    }
    return values;
  }

  private static double variance(double deviation, int count, long seed) {
    double[] drawn = normals(deviation, count, seed);
    double mean = Arrays.stream(drawn).average().orElseThrow();
    return Arrays.stream(drawn).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
  }

  private static double[] normals(double deviation, int count, long seed) {
    Random random = new Random(seed);
    return DoubleStream.generate(() -> deviation * random.nextGaussian()).limit(count).toArray();
  }
}
