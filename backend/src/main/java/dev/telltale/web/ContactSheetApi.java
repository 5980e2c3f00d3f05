package dev.telltale.web;

import dev.telltale.image.ContactSheet;
import dev.telltale.image.Png;
import dev.telltale.image.RgbImage;
import dev.telltale.image.Room;
import dev.telltale.pipeline.Pictures;
import dev.telltale.pipeline.index.ImageFilter;
import dev.telltale.pipeline.index.ImageIndex;
import dev.telltale.pipeline.index.ImageSort;
import dev.telltale.pipeline.index.IndexedImage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.util.List;

/** The first images of a list as one picture. */
final class ContactSheetApi {
  private static final int DEFAULT_IMAGES = 60;
  private static final int DEFAULT_COLUMNS = 10;
  private static final int DEFAULT_WIDTH = 128;
  private static final int GAP = 4;

  private final ImageIndex index;
  private final Pictures pictures;

  ContactSheetApi(ImageIndex index, Pictures pictures) {
    this.index = index;
    this.pictures = pictures;
  }

  void mount(RouterBuilder routes) {
    routes.getRoute("getContactSheet").addHandler(this::sheet);
  }

  private void sheet(RoutingContext ctx) {
    Query query = Query.of(ctx);
    ImageFilter filter = query.filter();
    ImageSort sort = query.sort();
    int images = query.integer("limit", DEFAULT_IMAGES);
    int columns = query.integer("columns", DEFAULT_COLUMNS);
    int width = query.integer("width", DEFAULT_WIDTH);
    boolean overlay = Boolean.TRUE.equals(query.flag("overlay"));
    ctx.vertx()
        .executeBlocking(
            () -> {
              List<IndexedImage> page = index.page(filter, sort, null, images);
              if (page.isEmpty()) {
                throw new Problem.NotFound("No scored image matches these filters.");
              }
              List<RgbImage> cells =
                  page.stream().map(image -> cell(image, width, overlay)).toList();
              return Png.write(ContactSheet.of(cells, columns, GAP));
            },
            false)
        .onSuccess(
            png ->
                ctx.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "image/png")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .putHeader(
                        "Content-Disposition", "inline; filename=\"telltale-contact-sheet.png\"")
                    .end(Buffer.buffer(png)))
        .onFailure(ctx::fail);
  }

  /** A picture that can no longer be read leaves its cell empty: the others keep their places. */
  private RgbImage cell(IndexedImage image, int width, boolean overlay) {
    RgbImage picture;
    try (Room room = new Room(0)) {
      picture =
          pictures
              .picture(image.score(), room)
              .map(found -> found.fittedInto(width))
              .orElseGet(() -> new RgbImage(1, 1, new byte[] {-1, -1, -1}));
    }
    return overlay && picture.width() > 1
        ? PicturesApi.overlaid(picture, image.score().attention())
        : picture;
  }
}
