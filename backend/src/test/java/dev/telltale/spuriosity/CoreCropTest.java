package dev.telltale.spuriosity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.telltale.image.Crop;
import dev.telltale.image.RgbImage;
import dev.telltale.model.ModelSpec;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class CoreCropTest {

  private static Nam blob(int height, int width, int top, int left, int bottom, int right) {
    float[] values = new float[height * width];
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        values[y * width + x] = 1;
      }
    }
    return new Nam(height, width, values);
  }

  @Example
  void aBoxIsEnlargedByAFifthAndMadeSquareAroundItsMiddle() {
    Crop crop = CoreCrop.of(List.of(blob(100, 100, 40, 30, 50, 70))).orElseThrow();
    assertThat(crop.width()).isCloseTo(48, within(1e-9));
    assertThat(crop.height()).isCloseTo(48, within(1e-9));
    assertThat(crop.left()).isCloseTo(26, within(1e-9));
    assertThat(crop.top()).isCloseTo(21, within(1e-9));
  }

  @Example
  void onlyWhereAllCoreFeaturesAreActiveCounts() {
    Crop crop =
        CoreCrop.of(List.of(blob(20, 20, 0, 0, 12, 12), blob(20, 20, 8, 8, 20, 20))).orElseThrow();
    assertThat(crop.width()).isCloseTo(4.8, within(1e-9));
    assertThat(crop.left()).isCloseTo(7.6, within(1e-9));
  }

  @Example
  void aSquareIsMovedInsideAndNoWiderThanThePicture() {
    Crop corner = CoreCrop.of(List.of(blob(40, 40, 0, 30, 10, 40))).orElseThrow();
    assertThat(corner.top()).isZero();
    assertThat(corner.left() + corner.width()).isCloseTo(40, within(1e-9));
    Crop wide = CoreCrop.of(List.of(blob(10, 40, 0, 10, 10, 30))).orElseThrow();
    assertThat(wide.height()).isEqualTo(10);
    assertThat(wide.width()).isCloseTo(24, within(1e-9));
  }

  @Example
  void noActiveFeatureIsNoCrop() {
    assertThat(CoreCrop.of(List.of(new Nam(3, 3, new float[9])))).isEmpty();
  }

  @Property(tries = 200)
  void ofAPictureOfAnyProportionsACropIsTheSamePartOfIt(
      @ForAll @IntRange(min = 3, max = 300) int height,
      @ForAll @IntRange(min = 3, max = 300) int width,
      @ForAll @IntRange(min = 0, max = 7) int y,
      @ForAll @IntRange(min = 0, max = 7) int x) {
    ModelSpec spec =
        new ModelSpec(
            "square", ModelSpec.Kind.ENCODER, List.of(64, 64), null, List.of(), null, null, null);
    RgbImage picture = new RgbImage(height, width, new byte[3 * height * width]);
    float[] place = new float[64];
    place[8 * y + x] = 1;
    FlaggedCrop crop = FlaggedCrop.of(picture, List.of(new Nam(8, 8, place)), spec).orElseThrow();
    assertThat(crop.x()).isBetween(0.0, 1.0);
    assertThat(crop.y()).isBetween(0.0, 1.0);
    assertThat(crop.x() + crop.width()).isLessThanOrEqualTo(1 + 1e-9);
    assertThat(crop.y() + crop.height()).isLessThanOrEqualTo(1 + 1e-9);
    // The network sees the middle, in the shorter side's pixels.
    int side = Math.min(height, width);
    double middle = (height - side) / 2.0 + (y + .5) / 8 * side;
    // The network's middle falls on whole pixels of its own.
    double loose = 2.0 * side / 64;
    assertThat(middle)
        .isBetween(crop.y() * height - loose, (crop.y() + crop.height()) * height + loose);
    RgbImage cut = crop.of(picture);
    assertThat(cut.width()).isBetween(1, width);
    assertThat(Math.abs(cut.height() - crop.height() * height)).isLessThanOrEqualTo(1.01);
  }

  @Property(tries = 200)
  void aCropLiesInsideThePictureAndHoldsWhatIsMostActive(
      @ForAll @IntRange(min = 1, max = 20) int height,
      @ForAll @IntRange(min = 1, max = 20) int width,
      @ForAll @IntRange(min = 0, max = 999) int seed) {
    Random random = new Random(seed);
    float[] values = new float[height * width];
    int most = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
      most = values[i] > values[most] ? i : most;
    }
    Crop crop = CoreCrop.of(List.of(Nam.of(values, height, width))).orElseThrow();
    assertThat(crop.left()).isGreaterThanOrEqualTo(0);
    assertThat(crop.top()).isGreaterThanOrEqualTo(0);
    assertThat(crop.left() + crop.width()).isLessThanOrEqualTo(width + 1e-9);
    assertThat(crop.top() + crop.height()).isLessThanOrEqualTo(height + 1e-9);
    assertThat(most % width + .5).isBetween(crop.left(), crop.left() + crop.width());
    assertThat(most / width + .5).isBetween(crop.top(), crop.top() + crop.height());
  }
}
