package dev.telltale.kafka.event;

import static dev.telltale.kafka.event.RejectReason.INVALID_VALUE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.time.Instant;
import java.util.Locale;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * CloudEvents 1.0 attributes as Kafka headers (binary content mode): written on everything that
 * Telltale sends, optional on what it reads.
 */
public final class CloudEvents {
  /** The {@code ce_type} of an {@link ImageEvent}. */
  public static final String IMAGE_TYPE = "dev.telltale.image.v1";

  /** The {@code ce_type} of an {@link ImageScore}. */
  public static final String SCORE_TYPE = "dev.telltale.score.v1";

  /** The {@code ce_type} of a {@link TrainingReport}. */
  public static final String TRAINING_TYPE = "dev.telltale.training.v1";

  /** The {@code ce_type} of an {@link AuditCommand}. */
  public static final String AUDIT_COMMAND_TYPE = "dev.telltale.audit-command.v1";

  /** The {@code ce_type} of an {@link AuditRecord}. */
  public static final String AUDIT_TYPE = "dev.telltale.audit.v1";

  /** The {@code ce_type} of a {@link UnitRecord}. */
  public static final String UNIT_TYPE = "dev.telltale.unit.v1";

  /** The {@code ce_type} of a {@link UnitOutcome}. */
  public static final String UNIT_OUTCOME_TYPE = "dev.telltale.unit-outcome.v1";

  private CloudEvents() {}

  /** The headers of an image event. */
  public static Headers of(ImageEvent event) {
    return headers(
        IMAGE_TYPE,
        event.dataset() + "/" + event.id(),
        "/telltale/datasets/" + event.dataset(),
        event.capturedAt());
  }

  /** The headers of a score. */
  public static Headers of(ImageScore score) {
    return headers(
        SCORE_TYPE, score.key(), "/telltale/members/" + encoded(score.member()), score.scoredAt());
  }

  /** The headers of a training's report. */
  public static Headers of(TrainingReport report) {
    return headers(
        TRAINING_TYPE, report.key(), "/telltale/trainings/" + report.run(), report.updatedAt());
  }

  /** The headers of a command. */
  public static Headers of(AuditCommand command) {
    return headers(
        AUDIT_COMMAND_TYPE,
        command.audit() + "/" + command.kind().name().toLowerCase(Locale.ROOT) + "/" + command.at(),
        "/telltale/audits/" + command.audit(),
        command.at());
  }

  /** The headers of an audit's record. */
  public static Headers of(AuditRecord record) {
    return headers(
        AUDIT_TYPE, record.key(), "/telltale/audits/" + record.audit(), record.updatedAt());
  }

  /** The headers of a unit. */
  public static Headers of(UnitRecord unit) {
    return headers(UNIT_TYPE, unit.key(), "/telltale/audits/" + unit.audit(), null);
  }

  /** The headers of what became of a unit. */
  public static Headers of(UnitOutcome outcome) {
    return headers(
        UNIT_OUTCOME_TYPE,
        outcome.key(),
        "/telltale/members/" + encoded(outcome.worker()),
        outcome.at());
  }

  /**
   * Refuses headers that announce something else than a bare image event.
   *
   * @throws InvalidEventException if {@code ce_type} is another type, or the content type is a
   *     structured CloudEvent, which wraps the event in an envelope
   */
  static void checkImage(Headers headers) {
    String type = text(headers.lastHeader("ce_type"));
    if (type != null && !type.equals(IMAGE_TYPE)) {
      throw new InvalidEventException(
          INVALID_VALUE,
          "The header ce_type is "
              + Check.quote(type)
              + "; on this topic it must be "
              + IMAGE_TYPE
              + " or absent.");
    }
    String content = text(headers.lastHeader("content-type"));
    if (content != null && content.toLowerCase(Locale.ROOT).startsWith("application/cloudevents")) {
      throw new InvalidEventException(
          INVALID_VALUE,
          "The header content-type is "
              + Check.quote(content)
              + "; send the event itself as the value and CloudEvents attributes as ce_ headers.");
    }
  }

  private static Headers headers(String type, String id, String source, @Nullable Instant time) {
    var headers = new RecordHeaders();
    headers.add("content-type", "application/json".getBytes(UTF_8));
    headers.add("ce_specversion", "1.0".getBytes(UTF_8));
    headers.add("ce_id", id.getBytes(UTF_8));
    headers.add("ce_type", type.getBytes(UTF_8));
    headers.add("ce_source", source.getBytes(UTF_8));
    if (time != null) {
      headers.add("ce_time", time.toString().getBytes(UTF_8));
    }
    return headers;
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, UTF_8).replace("+", "%20");
  }

  static @Nullable String text(@Nullable Header header) {
    return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
  }
}
