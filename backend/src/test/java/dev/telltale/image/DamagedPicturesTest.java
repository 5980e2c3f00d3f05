package dev.telltale.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that were hurt on their way: cut, changed, mixed up. */
class DamagedPicturesTest {
  private static final List<FormatFixtures> ALL = FormatFixtures.all();
  private static final long MOST_PIXELS = 1_000_000;

  /** Of a million pixels, decoded by the hungriest decoder. */
  private static final long MOST_ALLOCATED = 150L << 20;

  static List<FormatFixtures> all() {
    return ALL;
  }

  @ParameterizedTest
  @MethodSource("all")
  void whereverAFileIsCutItIsRefusedUnlessItsFirstPictureIsWhole(FormatFixtures fixture)
      throws Exception {
    byte[] file = fixture.file();
    RgbImage whole = Pictures.decode(file);
    int step = 1 + file.length / 1000;
    for (int length = 0; length < file.length; length += step) {
      RgbImage read = readOrRefused(Arrays.copyOf(file, length));
      assertThat(read == null || read.equals(whole)).as("cut at %d", length).isTrue();
      assertThat(read == null || length > file.length / 3).as("cut at %d", length).isTrue();
    }
  }

  @Property(tries = 6000, seed = "20")
  void changedBytesAreReadOrRefusedAndNothingElse(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    FormatFixtures fixture = ALL.get(random.nextInt(ALL.size()));
    byte[] file = fixture.file();
    int changes = 1 + random.nextInt(8);
    for (int i = 0; i < changes; i++) {
      file[place(random, file.length)] = value(random);
    }
    long before = Allocated.bytes();
    readOrRefused(file);
    assertThat(Allocated.bytes() - before).as("%s", fixture).isLessThan(MOST_ALLOCATED);
  }

  @Property(tries = 1000, seed = "21")
  void theStartOfOneFileAndTheEndOfAnotherAreReadOrRefused(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    byte[] start = ALL.get(random.nextInt(ALL.size())).file();
    byte[] end = ALL.get(random.nextInt(ALL.size())).file();
    int cut = 4 + random.nextInt(start.length - 4);
    byte[] both = Arrays.copyOf(start, Math.max(cut, end.length));
    if (end.length > cut) {
      System.arraycopy(end, cut, both, cut, end.length - cut);
    }
    readOrRefused(both);
  }

  @Property(tries = 1000, seed = "22")
  void noiseBehindASignatureIsReadOrRefused(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    byte[] file = ALL.get(random.nextInt(ALL.size())).file();
    byte[] noise = new byte[random.nextInt(500)];
    random.nextBytes(noise);
    int kept = Math.min(file.length, 4 + random.nextInt(40));
    byte[] both = Arrays.copyOf(file, kept + noise.length);
    System.arraycopy(noise, 0, both, kept, noise.length);
    readOrRefused(both);
  }

  /** The picture; null if it was refused, in one line. Anything else that is thrown passes on. */
  private static RgbImage readOrRefused(byte[] file) {
    try {
      return Pictures.decode(file, MOST_PIXELS);
    } catch (UnreadableImageException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\n").hasSizeLessThan(300);
      return null;
    }
  }

  /** Anywhere, or at the start or the end, where the headers are. */
  private static int place(Random random, int length) {
    int near = Math.min(length, 200);
    return switch (random.nextInt(4)) {
      case 0, 1 -> random.nextInt(near);
      case 2 -> length - 1 - random.nextInt(near);
      default -> random.nextInt(length);
    };
  }

  private static byte value(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> -1;
      default -> (byte) random.nextInt(256);
    };
  }
}
