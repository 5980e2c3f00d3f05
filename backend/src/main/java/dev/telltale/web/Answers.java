package dev.telltale.web;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Callable;

/** Successful answers. */
final class Answers {
  private Answers() {}

  static void json(RoutingContext ctx, Object value) {
    ctx.response()
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .end(WebJson.write(value));
  }

  /** Answers with what a blocking call reads, off the event loop. */
  static void json(RoutingContext ctx, Callable<Object> reading) {
    ctx.vertx()
        .executeBlocking(reading, false)
        .onSuccess(value -> json(ctx, value))
        .onFailure(ctx::fail);
  }
}
