package dev.telltale.cli;

import dev.telltale.audit.Artifacts;
import dev.telltale.audit.AuditMethod;
import dev.telltale.audit.Subjects;
import dev.telltale.groups.Groups;
import dev.telltale.pipeline.AuditTools;
import dev.telltale.spuriosity.Spuriosity;
import dev.telltale.train.TrainingAudit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** The methods that there are: the one place that lists them. */
public final class AuditMethods {
  private static final int MOST_OPEN = 8;

  /** By name, in the order in which people are shown them. */
  public static final Map<String, AuditMethod> ALL =
      of(List.of(new Groups(), new Spuriosity(), new TrainingAudit()));

  private AuditMethods() {}

  /**
   * What a member audits with.
   *
   * @param artifacts where large results are kept; the same for all members
   */
  public static AuditTools tools(Artifacts artifacts) {
    return new AuditTools(ALL, new Subjects(MOST_OPEN)::open, artifacts);
  }

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
    // A method of one's own is a jar on the class path: the engine knows none by name.
    ServiceLoader.load(AuditMethod.class).forEach(method -> all.putIfAbsent(method.name(), method));
    return all;
  }
}
