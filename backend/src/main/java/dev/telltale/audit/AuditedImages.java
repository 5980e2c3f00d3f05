package dev.telltale.audit;

import dev.telltale.dataset.Subset;
import dev.telltale.dataset.Task;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of an audit, so that every worker finds the same ones.
 *
 * @param name what people call the data set
 * @param directory where it lies, the same path for every worker
 * @param layout how it is laid out; null to recognise it
 * @param classMap file that joins its labels to the models' classes; null to join by name
 * @param task what is to be told of a picture, and by what figures are split
 * @param subset which of its pictures are meant
 * @param lenient whether rows that cannot be right are passed over
 * @param hash of the ids, labels, groups and splits of the pictures meant, 16 hex digits: a worker
 *     whose directory holds others refuses the unit; null before it was worked out
 */
public record AuditedImages(
    String name,
    String directory,
    @Nullable String layout,
    @Nullable String classMap,
    Task task,
    Subset subset,
    boolean lenient,
    @Nullable String hash) {
  /** Refuses one that names nothing: specs come from anywhere. */
  public AuditedImages {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(subset, "subset");
  }

  /** The same with its hash. */
  public AuditedImages hashed(String found) {
    return new AuditedImages(name, directory, layout, classMap, task, subset, lenient, found);
  }
}
