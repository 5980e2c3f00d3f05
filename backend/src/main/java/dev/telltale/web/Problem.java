package dev.telltale.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An error as RFC 9457 has it.
 *
 * @param type kind of problem; {@code about:blank} when the status says it all
 * @param title the status in words
 * @param status HTTP status
 * @param detail what was wrong, where, and what to do; left out when the title says it all
 * @param instance the path asked for
 * @param field what part of the body is wrong, with dots between names; left out elsewhere
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(
    String type,
    String title,
    int status,
    @Nullable String detail,
    String instance,
    @Nullable String field) {
  private static final Logger LOG = LoggerFactory.getLogger(Problem.class);

  static final String MEDIA_TYPE = "application/problem+json";

  /** Ends a request with a problem. */
  static void answer(RoutingContext ctx, int status, @Nullable String detail) {
    answer(ctx, status, detail, null);
  }

  private static void answer(
      RoutingContext ctx, int status, @Nullable String detail, @Nullable String field) {
    if (ctx.response().ended()) {
      return;
    }
    ctx.response().headers().remove(HttpHeaders.ETAG).remove(HttpHeaders.CONTENT_ENCODING);
    String title = HttpResponseStatus.valueOf(status).reasonPhrase();
    ctx.response()
        .setStatusCode(status)
        .putHeader("Content-Type", MEDIA_TYPE)
        .putHeader("Cache-Control", "no-store")
        .end(
            WebJson.write(
                new Problem("about:blank", title, status, detail, ctx.request().path(), field)));
  }

  /** Error handler: what no route has answered, which need not be a failure. */
  static void answer(RoutingContext ctx, int status) {
    if (ctx.failure() == null) {
      answer(ctx, status, null);
    } else {
      answer(ctx);
    }
  }

  /** Failure handler: what failed decides the status. */
  static void answer(RoutingContext ctx) {
    Throwable failure = ctx.failure();
    if (failure instanceof HttpException http) {
      // The router wraps what does not fit the contract.
      Throwable cause = http.getCause();
      answer(ctx, http.getStatusCode(), cause == null ? http.getPayload() : cause.getMessage());
    } else if (failure instanceof NotFound) {
      answer(ctx, 404, failure.getMessage());
    } else if (failure instanceof NotYet) {
      answer(ctx, 503, failure.getMessage());
    } else if (failure instanceof Conflict) {
      answer(ctx, 409, failure.getMessage());
    } else if (failure instanceof BadRequest wrong) {
      answer(ctx, 400, wrong.getMessage(), wrong.field);
    } else if (failure != null && ctx.statusCode() >= 400 && ctx.statusCode() < 500) {
      answer(ctx, ctx.statusCode(), failure.getMessage());
    } else if (failure != null) {
      LOG.error("{} {}", ctx.request().method(), ctx.request().path(), failure);
      answer(ctx, 500, "Telltale failed; its log says more.");
    } else {
      answer(ctx, ctx.statusCode() < 400 ? 500 : ctx.statusCode(), null);
    }
  }

  /** What was asked does not make sense, in a way that the contract's schemas cannot say. */
  static final class BadRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String field;

    BadRequest(String detail) {
      this(detail, null);
    }

    /**
     * @param field what part of the body is wrong
     */
    BadRequest(String detail, @Nullable String field) {
      super(detail, null, false, false);
      this.field = field;
    }
  }

  /** What was asked for may be there, but this member does not know it yet. */
  static final class NotYet extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotYet(String detail) {
      super(detail, null, false, false);
    }
  }

  /** What was asked for cannot be had as things stand. */
  static final class Conflict extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Conflict(String detail) {
      super(detail, null, false, false);
    }
  }

  /** What was asked for is not there. */
  static final class NotFound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotFound(String detail) {
      super(detail, null, false, false);
    }
  }
}
