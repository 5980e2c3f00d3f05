package dev.telltale.kafka.event;

import static dev.telltale.kafka.event.RejectReason.EVENT_TOO_LARGE;
import static dev.telltale.kafka.event.RejectReason.INVALID_VALUE;
import static dev.telltale.kafka.event.RejectReason.NOT_JSON;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.telltale.kafka.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Events to JSON bytes and back. Image events come from strangers and are read strictly: whatever
 * the bytes, the outcome is an {@link ImageEvent} or an {@link InvalidEventException}. The others
 * are our own and are read leniently: fields of a later version are ignored.
 */
public final class EventCodec {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .build();

  private EventCodec() {}

  /**
   * Reads an image event from a record, headers included.
   *
   * @throws InvalidEventException if the value is not a valid image event, or its CloudEvents
   *     headers announce something else
   */
  public static ImageEvent readImageEvent(ConsumerRecord<byte[], byte[]> record) {
    ImageEvent event = readImageEvent(record.value());
    try {
      CloudEvents.checkImage(record.headers());
    } catch (InvalidEventException e) {
      throw e.about(event.id(), event.dataset());
    }
    return event;
  }

  /**
   * Reads an image event. Unknown and repeated fields, wrong types and text behind the object are
   * faults; nothing is coerced. A null field counts as absent.
   *
   * @param value the record's value, UTF-8; null, as a tombstone has it, is a fault too
   * @throws InvalidEventException if the value is not a valid image event
   */
  public static ImageEvent readImageEvent(byte @Nullable [] value) {
    if (value == null) {
      throw new InvalidEventException(NOT_JSON, "The record has no value.");
    }
    if (value.length > Topics.MAX_EVENT_BYTES) {
      throw new InvalidEventException(
          EVENT_TOO_LARGE,
          "The event has "
              + value.length
              + " bytes; at most "
              + Topics.MAX_EVENT_BYTES
              + " are allowed.");
    }
    return ImageEventReader.read(value);
  }

  /**
   * Reads a score.
   *
   * @throws InvalidEventException if the value is not a score
   */
  public static ImageScore readImageScore(byte @Nullable [] value) {
    return ours(value, ImageScore.class, "score");
  }

  /**
   * Reads where a training stands.
   *
   * @param record with a value; one without takes the run out of the topic
   * @throws InvalidEventException if the value is no such report, or of another run than the key
   */
  public static TrainingReport readTrainingReport(ConsumerRecord<byte[], byte[]> record) {
    TrainingReport report = ours(record.value(), TrainingReport.class, "report");
    if (record.key() == null || !report.key().equals(new String(record.key(), UTF_8))) {
      throw new InvalidEventException(
          INVALID_VALUE, "The report is of the run " + report.run() + "; its key is not.");
    }
    return report;
  }

  /**
   * Reads what a person wants of an audit.
   *
   * @throws InvalidEventException if the value is no command, or of another audit than the key
   */
  public static AuditCommand readAuditCommand(ConsumerRecord<byte[], byte[]> record) {
    AuditCommand command = ours(record.value(), AuditCommand.class, "command");
    checkKey(record, command.key(), "command");
    return command;
  }

  /**
   * Reads where an audit stands.
   *
   * @param record with a value; one without takes the audit out of the topic
   * @throws InvalidEventException if the value is no such record, or of another audit than the key
   */
  public static AuditRecord readAuditRecord(ConsumerRecord<byte[], byte[]> record) {
    AuditRecord audit = ours(record.value(), AuditRecord.class, "audit");
    checkKey(record, audit.key(), "audit");
    return audit;
  }

  /**
   * Reads a unit.
   *
   * @throws InvalidEventException if the value is no unit
   */
  public static UnitRecord readUnit(byte @Nullable [] value) {
    return ours(value, UnitRecord.class, "unit");
  }

  /**
   * Reads what became of a unit.
   *
   * @param record with a value; one without takes the outcome out of the topic
   * @throws InvalidEventException if the value is no outcome, or of another unit than the key
   */
  public static UnitOutcome readUnitOutcome(ConsumerRecord<byte[], byte[]> record) {
    UnitOutcome outcome = ours(record.value(), UnitOutcome.class, "outcome");
    checkKey(record, outcome.key(), "outcome");
    return outcome;
  }

  private static void checkKey(ConsumerRecord<byte[], byte[]> record, String key, String what) {
    if (record.key() == null || !key.equals(new String(record.key(), UTF_8))) {
      throw new InvalidEventException(
          INVALID_VALUE, "The " + what + " is of " + Check.quote(key) + "; its key is not.");
    }
  }

