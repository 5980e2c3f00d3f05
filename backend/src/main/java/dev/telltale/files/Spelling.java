package dev.telltale.files;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Paths that are written in several ways: relative, through a link. */
public final class Spelling {
  private Spelling() {}

  /**
   * Whether two paths name the same file or directory. False where one names nothing, or is null.
   */
  public static boolean same(@Nullable String one, @Nullable String other) {
    try {
      return one != null
          && other != null
          && Path.of(one).toRealPath().equals(Path.of(other).toRealPath());
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }
}
