package dev.telltale.pipeline;

import dev.telltale.dataset.ClassMap;
import dev.telltale.dataset.DataSet;
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
 */
public record KnownDataSet(
    String name,
    @Nullable Path root,
    String layout,
    List<String> classes,
    ClassMap classMap,
    boolean scaledMasks,
    @Nullable DataSet opened) {

  /** One whose pictures are not known, with masks of the size of their pictures. */
  public KnownDataSet(
      String name, @Nullable Path root, String layout, List<String> classes, ClassMap classMap) {
    this(name, root, layout, classes, classMap, false, null);
  }

  /** One that was opened. */
  public KnownDataSet(DataSet opened, ClassMap classMap) {
    this(
        opened.name(),
        opened.root(),
        opened.layout(),
        opened.classes(),
        classMap,
        opened.samples().scaledMasks(),
        opened);
  }
}
