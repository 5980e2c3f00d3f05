package dev.telltale.pipeline;

import dev.telltale.kafka.Topics;
import dev.telltale.kafka.event.ImageScore;
import dev.telltale.pipeline.index.ImageIndex;
import dev.telltale.pipeline.index.IndexedImage;
import dev.telltale.pipeline.messages.MetricsUpdate;
import dev.telltale.screening.Observation;
import dev.telltale.screening.RunningMetrics;
import dev.telltale.screening.ScreeningMetrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this member's views of scores and dead letters: the image index and the running metrics.
 * Both follow from Kafka alone. Ready when everything that was there at the start has been read; a
 * member that takes in images then knows what was scored before.
 */
final class MetricsVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsVerticle.class);
  private static final long PUBLISH_MILLIS = 250;
  private static final long RETRY_MILLIS = 1000;
  private static final long CLOSE_MILLIS = 1500;
  private static final int MOST_FRESH = 500;

  private final String bootstrap;
  private final ImageIndex index;
  private final Map<String, RunningMetrics> screenings = new LinkedHashMap<>();
  private final Set<String> changed = new HashSet<>();
  private final ArrayDeque<IndexedImage> fresh = new ArrayDeque<>();
  private final Map<TopicPartition, Long> behind = new HashMap<>();
  private final Promise<Void> caughtUp = Promise.promise();
  private @Nullable KafkaReadStream<byte[], byte[]> consumer;
  private boolean rejectsChanged = true;
  private boolean publishing;

  MetricsVerticle(String bootstrap, ImageIndex index) {
    this.bootstrap = bootstrap;
    this.index = index;
  }

  @Override
  public Future<?> start() {
    return blocking(
            () -> {
              index.forEach(this::fold);
              return null;
            })
        .compose(v -> blocking(index::positions))
        .compose(this::read)
        .compose(v -> caughtUp.future())
        .onSuccess(v -> vertx.setPeriodic(PUBLISH_MILLIS, timer -> publish()));
  }

  @Override
  public Future<?> stop() {
    return consumer == null
        ? Future.succeededFuture()
        : consumer.close().timeout(CLOSE_MILLIS, TimeUnit.MILLISECONDS).otherwiseEmpty();
  }

  private Future<Void> read(Map<TopicPartition, Long> positions) {
    KafkaReadStream<byte[], byte[]> stream =
        KafkaReadStream.create(vertx, KafkaClients.view(bootstrap), byte[].class, byte[].class);
    consumer = stream;
    stream.pollTimeout(Duration.ofMillis(50));
    stream.exceptionHandler(e -> LOG.warn("reading scores: {}", e.toString()));
    return Future.all(
            stream.partitionsFor(Topics.SCORES.name()),
            stream.partitionsFor(Topics.DEAD_LETTERS.name()))
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
              stream.batchHandler(this::received);
              stream.handler(record -> {});
              return stream.assign(partitions).map(partitions);
            })
        .compose(
            partitions -> stream.endOffsets(partitions).map(ends -> Map.entry(partitions, ends)))
        .compose(found -> seek(stream, found.getKey(), positions, found.getValue()))
        .onSuccess(v -> tellWhenCaughtUp());
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

  private void received(ConsumerRecords<byte[], byte[]> records) {
    if (records.isEmpty()) {
      return;
    }
    KafkaReadStream<byte[], byte[]> stream = consumer;
    stream.pause();
    blocking(() -> ReadBatch.of(records))
        .compose(batch -> store(batch).onSuccess(stored -> passed(batch.next())))
        .onFailure(e -> LOG.error("reading scores", e))
        .onComplete(done -> stream.resume());
  }

  private void passed(Map<TopicPartition, Long> next) {
    next.forEach(
        (partition, offset) ->
            behind.computeIfPresent(partition, (p, end) -> offset >= end ? null : end));
    tellWhenCaughtUp();
  }

  /** Tries until it is stored: a full disk delays the view, nothing is lost. */
  private Future<Void> store(ReadBatch batch) {
    Promise<Void> done = Promise.promise();
    blocking(() -> index.store(batch.scores(), batch.rejects(), batch.next()))
        .onSuccess(
            images -> {
              images.forEach(this::fold);
              keep(images);
              rejectsChanged |= !batch.rejects().isEmpty();
              done.complete();
            })
        .onFailure(
            e -> {
              LOG.error("{}", e.getMessage());
              vertx.setTimer(RETRY_MILLIS, timer -> store(batch).onComplete(done));
            });
    return done.future();
  }

  private void fold(IndexedImage image) {
    ImageScore score = image.score();
    screenings
        .computeIfAbsent(
            image.screening(),
            key -> new RunningMetrics(score.dataset(), score.model(), score.modelHash()))
        .fold(observation(image));
    changed.add(image.screening());
  }

  private static Observation observation(IndexedImage image) {
    ImageScore score = image.score();
    Instant from = score.capturedAt() != null ? score.capturedAt() : score.receivedAt();
    return new Observation(
        score.label(),
        score.groups(),
        image.right(),
        score.maskScore(),
        score.uniformMaskScore(),
        Duration.between(from, score.scoredAt()).toNanos() / 1e6,
        score.scoredAt());
  }

  /** While a lost index is rebuilt there may be a million, which nobody will look at one by one. */
  private void keep(List<IndexedImage> images) {
    fresh.addAll(images);
    while (fresh.size() > MOST_FRESH) {
      fresh.removeFirst();
    }
  }

  /** One at a time: an update that overtook another would be followed by an older state. */
  private void publish() {
    if (publishing) {
      return;
    }
    if (!rejectsChanged) {
      publish(null);
      return;
    }
    publishing = true;
    rejectsChanged = false;
    blocking(index::rejectsByReason)
        .onComplete(
            answer -> {
              publishing = false;
              rejectsChanged |= answer.failed();
              publish(answer.result());
            });
  }

  /** The rate falls without new images: a screening is told once more when it has come to rest. */
  private void publish(@Nullable Map<String, Long> rejects) {
    Instant now = Instant.now();
    List<ScreeningMetrics> updated = new ArrayList<>();
    Set<String> moving = new HashSet<>();
    for (String key : changed) {
      ScreeningMetrics metrics = screenings.get(key).snapshot(now);
      updated.add(metrics);
      if (metrics.ratePerSecond() > 0) {
        moving.add(key);
      }
    }
    changed.clear();
    changed.addAll(moving);
    List<IndexedImage> images = List.copyOf(fresh);
    fresh.clear();
    if (!updated.isEmpty() || !images.isEmpty() || rejects != null) {
      vertx
          .eventBus()
          .publish(
              Addresses.METRICS,
              new MetricsUpdate(updated, images, rejects),
              new DeliveryOptions().setLocalOnly(true));
    }
  }

  private void tellWhenCaughtUp() {
    if (behind.isEmpty()) {
      caughtUp.tryComplete();
    }
  }

  private <T> Future<T> blocking(Callable<T> call) {
    return vertx.executeBlocking(call);
  }
}
