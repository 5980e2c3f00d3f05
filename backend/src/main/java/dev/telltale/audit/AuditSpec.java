package dev.telltale.audit;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;

/**
 * What is to be audited: everything that the results depend on, and nothing else. Two audits of the
 * same spec come to the same report, to the byte, on processors of the same type.
 *
 * @param method name of the method, such as {@code groups}
 * @param images which are looked at
 * @param models that are audited, in the order of the report; how many a method takes is its own
 *     matter
 * @param options of the method, complete and in its own order, as {@link AuditMethod#options} gives
 *     them
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AuditSpec(
    String method, AuditedImages images, List<AuditedModel> models, ObjectNode options) {
  /** Copies models and options. */
  public AuditSpec {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(images, "images");
    models = List.copyOf(models);
    options = options.deepCopy();
  }

  /** The options; a copy. */
  @Override
  public ObjectNode options() {
    return options.deepCopy();
  }
}
