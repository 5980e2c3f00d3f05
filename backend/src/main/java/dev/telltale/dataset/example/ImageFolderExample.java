package dev.telltale.dataset.example;

import dev.telltale.dataset.waterbirds.Drawing;
import dev.telltale.dataset.waterbirds.Waterbirds;
import dev.telltale.image.Png;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Draws birds into a directory per split and class, with their masks. */
final class ImageFolderExample implements ExampleDrawer {
  private static final int SIZE = 64;
  private static final double CORRELATION = .95;

  @Override
  public void write(Path dir, int count, long seed) throws IOException {
    Waterbirds birds = new Waterbirds(CORRELATION, SIZE, seed);
    for (int i = 0; i < count; i++) {
      Drawing drawing = birds.draw(i);
      Path file = Path.of(drawing.split(), drawing.label(), "%06d.png".formatted(i));
      write(dir.resolve(file), Png.write(drawing.image()));
      write(dir.resolve("masks").resolve(file), Png.write(drawing.mask()));
    }
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }
}
