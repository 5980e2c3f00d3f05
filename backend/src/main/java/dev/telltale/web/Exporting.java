package dev.telltale.web;

import dev.telltale.pipeline.index.ImageFilter;
import dev.telltale.pipeline.index.ImageIndex;
import dev.telltale.pipeline.index.ImageSort;
import dev.telltale.pipeline.index.ImageSort.Place;
import dev.telltale.pipeline.index.IndexedImage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One export on its way: reads a page, writes it, and reads the next when the client has room for
 * it, so that a slow client costs a page of memory however many images there are.
 */
final class Exporting {
  private static final int PAGE = 500;

  private final RoutingContext ctx;
  private final HttpServerResponse response;
  private final ImageIndex index;
  private final ImageFilter filter;
  private final ImageSort sort;
  private final ImageExport format;

  Exporting(
      RoutingContext ctx,
      ImageIndex index,
      ImageFilter filter,
      ImageSort sort,
      ImageExport format) {
    this.ctx = ctx;
    this.response = ctx.response();
    this.index = index;
    this.filter = filter;
    this.sort = sort;
    this.format = format;
  }

  private record Chunk(Buffer lines, @Nullable Place last) {}

  void start() {
    response
        .setChunked(true)
        .putHeader("Content-Type", format.mediaType())
        .putHeader("Cache-Control", "no-store")
        .putHeader("Content-Disposition", "attachment; filename=\"" + format.fileName() + "\"");
    response.write(format.head());
    next(null);
  }

  private void next(@Nullable Place after) {
    ctx.vertx()
        .executeBlocking(() -> chunk(after), false)
        .onSuccess(this::written)
        // Half an export must not look like a whole one.
        .onFailure(e -> ctx.request().connection().close());
  }

  private Chunk chunk(@Nullable Place after) {
    List<IndexedImage> images = index.page(filter, sort, after, PAGE);
    Place last =
        images.size() < PAGE
            ? null
            : index.place(images.get(PAGE - 1).key(), ImageFilter.ALL, sort).orElse(null);
    return new Chunk(format.lines(images.stream().map(ImageSummary::of).toList()), last);
  }

  private void written(Chunk chunk) {
    if (response.closed()) {
      return;
    }
    response.write(chunk.lines());
    if (chunk.last() == null) {
      response.end();
    } else if (response.writeQueueFull()) {
      response.drainHandler(v -> next(chunk.last()));
    } else {
      next(chunk.last());
    }
  }
}
