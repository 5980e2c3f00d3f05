package dev.telltale.dataset.example;

import java.io.IOException;
import java.nio.file.Path;

/** Draws a small data set in one layout. */
interface ExampleDrawer {

  /**
   * Writes pictures and all files that the layout has beside them. The same count and seed give the
   * same bytes.
   *
   * @param dir an empty directory
   * @param count pictures, at least 1
   * @param seed of everything that is drawn
   * @throws IOException if a file cannot be written
   */
  void write(Path dir, int count, long seed) throws IOException;
}
