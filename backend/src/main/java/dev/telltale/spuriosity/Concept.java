package dev.telltale.spuriosity;

import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.SpecException;
import dev.telltale.dataset.Column;
import dev.telltale.dataset.SampleTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Something that images have or have not, as the data set tells: one value of an attribute, such as
 * {@code place=water}.
 *
 * @param attribute its column
 * @param code of the value in it
 */
record Concept(Column attribute, int code) {
  /** Without being asked for, only so many of one attribute: more are names, not kinds. */
  private static final int MOST_VALUES = 10;

  private static final String NONE = "no";

  /**
   * Those that were asked for, or if none was, every value of the attributes by which the data set
   * splits figures.
   *
   * @param asked each {@code attribute=value}; {@code no} alone for none
   * @throws SpecException if the data set has no such attribute or value
   */
  static List<Concept> of(AuditSubject subject, List<String> asked) {
    SampleTable samples = subject.images().samples();
    List<Concept> all = new ArrayList<>();
    if (asked.isEmpty()) {
      samples.groups().forEach(group -> all.addAll(of(group)));
    } else if (!asked.equals(List.of(NONE))) {
      asked.forEach(one -> all.add(of(subject, one)));
    }
    return all;
  }

  /** As it is asked for. */
  String name() {
    return attribute.name() + "=" + attribute.values().get(code);
  }

  /** Whether an image has it; empty where that is not known. */
  Optional<Boolean> isOf(SampleTable samples, int place) {
    int own = samples.code(attribute, place);
    return own == Column.UNKNOWN ? Optional.empty() : Optional.of(own == code);
  }

  /** Of two values the second: the first is the same direction, the other way. */
  private static List<Concept> of(Column group) {
    List<Concept> all = new ArrayList<>();
    int values = group.values().size();
    for (int code = values == 2 ? 1 : 0; code < values && values <= MOST_VALUES; code++) {
      all.add(new Concept(group, code));
    }
    return all;
  }

  private static Concept of(AuditSubject subject, String asked) {
    SampleTable samples = subject.images().samples();
    int equals = asked.indexOf('=');
    String name = equals < 0 ? asked : asked.substring(0, equals);
    Column attribute =
        samples
            .attribute(name)
            .orElseThrow(
                () ->
                    wrong(
                        "%s has no attribute %s; it has %s"
                            .formatted(
                                subject.images().name(),
                                name,
                                samples.attributes().isEmpty()
                                    ? "none"
                                    : String.join(
                                        ", ",
                                        samples.attributes().stream()
                                            .map(Column::name)
                                            .toList()))));
    int code = equals < 0 ? -1 : attribute.values().indexOf(asked.substring(equals + 1));
    if (code < 0) {
      throw wrong(
          "a concept is written %s=VALUE, with one of %s, not %s"
              .formatted(name, String.join(", ", attribute.values()), asked));
    }
    return new Concept(attribute, code);
  }

  private static SpecException wrong(String message) {
    return new SpecException("options.concepts", message);
  }
}
