package dev.telltale.cli.bench;

import dev.telltale.image.Png;
import dev.telltale.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A data set of pictures so small that reading them costs next to nothing: an ImageFolder. */
final class SmallPictures {
  /** Pictures written. */
  static final int COUNT = 200;

  private static final int SIDE = 8;
  private static final long SEED = 1;

  private SmallPictures() {}

  /**
   * Writes coloured noise, {@value #SIDE} pixels each way, as PNG files; the same at every call.
   *
   * @param classes directories to spread them over
   */
  static void write(Path directory, List<String> classes) throws IOException {
    Random random = new Random(SEED);
    for (String name : classes) {
      Files.createDirectories(directory.resolve(name));
    }
    for (int i = 0; i < COUNT; i++) {
      byte[] rgb = new byte[3 * SIDE * SIDE];
      random.nextBytes(rgb);
      Files.write(
          directory.resolve(classes.get(i % classes.size())).resolve(i + ".png"),
          Png.write(new RgbImage(SIDE, SIDE, rgb)));
    }
  }
}
