package dev.telltale.pipeline;

import dev.telltale.kafka.Topics;
import dev.telltale.pipeline.messages.LiveAudit;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;

/** Keeps this member's view of audits. Ready when all that was there has been read. */
final class AuditsVerticle extends VerticleBase {
  private final String bootstrap;
  private final Audits audits;
  private @Nullable TopicFollower follower;

  AuditsVerticle(String bootstrap, Audits audits) {
    this.bootstrap = bootstrap;
    this.audits = audits;
  }

  @Override
  public Future<?> start() {
    follower = new TopicFollower(vertx, bootstrap, List.of(Topics.AUDITS), this::received);
    return follower
        .start(Map.of())
        .compose(
            v ->
                vertx
                    .eventBus()
                    .<JsonObject>consumer(
                        Addresses.AUDITS, message -> audits.take(LiveAudit.of(message.body())))
                    .completion());
  }

  @Override
  public Future<?> stop() {
    return follower == null ? Future.succeededFuture() : follower.close();
  }

  private Future<Void> received(ConsumerRecords<byte[], byte[]> records) {
    return vertx.executeBlocking(
        () -> {
          audits.take(records);
          return null;
        });
  }
}
