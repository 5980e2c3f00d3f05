package dev.telltale.dataset.layout;

import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.Fault;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One reading of a data set: its directory, and what to do about a row that cannot be right. A
 * strict reading ends at the first; a lenient one keeps it as a {@link Fault}, passes the row over
 * and goes on.
 */
final class Reading {
  private final Path root;
  private final boolean lenient;
  private final List<Fault> faults = new ArrayList<>();
  private final PictureFiles files = new PictureFiles();

  /**
   * @param root the data set's directory, a real path
   */
  Reading(Path root, boolean lenient) {
    this.root = root;
    this.lenient = lenient;
  }

  Path root() {
    return root;
  }

  /** Which files there are; asking is cheap, also for a million of one directory. */
  PictureFiles files() {
    return files;
  }

  /**
   * Something is wrong with a row, or a file; the caller passes it over.
   *
   * @param line from 1; 0 for the whole file
   * @throws DataSetException when the reading is strict
   */
  void fault(Path file, long line, String what) {
    Fault fault = new Fault(file, line, what);
    if (!lenient) {
      throw new DataSetException(fault);
    }
    faults.add(fault);
  }

  /**
   * Keeps a fault with which the data set is published: it is passed over also when the reading is
   * strict, or nobody could read the data set as it is.
   */
  void passOver(Path file, String what) {
    faults.add(new Fault(file, 0, what));
  }

  /**
   * The id of a file that a row names: it lies in the data set, and exists.
   *
   * @param what it is, such as {@code picture}
   * @throws RowFault if it does not
   */
  String existing(String filename, String what) {
    String id = inside(filename, what);
    if (!files.exists(root.resolve(id))) {
      throw new RowFault("the %s %s does not exist".formatted(what, filename));
    }
    return id;
  }

  /**
   * A path below the data set's directory, with {@code /} between names.
   *
   * @throws RowFault if it leads elsewhere
   */
  String inside(String filename, String what) {
    if (isPlain(filename)) {
      return filename;
    }
    try {
      Path path = root.resolve(filename).normalize();
      if (path.startsWith(root) && !path.equals(root)) {
        return DataSets.id(root, path);
      }
    } catch (InvalidPathException e) {
      throw new RowFault("\"" + filename + "\" is not a path", e);
    }
    throw new RowFault("the %s \"%s\" lies outside the data set".formatted(what, filename));
  }

  /** Whether a path leads downwards only, in the way ids are written; nearly all do. */
  private static boolean isPlain(String filename) {
    boolean nameEnds = true;
    for (int i = 0; i < filename.length(); i++) {
      char c = filename.charAt(i);
      if ((nameEnds && (c == '.' || c == '/')) || c == '\\' || c == ':' || c < ' ') {
        return false;
      }
      nameEnds = c == '/';
    }
    return !nameEnds;
  }

  /** A file or directory below the root that must be there, whatever the reading. */
  Path need(String below, String what) {
    Path path = root.resolve(below);
    if (!Files.exists(path)) {
      throw lacks(below, what);
    }
    return path;
  }

  /** Says that something below the root is missing, without which nothing can be read. */
  DataSetException lacks(String below, String what) {
    return new DataSetException(root + " has no " + below + "; " + what);
  }

  /** What was passed over. */
  List<Fault> faults() {
    return faults;
  }
}
