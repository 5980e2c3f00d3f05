package dev.telltale.audit;

import dev.telltale.dataset.ClassMap;
import dev.telltale.dataset.DataSet;
import dev.telltale.model.ModelBundle;
import java.util.List;

/**
 * What an audit is about, opened: the spec, and what it names. Immutable.
 *
 * @param spec as it was asked for, complete
 * @param whole all pictures of the data set, as the spec's task sees them
 * @param images those that are meant
 * @param models in the order of the spec
 * @param classMaps joins the images' labels to each model's classes, in the same order
 */
public record AuditSubject(
    AuditSpec spec,
    DataSet whole,
    DataSet images,
    List<ModelBundle> models,
    List<ClassMap> classMaps) {
  /** Copies the lists. */
  public AuditSubject {
    models = List.copyOf(models);
    classMaps = List.copyOf(classMaps);
  }

  /** Where all pictures are meant. */
  public AuditSubject(
      AuditSpec spec, DataSet images, List<ModelBundle> models, List<ClassMap> classMaps) {
    this(spec, images, images, models, classMaps);
  }
}
