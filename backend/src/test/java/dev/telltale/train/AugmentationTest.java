package dev.telltale.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AugmentationTest {

  @Property(tries = 50)
  void aShiftTakesEachPixelFromWhereItWasAndRepeatsTheEdge(
      @ForAll @IntRange(min = 1, max = 7) int height,
      @ForAll @IntRange(min = 1, max = 7) int width,
      @ForAll @IntRange(min = -9, max = 9) int down,
      @ForAll @IntRange(min = -9, max = 9) int right) {
    float[] image = image(height, width, 3);
    float[] shifted = image.clone();
    Augmentation.shift(shifted, height, width, down, right);
    for (int channel = 0; channel < 3; channel++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int fromY = Math.max(0, Math.min(height - 1, y - down));
          int fromX = Math.max(0, Math.min(width - 1, x - right));
          assertThat(shifted[(channel * height + y) * width + x])
              .isEqualTo(image[(channel * height + fromY) * width + fromX]);
        }
      }
    }
  }

  @Property(tries = 50)
  void aBlurIsTheWeightedMeanOfItsNeighbours(
      @ForAll @IntRange(min = 1, max = 8) int height,
      @ForAll @IntRange(min = 1, max = 8) int width,
      @ForAll boolean wide) {
    float[] filter =
        wide ? new float[] {.0625f, .25f, .375f, .25f, .0625f} : new float[] {.25f, .5f, .25f};
    float[] image = image(height, width, 4);
    float[] blurred = image.clone();
    Augmentation.blur(blurred, height, width, filter);
    int reach = filter.length / 2;
    for (int channel = 0; channel < 3; channel++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double want = 0;
          for (int i = -reach; i <= reach; i++) {
            for (int j = -reach; j <= reach; j++) {
              int fromY = Math.max(0, Math.min(height - 1, y + i));
              int fromX = Math.max(0, Math.min(width - 1, x + j));
              want +=
                  filter[i + reach]
                      * filter[j + reach]
                      * image[(channel * height + fromY) * width + fromX];
            }
          }
          assertThat((double) blurred[(channel * height + y) * width + x])
              .isCloseTo(want, within(1e-6));
        }
      }
    }
  }

  @Test
  void flippingTwiceChangesNothingAndOnceSwapsTheSides() {
    float[] image = image(4, 5, 1);
    float[] flipped = image.clone();
    Augmentation.flip(flipped, 5);
    for (int row = 0; row < 12; row++) {
      for (int x = 0; x < 5; x++) {
        assertThat(flipped[row * 5 + x]).isEqualTo(image[row * 5 + 4 - x]);
      }
    }
    Augmentation.flip(flipped, 5);
    assertThat(flipped).isEqualTo(image);
  }

  @Property(tries = 30)
  void whateverIsDrawnStaysAnImageAndTheSameSeedDrawsTheSame(@ForAll long seed) {
    Augmentation augmentation = new Augmentation(3, .5, .5, .3);
    float[] once = image(9, 8, seed);
    float[] twice = once.clone();
    augmentation.apply(once, 9, 8, new SplittableRandom(seed));
    augmentation.apply(twice, 9, 8, new SplittableRandom(seed));
    assertThat(once).isEqualTo(twice);
    for (float value : once) {
      assertThat(value).isBetween(0f, 1f);
    }
  }

  @Test
  void anImageIsFlippedAsOftenAsItIsSaid() {
    Augmentation augmentation = new Augmentation(0, .3, 0, 0);
    SplittableRandom random = new SplittableRandom(1);
    float[] image = image(2, 3, 0);
    long flipped =
        IntStream.range(0, 10_000)
            .filter(
                i -> {
                  float[] copy = image.clone();
                  augmentation.apply(copy, 2, 3, random);
                  return !Arrays.equals(copy, image);
                })
            .count();
    assertThat(flipped / 10_000.0).isCloseTo(.3, within(.02)); // 4 standard errors
  }

  @Test
  void nothingChangesNothing() {
    float[] image = image(6, 6, 2);
    float[] copy = image.clone();
    Augmentation.NONE.apply(copy, 6, 6, new SplittableRandom(0));
    assertThat(copy).isEqualTo(image);
  }

  @Test
  void normalNumbersHaveMeanZeroAndVarianceOne() {
    float[] drawn = Noise.normals(200_000, new SplittableRandom(3));
    double mean = 0;
    double square = 0;
    for (float value : drawn) {
      mean += value;
      square += value * value;
    }
    assertThat(mean / drawn.length).isCloseTo(0, within(.01));
    assertThat(square / drawn.length).isCloseTo(1, within(.015));
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Augmentation(-1, 0, 0, 0)).hasMessageContaining("crop");
    assertThatThrownBy(() -> new Augmentation(0, 1.1, 0, 0)).hasMessageContaining("flip");
    assertThatThrownBy(() -> new Augmentation(0, 0, Double.NaN, 0)).hasMessageContaining("blur");
    assertThatThrownBy(() -> new Augmentation(0, 0, 0, 2)).hasMessageContaining("noise");
  }

  private static float[] image(int height, int width, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] image = new float[3 * height * width];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextDouble();
    }
    return image;
  }
}
