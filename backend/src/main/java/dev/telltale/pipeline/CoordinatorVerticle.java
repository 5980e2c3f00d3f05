package dev.telltale.pipeline;

import dev.telltale.pipeline.messages.LiveAudit;
import dev.telltale.pipeline.messages.MemberReport;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Starts and stops this member's coordinator, and publishes for it. */
final class CoordinatorVerticle extends VerticleBase {
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
    thread = LoopThread.start(own, "coordinator");
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
    return vertx.executeBlocking(() -> LoopThread.join(running), false);
  }

  private void publish(LiveAudit audit) {
    vertx.eventBus().publish(Addresses.AUDITS, audit.toJson());
  }
}
