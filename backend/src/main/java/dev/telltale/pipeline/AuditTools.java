package dev.telltale.pipeline;

import dev.telltale.audit.Artifacts;
import dev.telltale.audit.AuditMethod;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.AuditSubject;
import java.util.Map;
import java.util.function.Function;

/**
 * What a member audits with.
 *
 * @param methods by their names
 * @param subjects opens what a complete spec names; throws {@link dev.telltale.audit.SpecException}
 *     if something else lies there. Called from several threads, and for every unit
 * @param artifacts where large results are kept; the same for all members
 */
public record AuditTools(
    Map<String, AuditMethod> methods,
    Function<AuditSpec, AuditSubject> subjects,
    Artifacts artifacts) {
  /** Copies the methods; a store that is gone for a moment is waited for. */
  public AuditTools {
    methods = Map.copyOf(methods);
    artifacts = PatientArtifacts.of(artifacts);
  }

  /** The same for a member, which opens only what its own people allow. */
  AuditTools of(MemberOptions member) {
    return new AuditTools(methods, new AllowedSpecs(member, subjects), artifacts);
  }

  /**
   * The store for a thread that has something else to do while it is waited for.
   *
   * @param breathe what it throws ends the waiting
   */
  Artifacts artifacts(Runnable breathe) {
    return PatientArtifacts.of(artifacts).meanwhile(breathe);
  }
}
