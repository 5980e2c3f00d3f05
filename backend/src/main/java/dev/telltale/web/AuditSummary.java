package dev.telltale.web;

import dev.telltale.audit.AuditProgress;
import dev.telltale.audit.AuditState;
import dev.telltale.audit.AuditedModel;
import dev.telltale.pipeline.Audit;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code AuditSummary} of the contract: where an audit stands, without its units. */
record AuditSummary(
    String id,
    String title,
    String method,
    String dataset,
    List<String> models,
    AuditState state,
    Instant createdAt,
    @Nullable Instant endedAt,
    int stage,
    int stages,
    AuditProgress.@Nullable Stage current,
    int aside,
    AuditProgress.@Nullable Left left,
    @Nullable String reason) {

  static AuditSummary of(Audit audit) {
    AuditProgress progress = audit.progress();
    List<AuditProgress.Stage> stages = progress.stages();
    return new AuditSummary(
        audit.id(),
        audit.title(),
        audit.spec().method(),
        audit.spec().images().name(),
        audit.spec().models().stream().map(AuditedModel::name).toList(),
        audit.state(),
        audit.createdAt(),
        audit.endedAt(),
        progress.stage(),
        stages.size(),
        progress.stage() < stages.size() ? stages.get(progress.stage()) : null,
        audit.aside().size(),
        progress.left(),
        audit.reason());
  }
}
