package dev.telltale.pipeline;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.jspecify.annotations.Nullable;

/** Starts and stops this member's intake of units. */
final class UnitIntakeVerticle extends VerticleBase {
  private final UnitIntake.Context context;
  private @Nullable UnitIntake intake;
  private @Nullable Thread thread;

  UnitIntakeVerticle(UnitIntake.Context context) {
    this.context = context;
  }

  @Override
  public Future<?> start() {
    UnitIntake own = new UnitIntake(context);
    intake = own;
    thread = LoopThread.start(own, "unit-intake");
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    UnitIntake own = intake;
    Thread running = thread;
    if (own == null || running == null) {
      return Future.succeededFuture();
    }
    own.stop();
    return vertx.executeBlocking(() -> LoopThread.join(running), false);
  }
}
