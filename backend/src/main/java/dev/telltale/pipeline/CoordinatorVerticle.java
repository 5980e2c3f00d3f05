package dev.telltale.pipeline;

import dev.telltale.pipeline.messages.LiveAudit;
import dev.telltale.pipeline.messages.MemberReport;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Starts and stops this member's coordinator, and publishes for it. */
final class CoordinatorVerticle extends VerticleBase {
  private static final long JOIN_MILLIS = 4000;

  private final String member;
  private final String bootstrap;
  private final AuditTools tools;
  private final Audits audits;
  private final ClusterSlots slots = new ClusterSlots();
  private @Nullable Coordinator coordinator;
  private @Nullable Thread thread;

  CoordinatorVerticle(String member, String bootstrap, AuditTools tools, Audits audits) {
    this.member = member;
    this.bootstrap = bootstrap;
    this.tools = tools;
    this.audits = audits;
  }

  @Override
  public Future<?> start() {
    vertx
        .eventBus()
        .<JsonObject>consumer(
            Addresses.MEMBERS,
            message -> slots.heard(MemberReport.of(message.body()), System.nanoTime()));
    Coordinator own =
        new Coordinator(
            new Coordinator.Context(
                member,
                KafkaClients.COORDINATORS,
                bootstrap,
                tools,
                audits,
                () -> slots.count(System.nanoTime()),
                this::publish));
    coordinator = own;
    thread = new Thread(own, "coordinator");
    thread.setDaemon(true);
    thread.start();
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    Coordinator own = coordinator;
    Thread running = thread;
    if (own == null || running == null) {
      return Future.succeededFuture();
    }
    own.stop();
    return vertx
        .executeBlocking(
            () -> {
              running.join(JOIN_MILLIS);
              return null;
            },
            false)
        .timeout(JOIN_MILLIS + 500, TimeUnit.MILLISECONDS);
  }

  private void publish(LiveAudit audit) {
    vertx.eventBus().publish(Addresses.AUDITS, audit.toJson());
  }
}
