package dev.telltale.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.image.CaptionedSheet.Cell;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptionedSheetTest {

  @ParameterizedTest
  @CsvSource({
    // height, width, and what becomes of them in a square of 100
    "1, 1, 100, 100",
    "64, 64, 64, 64",
    "30, 40, 60, 80",
    "200, 100, 100, 50",
    "10000, 3, 100, 1",
    "3, 10000, 1, 100",
    "1000, 999, 100, 100"
  })
  void aPictureFitsIntoItsCellWhateverItsSize(int height, int width, int rows, int columns) {
    RgbImage fitted = picture(height, width).fittedInto(100);
    assertThat(fitted.height()).isEqualTo(rows);
    assertThat(fitted.width()).isEqualTo(columns);
    assertThat(fitted.rgb()).containsOnly(9);
  }

  @Test
  void cellsStandInRowsEachWithItsPictureInTheMiddle() {
    RgbImage sheet =
        CaptionedSheet.of(
            List.of(cell(200, 100), cell(1, 1), cell(3, 10_000), cell(50, 50)), 3, 100);
    assertThat(sheet.width()).isEqualTo(6 + 3 * 106);
    assertThat(sheet.height()).isEqualTo(6 + 2 * 124);
    assertThat(dark(sheet, 6, 6, 100, 100)).isEqualTo(100 * 50);
    assertThat(dark(sheet, 6, 6, 100, 24)).as("left of the tall one").isZero();
    assertThat(dark(sheet, 6, 112, 100, 100)).isEqualTo(100 * 100);
    assertThat(dark(sheet, 6, 218, 100, 100)).isEqualTo(100);
    assertThat(dark(sheet, 130, 6, 100, 100)).isEqualTo(100 * 100);
    assertThat(dark(sheet, 130, 112, 100, 100)).as("no fifth").isZero();
  }

  @Test
  void namesStandBelowAndThoseThatAreTooLongKeepTheirEnds() {
    RgbImage plain = sheet("robin.png");
    assertThat(dark(plain, 106, 6, 18, 100)).as("ink of the name").isBetween(30, 900);
    String long1 = "a-very-long-name-of-a-picture-".repeat(5) + "1.png";
    String long2 = "a-very-long-name-of-a-picture-".repeat(5) + "2.png";
    assertThat(dark(sheet(long1), 106, 6, 18, 100)).isBetween(30, 900);
    assertThat(sheet(long1)).isNotEqualTo(sheet(long2));
    assertThat(sheet("")).isNotEqualTo(plain);
  }

  @Test
  void aSheetOfNothingIsRefused() {
    assertThatThrownBy(() -> CaptionedSheet.of(List.of(), 3, 100))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static RgbImage sheet(String name) {
    return CaptionedSheet.of(List.of(new Cell(picture(100, 100), name)), 1, 100);
  }

  private static Cell cell(int height, int width) {
    return new Cell(picture(height, width), "");
  }

  private static RgbImage picture(int height, int width) {
    byte[] rgb = new byte[3 * height * width];
    Arrays.fill(rgb, (byte) 9);
    return new RgbImage(height, width, rgb);
  }

  /** Pixels of a part that are darker than half. */
  private static int dark(RgbImage image, int top, int left, int height, int width) {
    int dark = 0;
    for (int y = top; y < top + height; y++) {
      for (int x = left; x < left + width; x++) {
        dark += (image.rgb()[(y * image.width() + x) * 3] & 255) < 128 ? 1 : 0;
      }
    }
    return dark;
  }
}
