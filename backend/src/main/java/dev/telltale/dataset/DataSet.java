package dev.telltale.dataset;

import java.nio.file.Path;
import java.util.List;

/**
 * The pictures of one directory.
 *
 * @param name what people call it; part of every event's and score's identity
 * @param root the directory, as a real path (no links, absolute)
 * @param layout how it was read
 * @param classes the labels there are, in the order of the data set's own class numbers
 * @param samples in a fixed order: by id, or as the metadata lists them
 */
public record DataSet(
    String name, Path root, Layout layout, List<String> classes, List<Sample> samples) {

  /** Copies the lists. */
  public DataSet {
    classes = List.copyOf(classes);
    samples = List.copyOf(samples);
  }
}
