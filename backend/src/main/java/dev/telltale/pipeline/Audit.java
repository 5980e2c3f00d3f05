package dev.telltale.pipeline;

import dev.telltale.audit.AuditProgress;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.AuditState;
import dev.telltale.audit.SetAside;
import dev.telltale.kafka.event.AuditRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An audit as this member knows it.
 *
 * @param id its name in Kafka and in URLs
 * @param title what people call it
 * @param spec what is audited
 * @param state where it is in its life
 * @param createdAt when it was asked for
 * @param endedAt when it came to its end; null before
 * @param progress how far it is
 * @param aside units that it does without
 * @param reason why it failed, or what it waits for, on one line; null else
 * @param report address of the finished report; null before
 * @param partial address of the last report of what was known before the end; null before the
 *     first, and where there is a finished one
 * @param provenance address of what that report comes from; null where there is none, and of audits
 *     of an earlier version
 * @param seconds that its units took together, without waiting
 * @param log what happened to it, in order
 */
public record Audit(
    String id,
    String title,
    AuditSpec spec,
    AuditState state,
    Instant createdAt,
    @Nullable Instant endedAt,
    AuditProgress progress,
    List<SetAside> aside,
    @Nullable String reason,
    @Nullable String report,
    @Nullable String partial,
    @Nullable String provenance,
    double seconds,
    List<AuditRecord.Happening> log) {}