  private static <T> T ours(byte @Nullable [] value, Class<T> type, String what) {
    if (value == null) {
      throw new InvalidEventException(NOT_JSON, "The record has no value.");
    }
    try {
      T read = MAPPER.readValue(value, type);
      if (read == null) {
        throw new InvalidEventException(INVALID_VALUE, "The " + what + " is null.");
      }
      return read;
    } catch (JsonMappingException e) {
      throw fault(e, what);
    } catch (IOException e) {
      throw ImageEventReader.notJson(e);
    }
  }

  /** The event as JSON in UTF-8; absent fields are left out. */
  public static byte[] write(ImageEvent event) {
    return json(event);
  }

  /** The score as JSON in UTF-8; absent fields are left out. */
  public static byte[] write(ImageScore score) {
    return json(score);
  }

  /** The report as JSON in UTF-8; absent fields are left out. */
  public static byte[] write(TrainingReport report) {
    return json(report);
  }

  /** The record to send for an image event: topic, key, value and CloudEvents headers. */
  public static ProducerRecord<byte[], byte[]> record(ImageEvent event) {
    return new ProducerRecord<>(
        Topics.IMAGES.name(),
        null,
        null,
        event.key().getBytes(UTF_8),
        write(event),
        CloudEvents.of(event));
  }

  /** The record to send for a score: topic, key, value and CloudEvents headers. */
  public static ProducerRecord<byte[], byte[]> record(ImageScore score) {
    return new ProducerRecord<>(
        Topics.SCORES.name(),
        null,
        null,
        score.key().getBytes(UTF_8),
        write(score),
        CloudEvents.of(score));
  }

  /** The record to send for a training's report: topic, key, value and CloudEvents headers. */
  public static ProducerRecord<byte[], byte[]> record(TrainingReport report) {
    return new ProducerRecord<>(
        Topics.TRAININGS.name(),
        null,
        null,
        report.key().getBytes(UTF_8),
        write(report),
        CloudEvents.of(report));
  }

  /** The record to send for a command: topic, key, value and CloudEvents headers. */
  public static ProducerRecord<byte[], byte[]> record(AuditCommand command) {
    return new ProducerRecord<>(
        Topics.AUDIT_COMMANDS.name(),
        null,
        null,
        command.key().getBytes(UTF_8),
        json(command),
        CloudEvents.of(command));
  }

  /**
   * The record to send for where an audit stands.
   *
   * @param partition in which its commands came
   */
  public static ProducerRecord<byte[], byte[]> record(AuditRecord audit, int partition) {
    return new ProducerRecord<>(
        Topics.AUDITS.name(),
        partition,
        null,
        audit.key().getBytes(UTF_8),
        json(audit),
        CloudEvents.of(audit));
  }

  /**
   * The record to send for a unit.
   *
   * @param partition of the worker that is to have it
   */
  public static ProducerRecord<byte[], byte[]> record(UnitRecord unit, int partition) {
    return new ProducerRecord<>(
        Topics.UNITS.name(),
        partition,
        null,
        unit.key().getBytes(UTF_8),
        json(unit),
        CloudEvents.of(unit));
  }

  /**
   * The record to send for what became of a unit.
   *
   * @param partition of the audit's own records
   */
  public static ProducerRecord<byte[], byte[]> record(UnitOutcome outcome, int partition) {
    return new ProducerRecord<>(
        Topics.UNIT_RESULTS.name(),
        partition,
        null,
        outcome.key().getBytes(UTF_8),
        json(outcome),
        CloudEvents.of(outcome));
  }

  /** The record that takes a run out of the topic. */
  public static ProducerRecord<byte[], byte[]> forget(String run) {
    return new ProducerRecord<>(Topics.TRAININGS.name(), run.getBytes(UTF_8), null);
  }

  /** The records' own verdict, where it is one, instead of Jackson's wrapping of it. */
  private static InvalidEventException fault(JsonMappingException e, String what) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidEventException fault) {
        return fault;
      }
    }
    String where =
        e.getPath().stream()
            .map(JsonMappingException.Reference::getFieldName)
            .collect(Collectors.joining("/", "/", ""));
    return new InvalidEventException(
        INVALID_VALUE,
        "The " + what + " is not valid at " + where + ": " + Check.oneLine(e.getOriginalMessage()));
  }

  private static byte[] json(Object event) {
    try {
      return MAPPER.writeValueAsBytes(event);
    } catch (JsonProcessingException e) {
      // Every record that its constructor let pass can be written.
      throw new UncheckedIOException(e);
    }
  }
}
