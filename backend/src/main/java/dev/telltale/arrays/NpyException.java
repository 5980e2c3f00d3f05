package dev.telltale.arrays;

import java.io.IOException;
import java.nio.file.Path;

/** A file that is no array this package can use; the message is one line that names the file. */
public final class NpyException extends IOException {
  private static final long serialVersionUID = 1L;

  NpyException(Path file, String what) {
    super(file + ": " + what);
  }
}
