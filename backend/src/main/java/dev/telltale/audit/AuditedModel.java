package dev.telltale.audit;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A model bundle of an audit.
 *
 * @param name what the report calls it; each once
 * @param directory where the bundle lies, the same path for every worker
 * @param hash identity of the bundle's contents: a worker that has another refuses the unit; null
 *     before it was worked out
 */
public record AuditedModel(String name, String directory, @Nullable String hash) {
  /** Refuses one that names nothing: specs come from anywhere. */
  public AuditedModel {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(directory, "directory");
  }

  /** The same with its hash. */
  public AuditedModel hashed(String found) {
    return new AuditedModel(name, directory, found);
  }
}
