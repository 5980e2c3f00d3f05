package dev.telltale.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.InvalidEventException;
import dev.telltale.kafka.event.TrainingReport;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member's view of {@code telltale.trainings}: of each run what it last said. One thread takes
 * records in; any may read.
 */
public final class Trainings {
  private static final Logger LOG = LoggerFactory.getLogger(Trainings.class);
  private static final Comparator<Training> NEWEST_FIRST =
      Comparator.comparing((Training training) -> training.report().startedAt())
          .reversed()
          .thenComparing(training -> training.report().run());

  private final Map<String, Training> byRun = new HashMap<>();
  private volatile List<Training> newestFirst = List.of();

  /** All trainings, the one that was started last first. */
  public List<Training> all() {
    return newestFirst;
  }

  /** One training; empty when there is none of this name. */
  public Optional<Training> find(String run) {
    return newestFirst.stream().filter(found -> found.report().run().equals(run)).findFirst();
  }

  /**
   * Takes in records, in the order of the topic; one that is no report is passed over and logged.
   *
   * @param old whether they stood there before this member listened: they were then heard when they
   *     say, and not now
   */
  void take(Iterable<ConsumerRecord<byte[], byte[]>> records, boolean old, Instant now) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (record.value() == null && record.key() != null) {
        byRun.remove(new String(record.key(), UTF_8));
      } else {
        report(record, old, now);
      }
    }
    newestFirst = byRun.values().stream().sorted(NEWEST_FIRST).toList();
  }

  private void report(ConsumerRecord<byte[], byte[]> record, boolean old, Instant now) {
    try {
      TrainingReport report = EventCodec.readTrainingReport(record);
      // A clock that is ahead must not make a training look alive for longer.
      boolean then = old && report.updatedAt().isBefore(now);
      byRun.put(report.run(), new Training(report, then ? report.updatedAt() : now));
    } catch (InvalidEventException e) {
      LOG.warn(
          "{}/{}/{} is no report of a training: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.getMessage());
    }
  }
}
