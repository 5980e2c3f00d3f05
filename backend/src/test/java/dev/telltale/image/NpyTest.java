package dev.telltale.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telltale.image.UnreadableImageException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of {@code npy/} are NumPy's own (2.4), all of one mask of 3 rows and 5 columns. */
class NpyTest {
  private static final Mask WANT =
      new Mask(3, 5, new float[] {0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1});

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bool",
        "uint8",
        "ones",
        "fortran",
        "float32",
        "float64",
        "int64",
        "big",
        "channels",
        "one_channel_first",
        "fortran_channels",
        "version2"
      })
  void whatNumPySavedIsTheMaskItWas(String name) throws Exception {
    assertThat(Pictures.decodeMask(fixture(name))).isEqualTo(WANT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "|u1 ~ (2, 3, 4) ~ UNSUPPORTED ~ a mask is an array of [height, width], or with 1 or 3"
            + " channels; this one is (2, 3, 4)",
        "|u1 ~ (24,) ~ UNSUPPORTED ~ a mask is an array of [height, width], or with 1 or 3 channels;"
            + " this one is (24,)",
        "|u1 ~ (0, 24) ~ CORRUPT ~ the NPY header gives no size",
        "|u1 ~ (100000, 100000) ~ TOO_LARGE ~ 100000 × 100000 pixels are more than the limit of"
            + " 50000000",
        "|u1 ~ (99999999999, 1) ~ TOO_LARGE ~ an axis of 99999999999 is more than any mask has",
        "|O ~ (4, 6) ~ UNSUPPORTED ~ NPY arrays of O are not read as masks; use bool, uint8 or"
            + " float32",
        "<c8 ~ (4, 6) ~ UNSUPPORTED ~ NPY arrays of c8 are not read as masks; use bool, uint8 or"
            + " float32",
        "|u1 ~ (5, 6) ~ CORRUPT ~ the picture is truncated",
        "|u1 ~ (4, 5) ~ CORRUPT ~ the picture is damaged: bytes behind the end of the array",
        "|u1 ~ (a, 6) ~ CORRUPT ~ the picture is damaged: no sound shape in the NPY header"
      })
  void whatIsNoMaskIsRefusedInOneLine(String descr, String shape, Kind kind, String message) {
    assertRefused(npy(descr, shape, new byte[24]), kind, message);
  }

  @Test
  void aValueThatIsNoNumberIsDamage() {
    byte[] nan = {0, 0, (byte) 0xC0, 0x7F};
    assertRefused(
        npy("<f4", "(1, 1)", nan),
        Kind.CORRUPT,
        "the picture is damaged: a value that is no number");
  }

  @Test
  void aPartOfAFileIsRefusedWhereverItEnds() throws Exception {
    byte[] whole = fixture("float32");
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThat(
              catchThrowableOfType(UnreadableImageException.class, () -> Pictures.decodeMask(part)))
          .as("the first %d bytes", length)
          .isNotNull();
    }
  }

  @Test
  void damageAnywhereIsReadOrRefusedAndNothingElse() throws Exception {
    Random random = new Random(3);
    byte[] whole = fixture("channels");
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = whole.clone();
      for (int k = 0; k < 1 + i % 4; k++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        Pictures.decodeMask(damaged, 10_000);
      } catch (UnreadableImageException e) {
        assertThat(e.getMessage()).doesNotContain("\n");
        refused++;
      }
    }
    assertThat(refused).isBetween(1_000, 19_000);
  }

  private static void assertRefused(byte[] file, Kind kind, String message) {
    UnreadableImageException refused =
        catchThrowableOfType(UnreadableImageException.class, () -> Pictures.decodeMask(file));
    assertThat(refused).hasMessage(message);
    assertThat(refused.kind()).isEqualTo(kind);
  }

  private static byte[] npy(String descr, String shape, byte[] data) {
    byte[] header =
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }\n"
            .formatted(descr, shape)
            .getBytes(StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(new byte[] {1, 0, (byte) header.length, 0});
    out.writeBytes(header);
    out.writeBytes(data);
    return out.toByteArray();
  }

  private static byte[] fixture(String name) throws Exception {
    try (InputStream in = NpyTest.class.getResourceAsStream("/npy/" + name + ".npy")) {
      return in.readAllBytes();
    }
  }
}
