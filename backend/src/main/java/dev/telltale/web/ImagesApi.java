package dev.telltale.web;

import dev.telltale.pipeline.index.ImageFilter;
import dev.telltale.pipeline.index.ImageIndex;
import dev.telltale.pipeline.index.ImageKey;
import dev.telltale.pipeline.index.ImageSort;
import dev.telltale.pipeline.index.ImageSort.Place;
import dev.telltale.pipeline.index.IndexedImage;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scored images: lists, one image, its neighbours in a list, export. */
final class ImagesApi {
  private static final int DEFAULT_LIMIT = 50;

  private final ImageIndex index;

  ImagesApi(ImageIndex index) {
    this.index = index;
  }

  private record Page(List<ImageSummary> images, long total, @Nullable String next, long asOf) {}

  void mount(RouterBuilder routes) {
    routes.getRoute("listImages").addHandler(this::list);
    routes.getRoute("exportImages").addHandler(this::export);
    routes.getRoute("getImage").addHandler(this::one);
    routes.getRoute("getNeighbours").addHandler(this::neighbours);
  }

  private void list(RoutingContext ctx) {
    Query query = Query.of(ctx);
    ImageFilter filter = query.filter();
    ImageSort sort = query.sort();
    int limit = query.integer("limit", DEFAULT_LIMIT);
    Place after = query.after();
    Long offset = query.whole("offset");
    Long begun = query.whole("asOf");
    if (after != null && offset != null) {
      throw new Problem.BadRequest("A page has a cursor or an offset, not both.");
    }
    Answers.json(
        ctx,
        () -> {
          long asOf = begun == null ? index.newest() : begun;
          List<IndexedImage> found =
              offset == null || offset == 0
                  ? index.page(filter, sort, after, asOf, limit + 1)
                  : index.page(filter, sort, offset, asOf, limit + 1);
          List<IndexedImage> page = found.subList(0, Math.min(limit, found.size()));
          String next =
              found.size() <= limit
                  ? null
                  : index
                      .place(page.get(limit - 1).key(), ImageFilter.ALL, sort)
                      .map(Place::cursor)
                      .orElse(null);
          return new Page(
              page.stream().map(ImageSummary::of).toList(), index.count(filter, asOf), next, asOf);
        });
  }

  private void export(RoutingContext ctx) {
    Query query = Query.of(ctx);
    ImageExport format = ImageExport.of(query.text("format"));
    new Exporting(ctx, index, query.filter(), query.sort(), format).start();
  }

  private void one(RoutingContext ctx) {
    ImageKey key = Query.of(ctx).key();
    Answers.json(ctx, () -> ImageSummary.Detail.of(find(index, key)));
  }

  private void neighbours(RoutingContext ctx) {
    Query query = Query.of(ctx);
    ImageKey key = query.key();
    ImageFilter filter = query.filter();
    ImageSort sort = query.sort();
    Answers.json(
        ctx,
        () -> {
          find(index, key);
          return index.neighbours(key, filter, sort);
        });
  }

  /** The image of a key, or a 404. */
  static IndexedImage find(ImageIndex index, ImageKey key) {
    return index
        .image(key)
        .orElseThrow(() -> new Problem.NotFound("No scored image has the key " + key.hex() + "."));
  }
}
