package dev.telltale.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds the class that a class map means. */
final class ClassNames {
  private final Path file;
  private final List<String> classes;
  private final Map<String, Set<Integer>> synonyms = new HashMap<>();

  ClassNames(Path file, List<String> classes) {
    this.file = file;
    this.classes = classes;
    for (int i = 0; i < classes.size(); i++) {
      for (String synonym : classes.get(i).split(",", -1)) {
        synonyms.computeIfAbsent(synonym.strip(), name -> new TreeSet<>()).add(i);
      }
    }
  }

  int index(String label, JsonNode given) {
    if (given.isIntegralNumber()) {
      if (given.canConvertToInt() && given.intValue() >= 0 && given.intValue() < classes.size()) {
        return given.intValue();
      }
      throw wrong(label, "the model has classes 0 to %d, not %s", classes.size() - 1, given);
    }
    if (!given.isTextual()) {
      throw wrong(label, "a class is a name or a number, not %s", given);
    }
    String name = given.textValue();
    int full = classes.indexOf(name);
    if (full >= 0) {
      return full;
    }
    Set<Integer> meant = synonyms.getOrDefault(name.strip(), Set.of());
    if (meant.size() > 1) {
      throw wrong(label, "\"%s\" may be any of the model's classes %s; give a number", name, meant);
    }
    if (meant.isEmpty()) {
      throw wrong(
          label, "the model has no class \"%s\"; the nearest is \"%s\"", name, nearest(name));
    }
    return meant.iterator().next();
  }

  private DataSetException wrong(String label, String what, Object... values) {
    return new DataSetException("%s, \"%s\": %s".formatted(file, label, what.formatted(values)));
  }

  /** The full name that holds the synonym with the fewest changed letters. */
  private String nearest(String name) {
    String wanted = name.strip().toLowerCase(Locale.ROOT);
    String best = "";
    int fewest = Integer.MAX_VALUE;
    for (String full : classes) {
      for (String synonym : full.split(",", -1)) {
        int changes = changes(wanted, synonym.strip().toLowerCase(Locale.ROOT));
        if (changes < fewest) {
          fewest = changes;
          best = full;
        }
      }
    }
    return best;
  }

  /** Levenshtein's distance: letters to insert, delete or replace. */
  private static int changes(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
