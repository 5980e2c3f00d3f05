package dev.telltale.kafka;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_COMPACT;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_DELETE;
import static org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.SEGMENT_BYTES_CONFIG;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Every topic of Telltale: the one place with names, partitions, keys, retention and sizes. */
public final class Topics {
  /** The largest image event on the wire, in bytes: 4 MiB, base64 and JSON included. */
  public static final int MAX_EVENT_BYTES = 4 * 1024 * 1024;

  /** Room that a dead letter has beyond the event it keeps, in bytes, for its own headers. */
  public static final int DEAD_LETTER_HEADROOM_BYTES = 64 * 1024;

  /** Images to screen. Anyone may write here; see {@link dev.telltale.kafka.event.ImageEvent}. */
  public static final Topic IMAGES =
      new Topic(
          "telltale.images",
          12,
          "image id",
          Map.of(
              CLEANUP_POLICY_CONFIG,
              CLEANUP_POLICY_DELETE,
              RETENTION_MS_CONFIG,
              millis(Duration.ofDays(7)),
              MAX_MESSAGE_BYTES_CONFIG,
              bytes(MAX_EVENT_BYTES)));

  /**
   * Events that could not be screened, unchanged, with the reason in the headers; see {@link
   * dev.telltale.kafka.event.DeadLetter}. One partition: few records, read in the order of
   * rejection.
   */
  public static final Topic DEAD_LETTERS =
      new Topic(
          "telltale.images.dlq",
          1,
          "the rejected record's key",
          Map.of(
              CLEANUP_POLICY_CONFIG,
              CLEANUP_POLICY_DELETE,
              RETENTION_MS_CONFIG,
              millis(Duration.ofDays(30)),
              MAX_MESSAGE_BYTES_CONFIG,
              bytes(MAX_EVENT_BYTES + DEAD_LETTER_HEADROOM_BYTES)));

  /**
   * What Telltale found in each image; see {@link dev.telltale.kafka.event.ImageScore}. Compacted
   * and kept for ever: the latest score of an image by a model is the record of it.
   */
  public static final Topic SCORES =
      new Topic(
          "telltale.scores",
          12,
          "dataset/modelHash/id",
          Map.of(
              CLEANUP_POLICY_CONFIG,
              CLEANUP_POLICY_COMPACT,
              RETENTION_MS_CONFIG,
              "-1",
              MAX_MESSAGE_BYTES_CONFIG,
              bytes(1024 * 1024)));

  /**
   * Where each training stands; see {@link dev.telltale.kafka.event.TrainingReport}. Compacted and
   * kept until a person forgets the training. A running one writes up to four times a second: short
   * segments and an eager cleaner keep what a starting member has to read small.
   */
  public static final Topic TRAININGS =
      new Topic(
          "telltale.trainings",
          1,
          "run",
          Map.of(
              CLEANUP_POLICY_CONFIG,
              CLEANUP_POLICY_COMPACT,
              RETENTION_MS_CONFIG,
              "-1",
              SEGMENT_BYTES_CONFIG,
              bytes(16 * 1024 * 1024),
              MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
              "0.1",
              MAX_MESSAGE_BYTES_CONFIG,
              bytes(1024 * 1024)));

  /**
   * What people want of audits; see {@link dev.telltale.kafka.event.AuditCommand}. The partition
   * that an audit's key leads to is its own in {@link #AUDITS} and {@link #UNIT_RESULTS} too.
   */
  public static final Topic AUDIT_COMMANDS =
      new Topic(
          "telltale.audit-commands",
          8,
          "audit",
          Map.of(
              CLEANUP_POLICY_CONFIG,
              CLEANUP_POLICY_DELETE,
              RETENTION_MS_CONFIG,
              millis(Duration.ofDays(7)),
              MAX_MESSAGE_BYTES_CONFIG,
              bytes(1024 * 1024)));

  /**
   * Where each audit stands; see {@link dev.telltale.kafka.event.AuditRecord}. Compacted and kept
   * until a person deletes the audit.
   */
  public static final Topic AUDITS = compactedForAudits("telltale.audits", "audit");

  /**
   * Units of audits for workers; see {@link dev.telltale.kafka.event.UnitRecord}. Nothing is lost
   * when they are gone: an audit's coordinator knows what it ordered, and orders it again.
   */
  public static final Topic UNITS =
      new Topic(
          "telltale.units",
          16,
          "audit/stage/round/unit/attempt",
          Map.of(
              CLEANUP_POLICY_CONFIG,
              CLEANUP_POLICY_DELETE,
              RETENTION_MS_CONFIG,
              millis(Duration.ofDays(1)),
              MAX_MESSAGE_BYTES_CONFIG,
              bytes(1024 * 1024)));

  /**
   * What became of units; see {@link dev.telltale.kafka.event.UnitOutcome}. Compacted; those of an
   * audit that is over are taken out, unless they may be wanted again.
   */
  public static final Topic UNIT_RESULTS =
      compactedForAudits(
          "telltale.unit-results", "audit/stage/round/unit, and what else happened to it");

  /** All topics, in the order in which {@link TopicSetup} creates them. */
  public static final List<Topic> ALL =
      List.of(IMAGES, DEAD_LETTERS, SCORES, TRAININGS, AUDIT_COMMANDS, AUDITS, UNITS, UNIT_RESULTS);

  private Topics() {}

  private static Topic compactedForAudits(String name, String key) {
    return new Topic(
        name,
        8,
        key,
        Map.of(
            CLEANUP_POLICY_CONFIG,
            CLEANUP_POLICY_COMPACT,
            RETENTION_MS_CONFIG,
            "-1",
            SEGMENT_BYTES_CONFIG,
            bytes(16 * 1024 * 1024),
            MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
            "0.1",
            MAX_MESSAGE_BYTES_CONFIG,
            bytes(1024 * 1024)));
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }

  private static String bytes(int bytes) {
    return Integer.toString(bytes);
  }
}
