package dev.telltale.audit;

import dev.telltale.dataset.ClassMap;
import dev.telltale.dataset.DataSet;
import dev.telltale.model.ModelBundle;
import java.util.List;

/**
 * What an audit is about, opened: the spec, and what it names. Immutable.
 *
 * @param spec as it was asked for, complete
 * @param images the pictures meant, as the spec's task sees them
 * @param models in the order of the spec
 * @param classMaps joins the images' labels to each model's classes, in the same order
 */
public record AuditSubject(
    AuditSpec spec, DataSet images, List<ModelBundle> models, List<ClassMap> classMaps) {
  /** Copies the lists. */
  public AuditSubject {
    models = List.copyOf(models);
    classMaps = List.copyOf(classMaps);
  }
}
