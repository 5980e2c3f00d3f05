package dev.telltale.cli;

import dev.telltale.audit.AuditedImages;
import dev.telltale.audit.Subjects;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.Subset;
import dev.telltale.dataset.Task;
import dev.telltale.model.ModelSpec;
import dev.telltale.pipeline.KnownDataSet;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A data set as the configuration declares it.
 *
 * @param name its name
 * @param directory its directory
 * @param layout how that is laid out; null to recognise it
 * @param classMap file that joins its labels to the model's classes; null to join by name
 * @param task what is to be told, and by what figures are split
 * @param lenient whether rows that cannot be right are passed over
 */
record DataSetSpec(
    String name,
    Path directory,
    @Nullable String layout,
    @Nullable Path classMap,
    Task task,
    boolean lenient) {

  static final String FORM =
      "NAME=DIR[,layout=L][,class-map=FILE][,target=A][,groups=A+B][,region=R][,lenient]";

  /** Reads {@link #FORM}. */
  static DataSetSpec parse(String text) {
    String[] parts = text.split(",", -1);
    int equals = parts[0].indexOf('=');
    if (equals < 1 || equals == parts[0].length() - 1) {
      throw new UsageException("--data-set " + text + ": write " + FORM);
    }
    String layout = null;
    Path classMap = null;
    String target = null;
    List<String> groups = null;
    String region = null;
    boolean lenient = false;
    for (String part : Arrays.asList(parts).subList(1, parts.length)) {
      String value = part.substring(part.indexOf('=') + 1);
      switch (part.contains("=") ? part.substring(0, part.indexOf('=')) : part) {
        case "layout" -> layout = value;
        case "class-map" -> classMap = Path.of(value);
        case "target" -> target = value;
        case "groups" -> groups = List.of(value.split("\\+"));
        case "region" -> region = value;
        case "lenient" -> lenient = true;
        default ->
            throw new UsageException(
                "--data-set %s: %s is not known; write %s".formatted(text, part, FORM));
      }
    }
    return new DataSetSpec(
        parts[0].substring(0, equals),
        Path.of(parts[0].substring(equals + 1)),
        layout,
        classMap,
        new Task(target, groups, region),
        lenient);
  }

  DataSet open() {
    DataSet opened = DataOptions.open(directory, name, layout, lenient);
    DataOptions.tell(opened);
    return opened.as(task);
  }

  /**
   * The data set as events and audits know it, its labels joined to a model's classes.
   *
   * @param subset which part of its pictures was opened
   */
  KnownDataSet known(DataSet opened, Subset subset, ModelSpec model) {
    try {
      return new KnownDataSet(
          opened,
          Subjects.classMap(classMap, opened, model),
          new AuditedImages(
              name,
              opened.root().toString(),
              opened.layout(),
              classMap == null ? null : classMap.toAbsolutePath().toString(),
              task,
              subset,
              lenient,
              null));
    } catch (IllegalArgumentException e) {
      throw new DataSetException(e.getMessage(), e);
    }
  }
}
