package dev.telltale.pipeline;

import dev.telltale.kafka.Topic;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads whole topics for a view that follows from Kafka alone: every partition, without a group,
 * one read at a time. Knows when all that was there at the start has been taken in. Belongs to one
 * context.
 */
final class TopicFollower {
  private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
  private static final long CLOSE_MILLIS = 1500;
  private static final long LOOK_MILLIS = 250;
  private static final long QUIET_NANOS = 1_000_000_000L;

  private final Vertx vertx;
  private final String bootstrap;
  private final List<Topic> topics;
  private final Function<ConsumerRecords<byte[], byte[]>, Future<Void>> taker;
  private final Map<TopicPartition, Long> behind = new HashMap<>();
  private final Promise<Void> caughtUp = Promise.promise();
  private @Nullable KafkaReadStream<byte[], byte[]> consumer;
  private boolean taking;
  private long quietSince = System.nanoTime();

  /**
   * @param topics to follow
   * @param taker takes in what was read; the next read waits until it is done
   */
  TopicFollower(
      Vertx vertx,
      String bootstrap,
      List<Topic> topics,
      Function<ConsumerRecords<byte[], byte[]>, Future<Void>> taker) {
    this.vertx = vertx;
    this.bootstrap = bootstrap;
    this.topics = topics;
    this.taker = taker;
  }

  /**
   * Starts to read.
   *
   * @param positions where each partition goes on; from its beginning where there is none
   * @return succeeds when all that was there has been taken in
   */
  Future<Void> start(Map<TopicPartition, Long> positions) {
    KafkaReadStream<byte[], byte[]> stream =
        KafkaReadStream.create(vertx, KafkaClients.view(bootstrap), byte[].class, byte[].class);
    consumer = stream;
    stream.pollTimeout(Duration.ofMillis(50));
    stream.exceptionHandler(e -> LOG.warn("reading {}: {}", names(), e.toString()));
    return Future.all(topics.stream().map(topic -> stream.partitionsFor(topic.name())).toList())
        .compose(
            all -> {
              Set<TopicPartition> partitions = new HashSet<>();
              all.<List<PartitionInfo>>list()
                  .forEach(
                      infos ->
                          infos.forEach(
                              info ->
                                  partitions.add(
                                      new TopicPartition(info.topic(), info.partition()))));
              return stream.assign(partitions).map(partitions);
            })
        .compose(
            partitions -> stream.endOffsets(partitions).map(ends -> Map.entry(partitions, ends)))
        .compose(found -> seek(stream, found.getKey(), positions, found.getValue()))
        .onSuccess(
            v -> {
              // Not before: what is polled until the reader stands in its place would come as well.
              stream.batchHandler(records -> received(stream, records));
              stream.handler(record -> {});
              tellWhenCaughtUp();
              quietSince = System.nanoTime();
              vertx.setPeriodic(LOOK_MILLIS, timer -> look(stream, timer));
            })
        .compose(v -> caughtUp.future());
  }

  /** Whether all that was there at the start has been taken in. */
  boolean caughtUp() {
    return caughtUp.future().succeeded();
  }

  Future<Void> close() {
    return consumer == null
        ? Future.succeededFuture()
        : consumer.close().timeout(CLOSE_MILLIS, TimeUnit.MILLISECONDS).otherwiseEmpty();
  }

  /** A position past the end belongs to a log that was lost: that partition is read afresh. */
  private Future<Void> seek(
      KafkaReadStream<byte[], byte[]> stream,
      Set<TopicPartition> partitions,
      Map<TopicPartition, Long> positions,
      Map<TopicPartition, Long> ends) {
    List<Future<Void>> seeks = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      long end = ends.getOrDefault(partition, 0L);
      long from = positions.getOrDefault(partition, 0L);
      from = from > end ? 0 : from;
      if (from < end) {
        behind.put(partition, end);
      }
      seeks.add(
          from == 0 ? stream.seekToBeginning(Set.of(partition)) : stream.seek(partition, from));
    }
    return Future.all(seeks).mapEmpty();
  }

  private void received(
      KafkaReadStream<byte[], byte[]> stream, ConsumerRecords<byte[], byte[]> records) {
    if (records.isEmpty()) {
      return;
    }
    stream.pause();
    taking = true;
    taker
        .apply(records)
        .onSuccess(v -> passed(records))
        .onFailure(e -> LOG.error("reading {}", names(), e))
        .onComplete(
            done -> {
              taking = false;
              quietSince = System.nanoTime();
              stream.resume();
            });
  }

  private void passed(ConsumerRecords<byte[], byte[]> records) {
    records
        .nextOffsets()
        .forEach(
            (partition, next) ->
                behind.computeIfPresent(partition, (p, end) -> next.offset() >= end ? null : end));
    tellWhenCaughtUp();
  }

  /**
   * The last records of a topic may be gone, by age or by compaction, and nothing then comes that
   * reaches the end: when it is quiet, the reader's place is what counts.
   */
  private void look(KafkaReadStream<byte[], byte[]> stream, long timer) {
    if (behind.isEmpty()) {
      vertx.cancelTimer(timer);
    } else if (!taking && System.nanoTime() - quietSince > QUIET_NANOS) {
      long asked = quietSince;
      Map.copyOf(behind)
          .forEach(
              (partition, end) ->
                  stream
                      .position(partition)
                      .onSuccess(
                          place -> {
                            // Records may have come while the place was asked for.
                            if (place >= end && !taking && quietSince == asked) {
                              behind.remove(partition);
                              tellWhenCaughtUp();
                            }
                          }));
    }
  }

  private void tellWhenCaughtUp() {
    if (behind.isEmpty()) {
      caughtUp.tryComplete();
    }
  }

  private List<String> names() {
    return topics.stream().map(Topic::name).toList();
  }
}
