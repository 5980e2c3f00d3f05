package dev.telltale.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Small pictures of every format and variant, with what each must decode to; made by {@code
 * tools/format_fixtures.py}.
 *
 * @param name of the file
 * @param expected name of a PNG with the pixels wanted
 * @param bound by which values may differ on average, 0 where nothing is lost
 */
public record FormatFixtures(String name, String expected, double bound) {

  /** Every one of them. */
  public static List<FormatFixtures> all() {
    return new String(bytes("index.tsv"), StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.split("\t"))
        .map(row -> new FormatFixtures(row[0], row[1], Double.parseDouble(row[2])))
        .toList();
  }

  /** A file by its name. */
  public static byte[] bytes(String name) {
    try (InputStream in = FormatFixtures.class.getResourceAsStream("/formats/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file, a new copy each time. */
  public byte[] file() {
    return bytes(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
