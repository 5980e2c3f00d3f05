package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.audit.Report.Column;
import dev.telltale.audit.Report.Figure;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** What stands in the tables of the report. */
final class Cells {

  private Cells() {}

  static List<Column> columns(String... nameAndTitle) {
    return Arrays.stream(nameAndTitle)
        .map(
            one ->
                new Column(one.substring(0, one.indexOf(':')), one.substring(one.indexOf(':') + 1)))
        .toList();
  }

  /** An estimate or a proportion. */
  static Figure figure(JsonNode one) {
    return new Figure(
        one.get("value").doubleValue(),
        one.get("low").doubleValue(),
        one.get("high").doubleValue(),
        one.get("n").longValue(),
        null);
  }

  /** A part of a rank curve. */
  static Figure part(JsonNode one) {
    return new Figure(
        one.get("accuracy").doubleValue(),
        one.get("low").doubleValue(),
        one.get("high").doubleValue(),
        one.get("n").longValue(),
        null);
  }

  static Figure plain(JsonNode value, long n) {
    return new Figure(value.doubleValue(), Double.NaN, Double.NaN, n, null);
  }

  static Figure nothing(@Nullable String why) {
    return new Figure(Double.NaN, Double.NaN, Double.NaN, 0, why);
  }

  static String list(JsonNode channels) {
    StringJoiner all = new StringJoiner(", ");
    channels.forEach(one -> all.add(one.asText()));
    return all.toString();
  }

  static String percent(double value) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * value);
  }

  static String points(Figure gap) {
    return String.format(
        Locale.ROOT,
        "%.1f points (%.1f to %.1f, n = %,d)",
        100 * gap.value(),
        100 * gap.low(),
        100 * gap.high(),
        gap.n());
  }
}
