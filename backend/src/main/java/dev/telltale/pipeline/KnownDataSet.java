package dev.telltale.pipeline;

import dev.telltale.audit.AuditedImages;
import dev.telltale.dataset.ClassMap;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Subset;
import dev.telltale.dataset.Task;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A data set that events may name, as declared in the configuration.
 *
 * @param name its name
 * @param root against which relative paths are resolved, a real path; null when it has no directory
 * @param layout how its directory is laid out, for people
 * @param classes its labels; empty when any label is taken
 * @param classMap joins its labels to the model's classes
 * @param scaledMasks whether masks have their pictures' proportions rather than their size
 * @param opened its pictures; null when they are not known, and only what events tell is
 * @param declared where they lie and what is to be told of them, for audits; null when they are not
 *     known
 */
public record KnownDataSet(
    String name,
    @Nullable Path root,
    String layout,
    List<String> classes,
    ClassMap classMap,
    boolean scaledMasks,
    @Nullable DataSet opened,
    @Nullable AuditedImages declared) {

  /** One whose pictures are not known, with masks of the size of their pictures. */
  public KnownDataSet(
      String name, @Nullable Path root, String layout, List<String> classes, ClassMap classMap) {
    this(name, root, layout, classes, classMap, false, null, null);
  }

  /** One that was opened as it lies in its directory. */
  public KnownDataSet(DataSet opened, ClassMap classMap) {
    this(
        opened,
        classMap,
        new AuditedImages(
            opened.name(),
            opened.root().toString(),
            opened.layout(),
            null,
            Task.OWN,
            Subset.ALL,
            false,
            null));
  }

  /** One that was opened as it is declared. */
  public KnownDataSet(DataSet opened, ClassMap classMap, AuditedImages declared) {
    this(
        opened.name(),
        opened.root(),
        opened.layout(),
        opened.classes(),
        classMap,
        opened.samples().scaledMasks(),
        opened,
        declared);
  }
}
