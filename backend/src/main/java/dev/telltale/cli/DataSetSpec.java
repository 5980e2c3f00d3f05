package dev.telltale.cli;

import dev.telltale.dataset.ClassMap;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.DataSetException;
import dev.telltale.model.ModelSpec;
import dev.telltale.pipeline.KnownDataSet;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A data set as the configuration declares it.
 *
 * @param name its name
 * @param directory its directory
 * @param layout how that is laid out; null to recognise it
 * @param classMap file that joins its labels to the model's classes; null to join by name
 */
record DataSetSpec(String name, Path directory, @Nullable String layout, @Nullable Path classMap) {

  /** Reads {@code NAME=DIR[,layout=L][,class-map=FILE]}. */
  static DataSetSpec parse(String text) {
    String[] parts = text.split(",", -1);
    int equals = parts[0].indexOf('=');
    if (equals < 1 || equals == parts[0].length() - 1) {
      throw new UsageException(
          "--data-set " + text + ": write NAME=DIR[,layout=LAYOUT][,class-map=FILE]");
    }
    String layout = null;
    Path classMap = null;
    for (int i = 1; i < parts.length; i++) {
      if (parts[i].startsWith("layout=")) {
        layout = parts[i].substring("layout=".length());
      } else if (parts[i].startsWith("class-map=")) {
        classMap = Path.of(parts[i].substring("class-map=".length()));
      } else {
        throw new UsageException(
            "--data-set " + text + ": " + parts[i] + " is neither layout=… nor class-map=…");
      }
    }
    return new DataSetSpec(
        parts[0].substring(0, equals), Path.of(parts[0].substring(equals + 1)), layout, classMap);
  }

  DataSet open() {
    return ProduceCommand.open(directory, name, layout);
  }

  /** The data set as events know it, its labels joined to a model's classes. */
  KnownDataSet known(DataSet dataSet, ModelSpec model) {
    try {
      ClassMap map =
          classMap == null
              ? ClassMap.identity(model.classes())
              : ClassMap.read(classMap, model.classes());
      return new KnownDataSet(
          name, dataSet.root(), dataSet.layout().label(), dataSet.classes(), map);
    } catch (IllegalArgumentException e) {
      throw new DataSetException(e.getMessage(), e);
    }
  }
}
