package dev.telltale.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
   * A name that means this directory only: scores go by the data set's name, so two directories of
   * one state must not share one. What was given is kept in {@code data-sets.json}.
   */
  static String in(Path state, String name, Path directory) {
    Path file = state.resolve("data-sets.json");
    try {
      Map<String, String> given =
          Files.exists(file)
              ? JSON.readValue(file.toFile(), new TypeReference<TreeMap<String, String>>() {})
              : new TreeMap<>(Map.of(DemoImages.NAME, ""));
      String free = name;
      for (int i = 2;
          !given.getOrDefault(free, directory.toString()).equals(directory.toString());
          i++) {
        free = name + "-" + i;
      }
      if (given.put(free, directory.toString()) == null) {
        Files.createDirectories(state);
        JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), given);
      }
      return free;
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
  }
}
