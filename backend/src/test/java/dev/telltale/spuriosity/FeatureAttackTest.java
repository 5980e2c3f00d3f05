package dev.telltale.spuriosity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.telltale.model.Encoder;
import dev.telltale.model.ModelBundle;
import dev.telltale.spuriosity.FeatureAttack.Attacked;
import dev.telltale.testing.Bundles;
import dev.telltale.testing.FreedMemory;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FeatureAttackTest {
  private static final int EDGE = 64;

  private static float[][] images(int count) {
    Random random = new Random(4);
    float[][] images = new float[count][3 * EDGE * EDGE];
    for (float[] image : images) {
      for (int i = 0; i < image.length; i++) {
        image[i] = random.nextFloat();
      }
    }
    return images;
  }

  private static Encoder encoder() {
    return Encoder.load(ModelBundle.read(Bundles.BIRDS), Device.cpu());
  }

  /** Steps of the definition, the gradient by central differences of the network itself. */
  @Test
  void aStepGoesAlongTheGradientThatDifferencesFind() {
    float[][] images = images(2);
    double step = 0.1;
    try (Encoder encoder = encoder()) {
      int[] features = active(encoder, 2);
      Attacked got =
          new FeatureAttack(encoder, EDGE, EDGE).attack(images, features, step, 1, () -> {});
      Random random = new Random(1);
      for (int b = 0; b < 2; b++) {
        // Moves by x' − x = s·g/‖g‖, so a move along any direction d changes r by ⟨g, d⟩.
        float[] moved = new float[images[b].length];
        float[] direction = new float[moved.length];
        double along = 0;
        for (int i = 0; i < moved.length; i++) {
          float x = images[b][i];
          boolean inside = got.images()[b][i] > 0 && got.images()[b][i] < 1;
          moved[i] = inside ? got.images()[b][i] - x : 0;
          direction[i] = inside ? (float) random.nextGaussian() * 1e-3f + moved[i] * 0.02f : 0;
          along += moved[i] * direction[i];
        }
        double norm = (got.values()[1][b] - got.values()[0][b]) / step;
        double change =
            (value(encoder, add(images[b], direction, 1), features[b])
                    - value(encoder, add(images[b], direction, -1), features[b]))
                / 2;
        // ⟨g, d⟩ = ‖g‖/s · ⟨x' − x, d⟩; ‖g‖ itself to first order from what the step gained.
        assertThat(change).isCloseTo(norm / step * along, within(0.2 * Math.abs(change)));
      }
    }
  }

  @Test
  void theFeatureRisesAndPixelsStayInRange() {
    try (Encoder encoder = encoder()) {
      Attacked got =
          new FeatureAttack(encoder, EDGE, EDGE)
              .attack(images(3), active(encoder, 3), 2, 10, () -> {});
      for (int b = 0; b < 3; b++) {
        assertThat(got.values()[10][b]).isGreaterThan(got.values()[0][b]);
        for (float pixel : got.images()[b]) {
          assertThat(pixel).isBetween(0f, 1f);
        }
      }
      assertThat(got.values()[10][1])
          .isCloseTo(value(encoder, got.images()[1], active(encoder, 2)[1]), within(1e-4));
    }
  }

  @Test
  void theSameAttackTwiceIsTheSameToTheByteWhateverMemoryIsFreed() {
    float[][] images = images(2);
    try (Encoder encoder = encoder()) {
      FeatureAttack attack = new FeatureAttack(encoder, EDGE, EDGE);
      Attacked one = attack.attack(images, new int[] {1, 2}, 3, 4, () -> {});
      var kept = FreedMemory.overwrite(64);
      Attacked two = attack.attack(images, new int[] {1, 2}, 3, 4, () -> {});
      assertThat(kept).isNotEmpty();
      assertThat(Arrays.deepEquals(one.images(), two.images())).isTrue();
      assertThat(one.values()).isDeepEqualTo(two.values());
    }
    assertThat(images).isDeepEqualTo(images(2));
  }

  @Test
  void anImageWithoutAGradientStaysAsItIs() {
    float[] x = {.1f, .2f};
    assertThat(FeatureAttack.ascended(x, new float[2], 10)).containsExactly(.1f, .2f);
    assertThat(FeatureAttack.ascended(x, new float[] {3, 4}, 1))
        .containsExactly(new float[] {.7f, 1f}, within(1e-6f));
  }

  @Test
  void aFeatureThatDoesNotExistIsRefused() {
    try (Encoder encoder = encoder()) {
      FeatureAttack attack = new FeatureAttack(encoder, EDGE, EDGE);
      assertThatThrownBy(() -> attack.attack(images(1), new int[] {9999}, 1, 1, () -> {}))
          .hasMessageContaining("feature 9999 of ");
    }
  }

  /** Features that are active on the images: a rectified one that is not has no gradient. */
  private static int[] active(Encoder encoder, int count) {
    return IntStream.range(0, 64)
        .filter(feature -> value(encoder, images(1)[0], feature) > 0.01)
        .limit(count)
        .toArray();
  }

  private static float[] add(float[] x, float[] direction, int sign) {
    float[] sum = new float[x.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = x[i] + sign * direction[i];
    }
    return sum;
  }

  private static double value(Encoder encoder, float[] image, int feature) {
    try (NDManager scope = encoder.newScope()) {
      NDArray pooled = encoder.pooled(scope.create(image, new Shape(1, 3, EDGE, EDGE)));
      return pooled.toFloatArray()[feature];
    }
  }
}
