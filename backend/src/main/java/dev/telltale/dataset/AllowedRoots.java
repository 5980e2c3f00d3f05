package dev.telltale.dataset;

import dev.telltale.dataset.PathRejected.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The directories whose files an event may name. Whoever can write to the topic could otherwise
 * make Telltale open, and show, any file of its machine.
 */
public final class AllowedRoots {
  /** A scheme has two letters or more, so that a Windows drive is none. */
  private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]+:");

  private final List<Path> roots;

  /** The roots as they were given: a path may be spelled through the same link as its root. */
  private final List<Path> spelled;

  /**
   * @param roots directories; they must exist
   * @throws DataSetException if one does not
   */
  public AllowedRoots(List<Path> roots) {
    List<Path> real = new ArrayList<>();
    for (Path root : roots) {
      try {
        real.add(root.toRealPath());
      } catch (IOException e) {
        throw new DataSetException("the allowed directory " + root + " does not exist", e);
      }
    }
    this.roots = List.copyOf(real);
    this.spelled = roots.stream().map(AllowedRoots::normal).toList();
  }

  /** The directories, as real paths. */
  public List<Path> roots() {
    return roots;
  }

  /**
   * The file that a uri names.
   *
   * @param uri a path, relative to the data set's root or absolute and taken literally (% stands
   *     for itself), or a file: uri, whose escapes are decoded once
   * @param dataSetRoot against which relative paths are resolved, and which is itself allowed; or
   *     null if the data set has no directory, when only absolute paths will do
   * @return the real path of a regular file under one of the roots
   * @throws PathRejected if it is none, saying which of the few reasons
   */
  public Path resolve(String uri, @Nullable Path dataSetRoot) throws PathRejected {
    Path path = path(uri);
    if (!path.isAbsolute()) {
      if (dataSetRoot == null) {
        throw new PathRejected(
            Kind.INVALID, "a relative path needs a data set with a directory: " + shown(uri));
      }
      path = dataSetRoot.resolve(path);
    }
    // Before the disk is asked, so that an answer does not tell which files there are outside.
    Path normal = normal(path);
    if (spelled.stream().noneMatch(normal::startsWith) && !allowed(normal, dataSetRoot)) {
      throw outside(uri);
    }
    Path real;
    try {
      real = normal.toRealPath();
    } catch (NoSuchFileException e) {
      throw new PathRejected(Kind.MISSING, "there is no file " + shown(uri));
    } catch (IOException e) {
      throw new PathRejected(Kind.INVALID, "cannot follow the path " + shown(uri));
    }
    if (!allowed(real, dataSetRoot)) {
      throw outside(uri);
    }
    if (!Files.isRegularFile(real)) {
      throw new PathRejected(Kind.INVALID, "not a file: " + shown(uri));
    }
    return real;
  }

  /**
   * The directory that a path names.
   *
   * @param path an absolute path
   * @return the real path of a directory that is one of the roots, or under one
   * @throws PathRejected if it is none, saying which of the few reasons
   */
  public Path directory(String path) throws PathRejected {
    Path normal = normal(path(path));
    if (!path(path).isAbsolute()) {
      throw new PathRejected(Kind.INVALID, "not an absolute path: " + shown(path));
    }
    if (spelled.stream().noneMatch(normal::startsWith) && !allowed(normal, null)) {
      throw outside(path);
    }
    Path real;
    try {
      real = normal.toRealPath();
    } catch (NoSuchFileException e) {
      throw new PathRejected(Kind.MISSING, "there is no directory " + shown(path));
    } catch (IOException e) {
      throw new PathRejected(Kind.INVALID, "cannot follow the path " + shown(path));
    }
    if (!allowed(real, null)) {
      throw outside(path);
    }
    if (!Files.isDirectory(real)) {
      throw new PathRejected(Kind.INVALID, "not a directory: " + shown(path));
    }
    return real;
  }

  private boolean allowed(Path path, @Nullable Path dataSetRoot) {
    return roots.stream().anyMatch(path::startsWith)
        || (dataSetRoot != null && path.startsWith(dataSetRoot));
  }

  private static Path normal(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private static Path path(String uri) throws PathRejected {
    if (uri.isBlank()) {
      throw new PathRejected(Kind.INVALID, "the path is empty");
    }
    try {
      if (!SCHEME.matcher(uri).find()) {
        return Path.of(uri);
      }
      return Path.of(local(uri));
    } catch (InvalidPathException | URISyntaxException e) {
      throw new PathRejected(Kind.INVALID, "not a path: " + shown(uri));
    }
  }

  /** The path of a file: uri, decoded once. */
  private static String local(String uri) throws PathRejected, URISyntaxException {
    if (!uri.regionMatches(true, 0, "file:", 0, 5)) {
      String scheme = uri.substring(0, uri.indexOf(':'));
      throw new PathRejected(
          Kind.UNSUPPORTED_SCHEME, "\"" + shown(scheme) + ":\" is not read; use a path or file:");
    }
    URI parsed = new URI(uri);
    String host = parsed.getAuthority();
    boolean here = host == null || host.isEmpty() || host.equalsIgnoreCase("localhost");
    if (parsed.isOpaque() || parsed.getPath() == null || parsed.getPath().isEmpty()) {
      throw new PathRejected(Kind.INVALID, "a file: uri holds an absolute path: " + shown(uri));
    }
    if (!here || parsed.getQuery() != null || parsed.getFragment() != null) {
      throw new PathRejected(Kind.INVALID, "a file: uri holds a path and no more: " + shown(uri));
    }
    return parsed.getPath();
  }

  private static PathRejected outside(String uri) {
    return new PathRejected(Kind.OUTSIDE_ROOTS, "outside the allowed directories: " + shown(uri));
  }

  /** On one line and of bounded length, whatever was sent. */
  private static String shown(String uri) {
    String line = uri.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= 200 ? line : line.substring(0, 200) + "…";
  }
}
