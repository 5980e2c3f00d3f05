package dev.telltale.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.InputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelInputTest {

  @ParameterizedTest
  @CsvSource({
    "picture,32,32",
    "picture,48,80",
    "picture,24,17",
    "picture,96,96",
    "picture,7,7",
    "picture,61,61",
    "picture,97,120",
    "wide,5,5",
    "wide,31,33",
    "wide,40,40",
    "narrow,9,4",
    "narrow,21,21"
  })
  void aPictureComesToAModelAsPillowBringsIt(String name, int height, int width) throws Exception {
    float[] input = ModelInput.of(pillow(name), height, width);
    RgbImage want = pillow(name + "-" + height + "x" + width);
    for (int i = 0; i < height * width; i++) {
      for (int c = 0; c < 3; c++) {
        float got = input[c * height * width + i] * 255;
        assertThat(got).isCloseTo(want.rgb()[3 * i + c] & 255, within(2f));
      }
    }
  }

  @Property(tries = 100)
  void theFastCodeFollowsTheDefinition(
      @ForAll @IntRange(min = 1, max = 50) int h,
      @ForAll @IntRange(min = 1, max = 50) int w,
      @ForAll @IntRange(min = 1, max = 30) int height,
      @ForAll @IntRange(min = 1, max = 30) int width,
      @ForAll long seed) {
    RgbImage image = PicturesTest.noise(h, w, seed);
    float[] input = ModelInput.of(image, height, width);
    Window window = Window.covering(h, w, height, width);
    for (int c = 0; c < 3; c++) {
      float[] plane = new float[h * w];
      for (int i = 0; i < plane.length; i++) {
        plane[i] = (image.rgb()[3 * i + c] & 255) / 255f;
      }
      float[] full = Bilinear.resize(plane, h, w, window.fullHeight(), window.fullWidth(), true);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          float want = full[(window.top() + y) * window.fullWidth() + window.left() + x];
          // Rounded to 8 bits after each axis.
          assertThat(input[(c * height + y) * width + x]).isCloseTo(want, within(1.01f / 255));
        }
      }
    }
  }

  @Test
  void aPictureOfTheModelsSizeIsNotTouched() {
    RgbImage image = PicturesTest.noise(5, 7, 3);
    float[] input = ModelInput.of(image, 5, 7);
    for (int i = 0; i < 35; i++) {
      assertThat(input[35 + i]).isEqualTo((image.rgb()[3 * i + 1] & 255) / 255f);
    }
  }

  @Test
  void aBatchTakesPicturesSideBySide() {
    RgbImage image = PicturesTest.noise(9, 9, 4);
    float[] batch = new float[2 * 3 * 16];
    ModelInput.into(image, 4, 4, batch, 48);
    assertThat(java.util.Arrays.copyOfRange(batch, 48, 96)).isEqualTo(ModelInput.of(image, 4, 4));
    assertThat(java.util.Arrays.copyOf(batch, 48)).containsOnly(0);
    assertThatThrownBy(() -> ModelInput.into(image, 4, 4, batch, 49))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Property(tries = 200)
  void theCropLiesInThePictureAndHasTheModelsProportions(
      @ForAll @IntRange(min = 1, max = 500) int h,
      @ForAll @IntRange(min = 1, max = 500) int w,
      @ForAll @IntRange(min = 1, max = 64) int height,
      @ForAll @IntRange(min = 1, max = 64) int width) {
    Crop crop = ModelInput.crop(h, w, height, width);
    assertThat(crop.left()).isNotNegative();
    assertThat(crop.top()).isNotNegative();
    assertThat(crop.left() + crop.width()).isLessThanOrEqualTo(w + 1e-9);
    assertThat(crop.top() + crop.height()).isLessThanOrEqualTo(h + 1e-9);
    assertThat(Math.max(crop.width() / w, crop.height() / h)).isCloseTo(1, within(1e-9));
  }

  @Test
  void theCropOfAWidePictureIsItsMiddle() {
    assertThat(ModelInput.crop(100, 300, 50, 50)).isEqualTo(new Crop(100, 0, 100, 100));
  }

  @Test
  void aMaskIsCroppedAsItsPictureIs() {
    float[] plane = new float[100 * 300];
    for (int y = 0; y < 100; y++) {
      for (int x = 100; x < 150; x++) {
        plane[y * 300 + x] = 1;
      }
    }
    float[] seen = ModelInput.ofMask(new Mask(100, 300, plane), 2, 4);
    // Four cells across 200 columns, from 50 on: the second holds the object.
    assertThat(seen[1]).isGreaterThan(0.7f);
    assertThat(seen[0]).isLessThan(0.3f);
    assertThat(seen[3]).isZero();
  }

  private static RgbImage pillow(String name) throws Exception {
    try (InputStream in = ModelInputTest.class.getResourceAsStream("/pillow/" + name + ".png")) {
      return Pictures.decode(in.readAllBytes());
    }
  }
}
