package dev.telltale.train;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** In what two trainings differ, in words. */
final class Differences {
  private static final int SHOWN = 3;

  private Differences() {}

  /**
   * Compares two identities.
   *
   * @param there of the training that was begun
   * @param here of the one that is asked for
   * @return {@code its spec.seed is 7, here 8, …}, the first three; empty if they are the same
   */
  static Optional<String> between(JsonNode there, JsonNode here) {
    List<String> found = new ArrayList<>();
    compare("", there, here, found);
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join(", ", found.subList(0, Math.min(SHOWN, found.size()))));
  }

  private static void compare(
      String name, @Nullable JsonNode there, @Nullable JsonNode wanted, List<String> found) {
    if (there != null && wanted != null && there.isObject() && wanted.isObject()) {
      List<String> names = new ArrayList<>();
      there.fieldNames().forEachRemaining(names::add);
      wanted.fieldNames().forEachRemaining(one -> names.add(names.contains(one) ? "" : one));
      for (String one : names) {
        if (!one.isEmpty()) {
          compare(name.isEmpty() ? one : name + "." + one, there.get(one), wanted.get(one), found);
        }
      }
    } else if (there == null || !there.equals(wanted)) {
      found.add("its %s is %s, here %s".formatted(name, brief(there), brief(wanted)));
    }
  }

  private static String brief(@Nullable JsonNode node) {
    String text = node == null ? "not given" : node.isTextual() ? node.asText() : node.toString();
    return text.length() > 60 ? text.substring(0, 59) + "…" : text;
  }
}
