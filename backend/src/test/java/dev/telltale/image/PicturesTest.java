package dev.telltale.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telltale.image.UnreadableImageException.Kind;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PicturesTest {

  @Property(tries = 50)
  void whatIsWrittenAsPngIsReadBackToThePixel(
      @ForAll @IntRange(min = 1, max = 40) int h,
      @ForAll @IntRange(min = 1, max = 40) int w,
      @ForAll long seed)
      throws Exception {
    RgbImage image = noise(h, w, seed);
    assertThat(Pictures.decode(Png.write(image))).isEqualTo(image);
  }

  @Test
  void aMaskIsReadBackAsItWas() throws Exception {
    Mask mask = new Mask(2, 3, new float[] {1, 0, 0, 1, 1, 0});
    assertThat(Pictures.decodeMask(Png.write(mask))).isEqualTo(mask);
    assertThat(mask.shareInside()).isEqualTo(0.5);
  }

  @Test
  void aMaskOfZerosAndOnesIsAMaskToo() throws Exception {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(1, 0, 0, 1);
    assertThat(Pictures.decodeMask(encoded(image, "png")).plane()).containsExactly(0, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg"})
  void greyIsNotBrightened(String format) throws Exception {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
    int[] samples = new int[256];
    Arrays.fill(samples, 100);
    image.getRaster().setPixels(0, 0, 16, 16, samples);
    assertThat(Pictures.decode(encoded(image, format)).rgb()).containsOnly(100);
  }

  @Test
  void sixteenBitsAreBroughtToEight() throws Exception {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setPixels(0, 0, 3, 1, new int[] {0, 257 * 77, 65535});
    assertThat(Pictures.decode(encoded(image, "png")).rgb())
        .containsExactly(0, 0, 0, 77, 77, 77, 255, 255, 255);
  }

  @Test
  void seeThroughPixelsLieOnWhite() throws Exception {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00102030);
    image.setRGB(1, 0, 0xFF102030);
    image.setRGB(2, 0, 0x80000000);
    assertThat(Pictures.decode(encoded(image, "png")).rgb())
        .containsExactly(255, 255, 255, 16, 32, 48, 127, 127, 127);
  }

  @Test
  void paletteColoursAreLookedUp() throws Exception {
    byte[] ramp = {0, 10, 20, 30};
    IndexColorModel palette = new IndexColorModel(2, 4, ramp, new byte[4], ramp);
    BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_BYTE_BINARY, palette);
    image.getRaster().setPixels(0, 0, 4, 1, new int[] {0, 1, 2, 3});
    assertThat(Pictures.decode(encoded(image, "png")).rgb())
        .containsExactly(0, 0, 0, 10, 0, 10, 20, 0, 20, 30, 0, 30);
  }

  @Test
  void jpegColoursStayNear() throws Exception {
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
    var g = image.createGraphics();
    g.setColor(new Color(200, 60, 30));
    g.fillRect(0, 0, 32, 32);
    byte[] rgb = Pictures.decode(encoded(image, "jpg")).rgb();
    assertThat(rgb[0] & 255).isBetween(197, 203);
    assertThat(rgb[1] & 255).isBetween(57, 63);
    assertThat(rgb[2] & 255).isBetween(27, 33);
  }

  @Test
  void noBytesAreEmpty() {
    assertThat(refused(new byte[0]).kind()).isEqualTo(Kind.EMPTY);
  }

  @Test
  void textIsNotAnImage() {
    UnreadableImageException refused = refused("hello".getBytes(StandardCharsets.UTF_8));
    assertThat(refused.kind()).isEqualTo(Kind.NOT_AN_IMAGE);
    assertThat(refused).hasMessage("not a PNG, JPEG, BMP, GIF, WebP or TIFF picture");
  }

  @ParameterizedTest
  @CsvSource({
    "____ftypavif____, AVIF",
    "____ftypheic____, HEIC",
    "II+_________, BigTIFF",
  })
  void otherFormatsAreNamed(String start, String name) {
    byte[] file = start.replace('_', '\0').getBytes(StandardCharsets.ISO_8859_1);
    UnreadableImageException refused = refused(file);
    assertThat(refused.kind()).isEqualTo(Kind.UNSUPPORTED);
    assertThat(refused).hasMessageStartingWith(name + " ").hasMessageContaining("not read; use");
  }

  @Test
  void theHeaderAloneDecidesThatAPictureIsTooLarge() {
    UnreadableImageException refused =
        catchThrowableOfType(
            UnreadableImageException.class, () -> Pictures.decode(Png.write(noise(9, 9, 1)), 80));
    assertThat(refused.kind()).isEqualTo(Kind.TOO_LARGE);
    assertThat(refused).hasMessage("9 × 9 pixels are more than the limit of 80");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg"})
  void whereverAPictureIsCutItIsRefused(String format) throws Exception {
    byte[] file = encoded(noise(40, 30, 5), format);
    assertThat(Pictures.decode(file).height()).isEqualTo(40);
    for (int length = 1; length < file.length; length++) {
      UnreadableImageException refused = refused(Arrays.copyOf(file, length));
      assertThat(refused.kind()).isIn(Kind.CORRUPT, Kind.NOT_AN_IMAGE);
    }
  }

  @Test
  void aJpegWhoseMiddleIsMissingIsRefused() throws Exception {
    byte[] file = encoded(noise(64, 64, 6), "jpg");
    byte[] cut = Arrays.copyOf(file, file.length / 2);
    cut[cut.length - 2] = (byte) 0xFF;
    cut[cut.length - 1] = (byte) 0xD9;
    assertThat(refused(cut).kind()).isEqualTo(Kind.CORRUPT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg"})
  void bytesAfterTheEndDoNoHarm(String format) throws Exception {
    byte[] file = encoded(noise(20, 20, 7), format);
    assertThat(Pictures.decode(Arrays.copyOf(file, file.length + 100)))
        .isEqualTo(Pictures.decode(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7 | 2    | JPEG with 2 channels is not read; use 1, 3 or 4",
        "2 | 12   | JPEG with 12 bits per sample is not read; use 8",
        "-1 | 0xC9 | lossless, differential and arithmetic JPEG are not read"
      })
  void kindsOfJpegThatAreNotReadAreNamed(int at, String value, String message) throws Exception {
    byte[] file = encoded(noise(16, 16, 8), "jpg");
    file[frame(file) + at] = Integer.decode(value).byteValue();
    UnreadableImageException refused = refused(file);
    assertThat(refused.kind()).isEqualTo(Kind.UNSUPPORTED);
    assertThat(refused).hasMessage(message);
  }

  @Test
  void aColourProfileChangesNothingEvenIfItIsNonsense() throws Exception {
    byte[] file = encoded(noise(16, 16, 9), "jpg");
    byte[] profile =
        "\u00ff\u00e2\0\u0012ICC_PROFILE\0\1\1xx".getBytes(StandardCharsets.ISO_8859_1);
    byte[] both = Arrays.copyOf(file, file.length + profile.length);
    int start = 2 + 2 + JpegStructure.unsigned16(file, 4); // behind the first segment
    System.arraycopy(profile, 0, both, start, profile.length);
    System.arraycopy(file, start, both, start + profile.length, file.length - start);
    byte[] given = both.clone();
    assertThat(Pictures.decode(given)).isEqualTo(Pictures.decode(file));
    assertThat(given).isEqualTo(both);
  }

  @Test
  void aChangedByteOfAPngIsNoticed() throws Exception {
    byte[] file = encoded(noise(16, 16, 9), "png");
    file[file.length / 2]++;
    assertThat(refused(file)).hasMessage("the picture is damaged: checksum of PNG chunk IDAT");
  }

  @Test
  void aSmallFileThatClaimsManyPixelsIsRefusedBeforeTheyAreMadeRoomFor() throws Exception {
    byte[] file = Png.write(noise(2, 2, 1));
    ByteBuffer header = ByteBuffer.wrap(file).putInt(16, 7000).putInt(20, 7000);
    CRC32 crc = new CRC32();
    crc.update(file, 12, 17);
    header.putInt(29, (int) crc.getValue());
    assertThat(refused(file)).hasMessage("the picture is truncated");
  }

  @Property(tries = 1500)
  void damagedBytesAreReadOrRefusedAndNothingElse(@ForAll boolean jpeg, @ForAll long seed)
      throws Exception {
    Random random = new Random(seed);
    byte[] file = encoded(noise(16, 16, seed % 7), jpeg ? "jpg" : "png");
    int changes = 1 + random.nextInt(8);
    for (int i = 0; i < changes; i++) {
      // Half of the damage goes to the start, where the headers are.
      int at = random.nextInt(random.nextBoolean() ? file.length : Math.min(file.length, 200));
      file[at] = (byte) random.nextInt(256);
    }
    try {
      Pictures.decode(file, 1_000_000);
    } catch (UnreadableImageException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
    }
  }

  @Property(tries = 300)
  void noiseBehindASignatureIsRefusedOrRead(@ForAll boolean jpeg, @ForAll byte[] noise) {
    byte[] start = jpeg ? new byte[] {-1, -40, -1} : Arrays.copyOf(Png.write(noise(1, 1, 1)), 8);
    byte[] file = Arrays.copyOf(start, start.length + noise.length);
    System.arraycopy(noise, 0, file, start.length, noise.length);
    assertThat(refused(file).kind()).isIn(Kind.CORRUPT, Kind.UNSUPPORTED);
  }

  /** Where the frame header's length stands. */
  private static int frame(byte[] jpeg) {
    for (int at = 2; ; at += 2 + JpegStructure.unsigned16(jpeg, at + 2)) {
      if (jpeg[at + 1] == (byte) 0xC0) {
        return at + 2;
      }
    }
  }

  private static UnreadableImageException refused(byte[] file) {
    UnreadableImageException e =
        catchThrowableOfType(UnreadableImageException.class, () -> Pictures.decode(file));
    assertThat(e).as("%d bytes were read as a picture", file.length).isNotNull();
    return e;
  }

  static RgbImage noise(int h, int w, long seed) {
    byte[] rgb = new byte[3 * h * w];
    new Random(seed).nextBytes(rgb);
    return new RgbImage(h, w, rgb);
  }

  private static byte[] encoded(RgbImage image, String format) throws IOException {
    BufferedImage out =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < image.height() * image.width(); i++) {
      int rgb =
          (image.rgb()[3 * i] & 255) << 16
              | (image.rgb()[3 * i + 1] & 255) << 8
              | (image.rgb()[3 * i + 2] & 255);
      out.setRGB(i % image.width(), i / image.width(), rgb);
    }
    return encoded(out, format);
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }
}
