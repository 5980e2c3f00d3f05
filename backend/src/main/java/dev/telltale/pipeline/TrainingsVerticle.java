package dev.telltale.pipeline;

import dev.telltale.kafka.Topics;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;

/** Keeps this member's view of trainings. Ready when all that was there has been read. */
final class TrainingsVerticle extends VerticleBase {
  private final String bootstrap;
  private final Trainings trainings;
  private @Nullable TopicFollower follower;

  TrainingsVerticle(String bootstrap, Trainings trainings) {
    this.bootstrap = bootstrap;
    this.trainings = trainings;
  }

  @Override
  public Future<?> start() {
    follower = new TopicFollower(vertx, bootstrap, List.of(Topics.TRAININGS), this::received);
    return follower.start(Map.of());
  }

  @Override
  public Future<?> stop() {
    return follower == null ? Future.succeededFuture() : follower.close();
  }

  /** A long history takes a while to read, and what was compacted away last may be much. */
  private Future<Void> received(ConsumerRecords<byte[], byte[]> records) {
    boolean old = !follower.caughtUp();
    return vertx.executeBlocking(
        () -> {
          trainings.take(records, old, Instant.now());
          return null;
        });
  }
}
