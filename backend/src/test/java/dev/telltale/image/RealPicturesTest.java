package dev.telltale.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Photographs as cameras and web sites make them; not part of the repository. */
class RealPicturesTest {

  @Test
  void everyPhotographOfAntsAndBeesIsRead() throws Exception {
    Path photographs = real().resolve("ants-bees");
    assumeTrue(
        Files.isDirectory(photographs),
        "no photographs at " + photographs + "; set TELLTALE_REAL to where ants-bees lies");
    List<Path> files;
    try (Stream<Path> walk = Files.walk(photographs)) {
      files = walk.filter(file -> file.toString().endsWith(".jpg")).toList();
    }
    assertThat(files).hasSizeGreaterThan(300);
    for (Path file : files) {
      RgbImage image = Pictures.decode(Files.readAllBytes(file));
      assertThat(Math.min(image.height(), image.width())).as("%s", file).isGreaterThan(60);
    }
  }

  /** Beside the repository, whether the tests run from its root or from a module. */
  private static Path real() {
    String set = System.getenv("TELLTALE_REAL");
    if (set != null) {
      return Path.of(set);
    }
    Path here = Path.of("").toAbsolutePath();
    Path root = Files.isDirectory(here.resolve("backend")) ? here : here.getParent();
    return root.resolveSibling("shared").resolve("real");
  }
}
