package dev.telltale.cli;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.Fault;
import dev.telltale.dataset.Subset;
import dev.telltale.dataset.Task;
import dev.telltale.dataset.layout.DataSets;
import dev.telltale.dataset.layout.Layout;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a data set is read, what is asked of it, and which of its pictures are meant. */
final class DataOptions {
  private static final int SHOWN = 20;

  @Option(
      names = "--layout",
      description = "how the data set lies in its directory (default: recognised; docs/data.md)")
  @Nullable String layout;

  @Option(
      names = "--target",
      paramLabel = "ATTRIBUTE",
      description = "the attribute to be told, or e.g. age>=40 (default: the layout's own label)")
  @Nullable String target;

  @Option(
      names = "--groups",
      split = ",",
      paramLabel = "ATTRIBUTE",
      description = "attributes by which figures are split (default: the layout's own)")
  @Nullable List<String> groups;

  @Option(
      names = "--region",
      paramLabel = "PART",
      description = "the part that stands as mask, e.g. hair (default: the layout's own mask)")
  @Nullable String region;

  @Option(names = "--split", description = "only this split")
  @Nullable String split;

  @Option(
      names = "--where",
      paramLabel = "ATTRIBUTE=VALUE",
      description = "only pictures that have this value; can be repeated")
  Map<String, String> where = new LinkedHashMap<>();

  @Option(
      names = "--balanced",
      description = "draw as many pictures of every label with every value of the groups")
  boolean balanced;

  @Option(names = "--limit", description = "draw at most so many pictures")
  @Nullable Integer limit;

  @Option(
      names = "--draw-seed",
      defaultValue = "0",
      description = "seed of --balanced and --limit (default: ${DEFAULT-VALUE})")
  long seed;

  @Option(
      names = "--lenient",
      description = "pass over rows that cannot be right, and list them, instead of stopping")
  boolean lenient;

  /** The data set as asked for; what was passed over is told on standard error. */
  DataSet open(Path directory, @Nullable String name) {
    String dataSet = name != null ? name : DataSetName.of(directory.toAbsolutePath().normalize());
    DataSet opened = open(directory, dataSet, layout, lenient);
    tell(opened);
    return asked(opened);
  }

  /** All of the data set, as it is to be told; the parts that are meant are the caller's. */
  DataSet whole(Path directory) {
    String name = DataSetName.of(directory.toAbsolutePath().normalize());
    DataSet opened = open(directory, name, layout, lenient);
    tell(opened);
    return opened.as(task());
  }

  /** The same, passing over what cannot be right, and leaving it to the caller to tell. */
  DataSet openLeniently(Path directory) {
    String name = DataSetName.of(directory.toAbsolutePath().normalize());
    return asked(open(directory, name, layout, true));
  }

  private DataSet asked(DataSet opened) {
    return opened.as(task()).only(part());
  }

  /** What is to be told of the data set. */
  Task task() {
    return new Task(target, groups, region);
  }

  /**
   * Which of its pictures are meant.
   *
   * @throws UsageException if the limit is below 1
   */
  Subset part() {
    try {
      return new Subset(split, where, balanced, limit, seed);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  static DataSet open(Path directory, String name, @Nullable String layout, boolean lenient) {
    Layout known;
    try {
      known = layout == null ? null : Layout.of(layout);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
    try {
      return DataSets.open(name, directory, known, lenient);
    } catch (DataSetException e) {
      throw e.isPassable()
          ? new DataSetException(e.getMessage() + " (--lenient passes such rows over)", e)
          : e;
    }
  }

  static void tell(DataSet opened) {
    List<Fault> faults = opened.faults();
    faults.stream()
        .limit(SHOWN)
        .forEach(fault -> System.err.println("telltale: " + fault.sentence()));
    if (!faults.isEmpty()) {
      System.err.printf(
          "telltale: passed over %,d in %s%s%n",
          faults.size(),
          opened.root(),
          faults.size() > SHOWN ? "; `telltale data check --out DIR` lists them all" : "");
    }
  }
}
