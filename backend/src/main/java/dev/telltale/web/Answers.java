package dev.telltale.web;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Callable;

/** Successful answers. */
final class Answers {
  private Answers() {}

  static void json(RoutingContext ctx, Object value) {
    end(ctx, WebJson.write(value));
  }

  /** Answers with what a blocking call reads, off the event loop; so is what it says in JSON. */
  static void json(RoutingContext ctx, Callable<Object> reading) {
    json(ctx, ctx.vertx().executeBlocking(() -> WebJson.write(reading.call()), false));
  }

  /** The same on threads of its own. */
  static void json(RoutingContext ctx, Callable<Object> reading, WorkerExecutor threads) {
    json(ctx, threads.executeBlocking(() -> WebJson.write(reading.call()), false));
  }

  private static void json(RoutingContext ctx, Future<Buffer> written) {
    written.onSuccess(body -> end(ctx, body)).onFailure(ctx::fail);
  }

  private static void end(RoutingContext ctx, Buffer body) {
    ctx.response()
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .end(body);
  }
}
