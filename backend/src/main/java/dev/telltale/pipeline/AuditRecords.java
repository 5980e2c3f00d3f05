package dev.telltale.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.telltale.audit.AuditProgress;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.AuditState;
import dev.telltale.audit.SetAside;
import dev.telltale.kafka.event.AuditRecord;
import dev.telltale.pipeline.messages.LiveAudit;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.jspecify.annotations.Nullable;

/** Audits as the event contract has them, and as members see them. */
final class AuditRecords {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private AuditRecords() {}

  /**
   * The spec that a record carries.
   *
   * @throws IllegalArgumentException if it is none; the message is one line
   */
  static AuditSpec spec(JsonNode json) {
    try {
      return MAPPER.treeToValue(json, AuditSpec.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "the spec cannot be read: " + line(e.getOriginalMessage()));
    }
  }

  /** A spec as records carry it. */
  static JsonNode json(AuditSpec spec) {
    return MAPPER.valueToTree(spec);
  }

  /**
   * An audit as its record tells.
   *
   * @param live what its coordinator said last; null when nothing, or what is older than the record
   */
  static Audit audit(AuditRecord record, @Nullable LiveAudit live) {
    boolean told = live != null && live.partial() != null;
    return new Audit(
        record.audit(),
        record.title(),
        spec(record.spec()),
        AuditState.valueOf(record.state().name()),
        record.requestedAt(),
        record.endedAt(),
        live == null ? progress(record) : live.progress(),
        record.aside().stream().map(AuditRecords::aside).toList(),
        record.reason(),
        record.report(),
        told ? live.partial() : record.partial(),
        record.provenance(),
        record.seconds(),
        record.log());
  }

  /** How far an audit is, as far as its record tells. */
  static AuditProgress progress(AuditRecord record) {
    List<AuditProgress.Stage> stages = new ArrayList<>();
    for (AuditRecord.Stage stage : record.stages()) {
      int aside =
          (int) record.aside().stream().filter(unit -> unit.stage().equals(stage.name())).count();
      stages.add(new AuditProgress.Stage(stage.name(), stage.units(), stage.done(), aside));
    }
    return new AuditProgress(stages, record.stage(), null, null, List.of(), List.of());
  }

  /**
   * Whether the outcomes of an audit's units are never needed again.
   *
   * @param whole whether no unit is set aside, which could be tried again
   */
  static boolean disposable(AuditRecord.State state, boolean whole) {
    return state == AuditRecord.State.CANCELLED || (state == AuditRecord.State.COMPLETED && whole);
  }

  /** The partition that is an audit's own, as Kafka's partitioner chooses it for its commands. */
  static int partition(String audit, int partitions) {
    return BuiltInPartitioner.partitionForKey(audit.getBytes(UTF_8), partitions);
  }

  static SetAside aside(AuditRecord.Aside unit) {
    return new SetAside(unit.stage(), unit.unit(), unit.reason(), unit.lost());
  }

  static AuditRecord.Aside aside(SetAside unit) {
    return new AuditRecord.Aside(unit.stage(), unit.unit(), unit.reason(), unit.lost());
  }

  /** Somebody's words on one line, of the length that records allow. */
  static String line(@Nullable String words) {
    String line = String.valueOf(words).replaceAll("[\\p{Cntrl}\\s\\p{Cs}]+", " ").strip();
    if (line.isEmpty()) {
      return "no message";
    }
    return cut(line, AuditRecord.MAX_REASON);
  }

  /** The beginning of words that are too long, with whole characters only. */
  static String cut(String words, int most) {
    if (words.length() <= most) {
      return words;
    }
    int end = most - 1;
    return words.substring(0, Character.isHighSurrogate(words.charAt(end - 1)) ? end - 1 : end)
        + "…";
  }
}
