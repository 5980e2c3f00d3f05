package dev.telltale.cli;

import dev.telltale.audit.AuditMethod;
import dev.telltale.groups.Groups;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The methods that there are: the one place that lists them. */
final class AuditMethods {
  /** By name, in the order in which people are shown them. */
  static final Map<String, AuditMethod> ALL = of(List.of(new Groups()));

  private AuditMethods() {}

  /**
   * The method of a name.
   *
   * @throws UsageException naming those there are
   */
  static AuditMethod named(String name) {
    return Optional.ofNullable(ALL.get(name))
        .orElseThrow(
            () ->
                new UsageException(
                    "there is no method \"%s\"; there are %s"
                        .formatted(name, String.join(", ", ALL.keySet()))));
  }

  private static Map<String, AuditMethod> of(List<AuditMethod> methods) {
    Map<String, AuditMethod> all = new LinkedHashMap<>();
    methods.forEach(method -> all.put(method.name(), method));
    return all;
  }
}
