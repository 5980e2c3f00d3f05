package dev.telltale.web;

import dev.telltale.kafka.event.RejectReason;
import dev.telltale.pipeline.DeadLetters;
import dev.telltale.pipeline.index.ImageIndex;
import dev.telltale.pipeline.index.IndexedReject;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Events that could not be screened: a list, their payloads, and another try. */
final class DeadLettersApi {
  private static final int DEFAULT_LIMIT = 50;

  private final ImageIndex index;
  private final DeadLetters letters;

  DeadLettersApi(ImageIndex index, DeadLetters letters) {
    this.index = index;
    this.letters = letters;
  }

  private record Page(List<View> deadLetters, long total, @Nullable String next) {}

  /** The {@code DeadLetter} of the contract. */
  private record View(
      int partition,
      long offset,
      String reason,
      String sentence,
      String detail,
      @Nullable String dataset,
      @Nullable String id,
      @Nullable String model,
      String source,
      Instant rejectedAt,
      int bytes) {

    static View of(IndexedReject reject) {
      return new View(
          reject.partition(),
          reject.offset(),
          reject.reason(),
          RejectReason.ofWire(reject.reason()).map(RejectReason::sentence).orElse(reject.reason()),
          reject.detail(),
          reject.dataset(),
          reject.id(),
          reject.model(),
          reject.source(),
          reject.at(),
          reject.bytes());
    }
  }

  void mount(RouterBuilder routes) {
    routes.getRoute("listDeadLetters").addHandler(this::list);
    routes.getRoute("getDeadLetterPayload").addHandler(this::payload);
    routes.getRoute("retryDeadLetter").addHandler(this::retry);
  }

  private void list(RoutingContext ctx) {
    Query query = Query.of(ctx);
    String reason = query.text("reason");
    int limit = query.integer("limit", DEFAULT_LIMIT);
    String cursor = query.text("cursor");
    Long before = cursor == null ? null : offset(cursor);
    Answers.json(
        ctx,
        () -> {
          List<IndexedReject> found = index.rejects(reason, before, limit + 1);
          List<IndexedReject> page = found.subList(0, Math.min(limit, found.size()));
          Map<String, Long> counts = index.rejectsByReason();
          long total =
              reason == null
                  ? counts.values().stream().mapToLong(Long::longValue).sum()
                  : counts.getOrDefault(reason, 0L);
          String next = found.size() > limit ? Long.toString(page.get(limit - 1).offset()) : null;
          return new Page(page.stream().map(View::of).toList(), total, next);
        });
  }

  private void payload(RoutingContext ctx) {
    Query query = Query.of(ctx);
    int partition = query.pathInt("partition");
    long offset = query.pathLong("offset");
    ctx.vertx()
        .executeBlocking(() -> letters.payload(partition, offset), false)
        .onSuccess(
            found ->
                found.ifPresentOrElse(
                    bytes ->
                        ctx.response()
                            .putHeader("Content-Type", "application/octet-stream")
                            .putHeader(
                                "Content-Disposition",
                                "attachment; filename=\"dead-letter-"
                                    + partition
                                    + "-"
                                    + offset
                                    + "\"")
                            .end(Buffer.buffer(bytes)),
                    () -> ctx.fail(gone(partition, offset))))
        .onFailure(ctx::fail);
  }

  private void retry(RoutingContext ctx) {
    Query query = Query.of(ctx);
    int partition = query.pathInt("partition");
    long offset = query.pathLong("offset");
    ctx.vertx()
        .executeBlocking(() -> letters.retry(partition, offset), false)
        .onSuccess(
            found ->
                found.ifPresentOrElse(
                    sent -> accepted(ctx, sent), () -> ctx.fail(gone(partition, offset))))
        .onFailure(ctx::fail);
  }

  private static void accepted(RoutingContext ctx, RecordMetadata sent) {
    ctx.response().setStatusCode(202);
    Answers.json(
        ctx, Map.of("topic", sent.topic(), "partition", sent.partition(), "offset", sent.offset()));
  }

  private static Problem.NotFound gone(int partition, long offset) {
    return new Problem.NotFound(
        "There is no dead letter at " + partition + "/" + offset + "; it may be past its keeping.");
  }

  private static long offset(String cursor) {
    try {
      return Long.parseLong(cursor);
    } catch (NumberFormatException e) {
      throw new Problem.BadRequest("The cursor " + cursor + " is not the `next` of a page.");
    }
  }
}
