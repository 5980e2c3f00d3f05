package dev.telltale.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The overlay, the colours and the contact sheet. */
class DrawingTest {
  private static final Crop MIDDLE = new Crop(2, 0, 4, 4);

  @Test
  void jetGoesFromBlueOverGreenToRed() {
    assertThat(Colormap.JET.colour(0)).isEqualTo(0x000080);
    assertThat(Colormap.JET.colour(0.25f)).isEqualTo(0x0080FF);
    assertThat(Colormap.JET.colour(0.5f)).isEqualTo(0x82FF7E);
    assertThat(Colormap.JET.colour(1)).isEqualTo(0x800000);
    assertThat(Colormap.JET.colour(7)).isEqualTo(0x800000);
    assertThat(Colormap.JET.colour(-7)).isEqualTo(0x000080);
    assertThat(Colormap.JET.colour(Float.NaN)).isEqualTo(0x000080);
  }

  @Test
  void viridisGoesFromDarkBlueOverGreenToYellow() {
    assertThat(Colormap.VIRIDIS.colour(0)).isEqualTo(0x440154);
    assertThat(Colormap.VIRIDIS.colour(64 / 255f)).isEqualTo(0x3B528B);
    assertThat(Colormap.VIRIDIS.colour(0.5f)).isEqualTo(0x21918C);
    assertThat(Colormap.VIRIDIS.colour(192 / 255f)).isEqualTo(0x5EC962);
    assertThat(Colormap.VIRIDIS.colour(1)).isEqualTo(0xFDE725);
  }

  @Test
  void viridisGrowsLighterAllTheWay() {
    double before = -1;
    for (int v = 0; v < 256; v++) {
      int c = Colormap.VIRIDIS.colour(v / 255f);
      double light = 0.2126 * (c >> 16) + 0.7152 * (c >> 8 & 255) + 0.0722 * (c & 255);
      assertThat(light).isGreaterThan(before - 1); // entries are rounded
      before = light;
    }
  }

  @Test
  void anOverlayIsDrawnInTheColoursAskedFor() {
    RgbImage white = new RgbImage(4, 8, filled(96));
    float[] much = {1};
    assertThat(pixel(Overlay.draw(white, much, 1, 1, MIDDLE, 1, Colormap.VIRIDIS).rgb(), 3))
        .containsExactly(0xFD, 0xE7, 0x25);
    assertThat(Overlay.draw(white, much, 1, 1, MIDDLE, 1, Colormap.JET))
        .isEqualTo(Overlay.draw(white, much, 1, 1, MIDDLE, 1));
  }

  @Test
  void coloursLieOverWhatTheModelSawAndTheRestIsDimmed() {
    RgbImage white = new RgbImage(4, 8, filled(96));
    byte[] out = Overlay.draw(white, new float[] {1}, 1, 1, MIDDLE, 0.5).rgb();
    assertThat(out[0]).isEqualTo(out[1]).isEqualTo((byte) 40);
    assertThat(pixel(out, 2)).containsExactly((100 + 128) / 2, 50, 50);
    assertThat(pixel(out, 6)).containsExactly(40, 40, 40);
  }

  @Test
  void withoutOpacityThePictureShowsUnchangedWhereTheModelLooked() {
    RgbImage image = PicturesTest.noise(4, 8, 1);
    byte[] out = Overlay.draw(image, new float[] {0, 1, 1, 0}, 2, 2, MIDDLE, 0).rgb();
    for (int x = 2; x < 6; x++) {
      assertThat(pixel(out, x)).isEqualTo(pixel(image.rgb(), x));
    }
  }

  @Test
  void aCropThatReachesOutsideIsCutAtTheEdge() {
    RgbImage image = PicturesTest.noise(4, 8, 1);
    Crop wide = new Crop(-5, -5, 100, 100);
    assertThat(Overlay.draw(image, new float[] {0.5f}, 1, 1, wide, 1).rgb())
        .startsWith(0x82, 0xFF, 0x7E);
  }

  @Test
  void anImpossibleOpacityIsRefused() {
    RgbImage image = PicturesTest.noise(4, 8, 1);
    assertThatThrownBy(() -> Overlay.draw(image, new float[1], 1, 1, MIDDLE, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void smallPicturesAreEnlargedByWholePixels() {
    RgbImage image = new RgbImage(1, 2, new byte[] {1, 2, 3, 4, 5, 6});
    assertThat(image.scaledToWidth(5))
        .isEqualTo(
            new RgbImage(
                2,
                4,
                new byte[] {
                  1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6, 1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6
                }));
    assertThat(image.scaledToWidth(3)).isSameAs(image);
  }

  @Test
  void largePicturesAreReducedToTheWidthSmoothly() {
    RgbImage small = PicturesTest.noise(200, 300, 2).scaledToWidth(3);
    assertThat(small.height()).isEqualTo(2);
    assertThat(small.width()).isEqualTo(3);
    for (byte value : small.rgb()) {
      assertThat((double) (value & 255)).isCloseTo(127.5, within(10.0));
    }
  }

  @Test
  void aPartIsCutOutByWholePixelsAndHasAtLeastOne() {
    byte[] rgb = new byte[3 * 4 * 5];
    for (int i = 0; i < 20; i++) {
      rgb[3 * i] = (byte) i;
    }
    RgbImage picture = new RgbImage(4, 5, rgb);
    RgbImage part = picture.cropped(new Crop(1.4, 1.6, 2.2, 2));
    assertThat(part.height()).isEqualTo(2);
    assertThat(part.width()).isEqualTo(3);
    assertThat(new byte[] {part.rgb()[0], part.rgb()[6], part.rgb()[15]})
        .containsExactly(11, 13, 18);
    assertThat(picture.cropped(new Crop(0, 0, 5, 4))).isEqualTo(picture);
    assertThat(picture.cropped(new Crop(5, 4, 0.01, 0.01)).rgb()).containsExactly(19, 0, 0);
    assertThatThrownBy(() -> picture.cropped(new Crop(3, 0, 3, 1)))
        .hasMessageContaining("reaches out of RgbImage[5 × 4]");
  }

  @Test
  void aSheetLaysPicturesInRowsOnWhite() {
    RgbImage black = new RgbImage(1, 1, new byte[3]);
    RgbImage sheet = ContactSheet.of(List.of(black, black, black), 2, 1);
    assertThat(sheet.height()).isEqualTo(3);
    assertThat(sheet.width()).isEqualTo(3);
    for (int i = 0; i < 9; i++) {
      boolean drawn = i == 0 || i == 2 || i == 6;
      assertThat(sheet.rgb()[3 * i]).isEqualTo((byte) (drawn ? 0 : 255));
    }
  }

  @Test
  void aPictureWhoseArrayDoesNotFitIsRefused() {
    assertThatThrownBy(() -> new RgbImage(2, 2, new byte[11]))
        .hasMessage("a picture of 2 × 2 pixels cannot have 11 values");
    assertThatThrownBy(() -> new Mask(2, 2, new float[5]))
        .hasMessage("a mask of 2 × 2 pixels cannot have 5 values");
  }

  private static byte[] filled(int length) {
    byte[] values = new byte[length];
    java.util.Arrays.fill(values, (byte) 100);
    return values;
  }

  private static int[] pixel(byte[] rgb, int x) {
    return new int[] {rgb[3 * x] & 255, rgb[3 * x + 1] & 255, rgb[3 * x + 2] & 255};
  }
}
