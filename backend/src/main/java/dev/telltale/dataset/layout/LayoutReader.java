package dev.telltale.dataset.layout;

import dev.telltale.dataset.SampleTable;
import java.io.IOException;
import java.nio.file.Path;

/** Reads one layout. */
interface LayoutReader {

  /** Whether a directory looks like this layout; asked in the order of {@link Layout}. */
  boolean recognises(Path root);

  /**
   * Lists the pictures.
   *
   * @throws dev.telltale.dataset.DataSetException in one line, for what cannot be passed over: a
   *     file without which nothing can be listed, a wrong header, no pictures at all
   * @throws IOException if a file cannot be read
   */
  SampleTable read(Reading reading) throws IOException;
}
