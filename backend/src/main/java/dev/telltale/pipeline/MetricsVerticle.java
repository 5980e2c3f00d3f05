package dev.telltale.pipeline;

import dev.telltale.kafka.Topics;
import dev.telltale.kafka.event.ImageScore;
import dev.telltale.pipeline.index.ImageIndex;
import dev.telltale.pipeline.index.IndexedImage;
import dev.telltale.pipeline.messages.MetricsUpdate;
import dev.telltale.screening.Observation;
import dev.telltale.screening.RunningMetrics;
import dev.telltale.screening.ScreeningMetrics;
import dev.telltale.spuriosity.SpuriosityReference;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecords;
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
  private static final int MOST_FRESH = 500;

  private final String bootstrap;
  private final ImageIndex index;
  private final @Nullable SpuriosityReference reference;
  private final Map<String, RunningMetrics> screenings = new LinkedHashMap<>();
  private final Set<String> changed = new HashSet<>();
  private final ArrayDeque<IndexedImage> fresh = new ArrayDeque<>();
  private @Nullable TopicFollower follower;
  private boolean rejectsChanged = true;
  private boolean publishing;

  /**
   * @param reference against which members of this cluster rank images; null for none
   */
  MetricsVerticle(String bootstrap, ImageIndex index, @Nullable SpuriosityReference reference) {
    this.bootstrap = bootstrap;
    this.index = index;
    this.reference = reference;
  }

  @Override
  public Future<?> start() {
    follower =
        new TopicFollower(
            vertx, bootstrap, List.of(Topics.SCORES, Topics.DEAD_LETTERS), this::received);
    return blocking(
            () -> {
              index.forEach(this::fold);
              return null;
            })
        .compose(v -> blocking(index::positions))
        .compose(follower::start)
        .onSuccess(v -> vertx.setPeriodic(PUBLISH_MILLIS, timer -> publish()));
  }

  @Override
  public Future<?> stop() {
    return follower == null ? Future.succeededFuture() : follower.close();
  }

  private Future<Void> received(ConsumerRecords<byte[], byte[]> records) {
    return blocking(() -> ReadBatch.of(records)).compose(this::store);
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
            key -> new RunningMetrics(score.dataset(), score.model(), score.modelHash(), reference))
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
        rank(score),
        Duration.between(from, score.scoredAt()).toNanos() / 1e6,
        score.scoredAt());
  }

  private static Observation.@Nullable Rank rank(ImageScore score) {
    return score.rankPercentile() == null || score.reference() == null
        ? null
        : new Observation.Rank(score.predictedIndex(), score.rankPercentile(), score.reference());
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

  private <T> Future<T> blocking(Callable<T> call) {
    return vertx.executeBlocking(call);
  }
}
