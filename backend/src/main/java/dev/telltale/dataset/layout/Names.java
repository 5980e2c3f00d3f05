package dev.telltale.dataset.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Names of pictures, numbered from 0 as they come. Files that speak of the same 200 000 pictures
 * share one map of them, which is most of what reading takes of memory.
 */
final class Names {
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();

  /** The number of a name; the next one if it is new. */
  int number(String name) {
    Integer known = numbers.putIfAbsent(name, names.size());
    if (known != null) {
      return known;
    }
    names.add(name);
    return names.size() - 1;
  }

  /** The name of a number. */
  String name(int number) {
    return names.get(number);
  }

  /** How many there are. */
  int size() {
    return names.size();
  }

  /** A value for each name, 0 until it is set. */
  static final class Ints {
    private int[] values = new int[64];

    int get(int number) {
      return number < values.length ? values[number] : 0;
    }

    void set(int number, int value) {
      if (number >= values.length) {
        values = Arrays.copyOf(values, Math.max(number + 1, values.length * 2));
      }
      values[number] = value;
    }
  }
}
