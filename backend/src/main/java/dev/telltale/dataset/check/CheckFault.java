package dev.telltale.dataset.check;

import dev.telltale.dataset.Fault;
import java.nio.file.Path;

/**
 * One thing that is wrong with a data set.
 *
 * @param kind which of the few
 * @param file the picture, mask or metadata file: its path below the root, or whole if it lies
 *     outside
 * @param line from 1; 0 when the file itself is meant
 * @param what is wrong
 */
public record CheckFault(FaultKind kind, String file, long line, String what) {

  static CheckFault of(Fault fault, Path root) {
    return new CheckFault(
        FaultKind.METADATA, below(root, fault.file()), fault.line(), fault.what());
  }

  static CheckFault of(Unusable e, Path root, Path file) {
    return new CheckFault(e.kind(), below(root, file), 0, e.getMessage());
  }

  private static String below(Path root, Path file) {
    Path shown = file.startsWith(root) ? root.relativize(file) : file;
    return shown.toString().replace(file.getFileSystem().getSeparator(), "/");
  }
}
