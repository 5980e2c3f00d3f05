package dev.telltale.dataset;

import java.nio.file.Path;
import java.util.List;

/**
 * The pictures of one directory.
 *
 * @param name what people call it; part of every event's and score's identity
 * @param root the directory, as a real path (no links, absolute)
 * @param layout how it was read, such as {@code waterbirds}
 * @param samples in a fixed order: by id, or as the metadata lists them
 * @param faults what was passed over on reading; empty unless that was asked for
 */
public record DataSet(
    String name, Path root, String layout, SampleTable samples, List<Fault> faults) {

  /** Copies the faults. */
  public DataSet {
    faults = List.copyOf(faults);
  }

  /** The labels there are, in the order of the data set's own class numbers. */
  public List<String> classes() {
    return samples.classes();
  }

  /** The same data set under another name. */
  public DataSet named(String other) {
    return new DataSet(other, root, layout, samples, faults);
  }

  /** The same pictures seen as another task. */
  public DataSet as(Task task) {
    return new DataSet(name, root, layout, task.of(this), faults);
  }

  /** Some of the pictures. */
  public DataSet only(Subset subset) {
    return new DataSet(name, root, layout, subset.of(this), faults);
  }
}
