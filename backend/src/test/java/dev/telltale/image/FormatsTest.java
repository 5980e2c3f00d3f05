package dev.telltale.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every format and variant, beside what Pillow reads from the same bytes. */
class FormatsTest {

  static List<FormatFixtures> all() {
    return FormatFixtures.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void aPictureIsReadAsPillowReadsIt(FormatFixtures fixture) throws Exception {
    RgbImage got = Pictures.decode(fixture.file());
    RgbImage want = Pictures.decode(FormatFixtures.bytes(fixture.expected()));
    assertThat(got).hasToString(want.toString()); // the size
    if (fixture.bound() == 0) {
      assertThat(got).isEqualTo(want);
    } else {
      assertThat(meanDifference(got, want)).isLessThanOrEqualTo(fixture.bound());
    }
  }

  @Test
  void everyOrientationIsThere() {
    List<String> names = all().stream().map(FormatFixtures::name).toList();
    for (int turn = 1; turn <= 8; turn++) {
      assertThat(names).contains("turned-" + turn + ".jpg", "turned-" + turn + ".tif");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bilevel.bmp", "bilevel.tif"})
  void aMaskMayHaveAnyFormat(String name) throws Exception {
    Mask want = Pictures.decodeMask(FormatFixtures.bytes("bilevel.png"));
    assertThat(want.shareInside()).isBetween(0.3, 0.7);
    assertThat(Pictures.decodeMask(FormatFixtures.bytes(name))).isEqualTo(want);
  }

  @Test
  void aMaskOfColoursIsInsideWhereItIsBright() throws Exception {
    Mask png = Pictures.decodeMask(FormatFixtures.bytes("rgb.png"));
    assertThat(Pictures.decodeMask(FormatFixtures.bytes("lzw.tif"))).isEqualTo(png);
    Mask webp = Pictures.decodeMask(FormatFixtures.bytes("lossless.webp"));
    assertThat(webp.width()).isEqualTo(83);
  }

  @Test
  void anOrientationThatDoesNotExistIsNone() throws Exception {
    byte[] file = FormatFixtures.bytes("turned-6.png");
    RgbImage turned = Pictures.decode(file);
    RgbImage stored = Pictures.decode(FormatFixtures.bytes("rgb.png"));
    assertThat(turned.height()).isEqualTo(stored.width());
    for (int orientation : new int[] {0, 9, 255}) {
      assertThat(Orientation.upright(stored, Orientation.fromExif(exif(orientation), 0, 26)))
          .isSameAs(stored);
    }
    assertThat(Orientation.fromExif(exif(6), 0, 26)).isEqualTo(6);
    assertThat(Orientation.fromExif(exif(6), 0, 15)).isEqualTo(Orientation.UPRIGHT);
  }

  private static byte[] exif(int orientation) {
    byte[] block = new byte[26];
    byte[] start = {'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1};
    System.arraycopy(start, 0, block, 0, start.length);
    block[18] = (byte) orientation;
    return block;
  }

  private static double meanDifference(RgbImage a, RgbImage b) {
    double sum = 0;
    for (int i = 0; i < a.rgb().length; i++) {
      sum += Math.abs((a.rgb()[i] & 255) - (b.rgb()[i] & 255));
    }
    return sum / a.rgb().length;
  }
}
