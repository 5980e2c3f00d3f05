package dev.telltale.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.dataset.Subset;
import dev.telltale.dataset.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Names of data sets that were given none. */
final class DataSetName {
  private static final int LONGEST = 90;
  private static final ObjectMapper JSON = new ObjectMapper();

  private DataSetName() {}

  /** The directory's own name, with what events do not allow in a name made a dash. */
  static String of(Path directory) {
    Path last = directory.getFileName();
    String name = last == null ? "images" : last.toString().replaceAll("[^A-Za-z0-9._-]+", "-");
    return name.substring(0, Math.min(LONGEST, name.length()));
  }

  /**
   * A name that means this directory, this task and this part only: figures go by the data set's
   * name, so two directories of one state must not share one, nor two tasks, whose labels and masks
   * differ, nor two parts. What was given is kept in {@code data-sets.json}.
   */
  static String in(Path state, String name, Path directory, Task task, Subset part) {
    String meaning = directory + asked(task) + drawn(part);
    Path file = state.resolve("data-sets.json");
    try {
      Map<String, String> given =
          Files.exists(file)
              ? JSON.readValue(file.toFile(), new TypeReference<TreeMap<String, String>>() {})
              : new TreeMap<>(Map.of(DemoImages.NAME, ""));
      String free = name;
      for (int i = 2; !given.getOrDefault(free, meaning).equals(meaning); i++) {
        free = name + "-" + i;
      }
      if (given.put(free, meaning) == null) {
        Files.createDirectories(state);
        JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), given);
      }
      return free;
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
  }

  /** Nothing for the whole data set. */
  private static String drawn(Subset part) {
    StringBuilder drawn = new StringBuilder();
    Optional.ofNullable(part.split()).ifPresent(one -> drawn.append(",split=").append(one));
    if (!part.where().isEmpty()) {
      drawn.append(",where=").append(new TreeMap<>(part.where()));
    }
    if (part.balanced() || part.limit() != null) {
      drawn.append(part.balanced() ? ",balanced" : "").append(",limit=").append(part.limit());
      drawn.append(",seed=").append(part.seed());
    }
    return drawn.toString();
  }

  /** Nothing for a data set's own task, so that a state of old is known again. */
  private static String asked(Task task) {
    StringBuilder asked = new StringBuilder();
    Optional.ofNullable(task.target()).ifPresent(one -> asked.append(",target=").append(one));
    Optional.ofNullable(task.groups())
        .ifPresent(all -> asked.append(",groups=").append(String.join("+", all)));
    Optional.ofNullable(task.region()).ifPresent(one -> asked.append(",region=").append(one));
    return asked.toString();
  }
}
