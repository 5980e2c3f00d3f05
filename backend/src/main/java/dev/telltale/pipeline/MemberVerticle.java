package dev.telltale.pipeline;

import dev.telltale.pipeline.messages.MemberReport;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Tells the cluster, four times a second, that this member is there and how its worker does. */
final class MemberVerticle extends VerticleBase {
  private static final long INTERVAL_MILLIS = 250;

  private final String member;
  private final List<String> roles;
  private final AtomicReference<@Nullable JsonObject> worker;

  MemberVerticle(String member, List<String> roles, AtomicReference<@Nullable JsonObject> worker) {
    this.member = member;
    this.roles = roles;
    this.worker = worker;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(
        INTERVAL_MILLIS,
        timer ->
            vertx
                .eventBus()
                .publish(
                    Addresses.MEMBERS, new MemberReport(member, roles, worker.get()).toJson()));
    return Future.succeededFuture();
  }
}
