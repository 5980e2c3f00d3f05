package dev.telltale.pipeline;

import dev.telltale.kafka.Topics;
import dev.telltale.kafka.event.DeadLetter;
import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.ImageScore;
import dev.telltale.kafka.event.InvalidEventException;
import dev.telltale.pipeline.index.IndexedReject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one read of Kafka adds to a member's views.
 *
 * @param scores in the order read
 * @param rejects in the order read
 * @param next of each partition read, the offset where reading goes on
 */
record ReadBatch(
    List<ImageScore> scores, List<IndexedReject> rejects, Map<TopicPartition, Long> next) {
  private static final Logger LOG = LoggerFactory.getLogger(ReadBatch.class);

  /** Reads what was polled; a record that is no score is passed over and logged. */
  static ReadBatch of(ConsumerRecords<byte[], byte[]> records) {
    List<ImageScore> scores = new ArrayList<>();
    List<IndexedReject> rejects = new ArrayList<>();
    Map<TopicPartition, Long> next = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
      if (record.topic().equals(Topics.DEAD_LETTERS.name())) {
        DeadLetter.read(record).ifPresent(letter -> rejects.add(reject(record, letter)));
      } else {
        score(record, scores);
      }
    }
    return new ReadBatch(scores, rejects, next);
  }

  private static void score(ConsumerRecord<byte[], byte[]> record, List<ImageScore> scores) {
    try {
      scores.add(EventCodec.readImageScore(record.value()));
    } catch (InvalidEventException e) {
      LOG.warn(
          "{}/{}/{} is no score: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.getMessage());
    }
  }

  private static IndexedReject reject(ConsumerRecord<byte[], byte[]> record, DeadLetter letter) {
    return new IndexedReject(
        record.partition(),
        record.offset(),
        letter.reason().wire(),
        letter.detail(),
        letter.dataset(),
        letter.id(),
        letter.model(),
        letter.source(),
        letter.value() == null ? 0 : letter.value().length,
        Instant.ofEpochMilli(record.timestamp()));
  }
}
