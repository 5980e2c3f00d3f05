package dev.telltale.dataset.example;

import dev.telltale.image.Mask;
import dev.telltale.image.RgbImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Draws shapes as ImageNet-9 has its objects: each in eight variations of its background, and its
 * mask as NumPy saves one.
 */
final class ImageNet9Example implements ExampleDrawer {
  private static final int SIZE = 96;
  private static final List<String> VARIATIONS =
      List.of(
          "original",
          "mixed_same",
          "mixed_rand",
          "mixed_next",
          "only_fg",
          "no_fg",
          "only_bg_b",
          "only_bg_t");

  private static final List<String> CLASSES =
      List.of(
          "00_dog",
          "01_bird",
          "02_wheeled vehicle",
          "03_reptile",
          "04_carnivore",
          "05_insect",
          "06_musical instrument",
          "07_primate",
          "08_fish");

  /** A WordNet id of each class. */
  private static final List<String> WORDNET_IDS =
      List.of(
          "n02085620",
          "n01530575",
          "n02814533",
          "n01664065",
          "n02114367",
          "n02165105",
          "n02672831",
          "n02480495",
          "n01440764");

  @Override
  public void write(Path dir, int count, long seed) throws IOException {
    for (int i = 0; i < count; i++) {
      int object = i / VARIATIONS.size();
      String variation = VARIATIONS.get(i % VARIATIONS.size());
      String label = CLASSES.get(object % CLASSES.size());
      for (String other : VARIATIONS) {
        Files.createDirectories(dir.resolve(other).resolve("val").resolve(label));
      }
      Still still = still(object, object, seed);
      String name = name(object);
      String file = variation.startsWith("mixed") ? "fg_" + name + "_bg_" + name(object + 1) : name;
      Jpeg.write(
          dir.resolve(variation).resolve("val").resolve(label).resolve(file + ".JPEG"),
          picture(variation, still, object, seed));
      Path mask = dir.resolve("fg_mask/val").resolve(label).resolve(name + ".npy");
      Files.createDirectories(mask.getParent());
      Files.write(mask, npy(still.mask()));
    }
  }

  private static RgbImage picture(String variation, Still still, int object, long seed) {
    return switch (variation) {
      case "original" -> still.image();
      case "mixed_same" -> still.on(still(object, object, seed + 1).ground());
      case "mixed_rand" -> still.on(still(object, 5 * object + 3, seed + 2).ground());
      case "mixed_next" -> still.on(still(object, object + 1, seed + 3).ground());
      case "only_fg" -> still.object();
      case "no_fg" -> still.groundWithout(false);
      case "only_bg_b" -> still.groundWithout(true);
      default -> still.ground();
    };
  }

  private static Still still(int object, int ground, long seed) {
    return Still.draw(object, ground, SIZE, SIZE, seed * 1_000_003 + object);
  }

  private static String name(int object) {
    return "%s_%05d".formatted(WORDNET_IDS.get(object % CLASSES.size()), object);
  }

  /** An array of bytes, as {@code numpy.save} writes it. */
  private static byte[] npy(Mask mask) {
    String entries =
        String.format(
            Locale.ROOT,
            "{'descr': '|u1', 'fortran_order': False, 'shape': (%d, %d), }",
            mask.height(),
            mask.width());
    // The data begin at a multiple of 64 bytes.
    String header = entries + " ".repeat(63 - (10 + entries.length()) % 64) + "\n";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("\u0093NUMPY\u0001\u0000".getBytes(StandardCharsets.ISO_8859_1));
    out.write(header.length() & 255);
    out.write(header.length() >> 8);
    out.writeBytes(header.getBytes(StandardCharsets.ISO_8859_1));
    for (float value : mask.plane()) {
      out.write(value > 0 ? 1 : 0);
    }
    return out.toByteArray();
  }
}
