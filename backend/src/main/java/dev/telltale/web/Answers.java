package dev.telltale.web;

import io.vertx.ext.web.RoutingContext;

/** Successful answers. */
final class Answers {
  private Answers() {}

  static void json(RoutingContext ctx, Object value) {
    ctx.response()
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .end(WebJson.write(value));
  }
}
