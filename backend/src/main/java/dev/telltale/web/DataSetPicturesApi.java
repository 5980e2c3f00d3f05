package dev.telltale.web;

import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.check.Checks;
import dev.telltale.dataset.check.ClassSheet;
import dev.telltale.dataset.check.Unusable;
import dev.telltale.image.Png;
import dev.telltale.image.RgbImage;
import dev.telltale.image.Room;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pictures of a data set, and its classes' contact sheets. */
final class DataSetPicturesApi {
  /** Bytes a pixel beside the picture: the rows of the PNG, and the PNG itself. */
  private static final int AT_FULL_SIZE = 6;

  private final Function<RoutingContext, DeclaredDataSet> dataSets;
  private final Checks checks;

  /**
   * @param dataSets the one that a request names, or a 404
   */
  DataSetPicturesApi(Function<RoutingContext, DeclaredDataSet> dataSets, Checks checks) {
    this.dataSets = dataSets;
    this.checks = checks;
  }

  void mount(RouterBuilder routes) {
    routes.getRoute("getDataSetPicture").addHandler(this::picture);
    routes.getRoute("getClassSheet").addHandler(this::sheet);
  }

  private void picture(RoutingContext ctx) {
    DeclaredDataSet dataSet = dataSets.apply(ctx);
    Query query = Query.of(ctx);
    String id = String.valueOf(query.text("id"));
    Integer width = query.integer("width");
    ctx.vertx()
        .executeBlocking(() -> dataSet.picture(id), false)
        .compose(
            file -> unlessKept(ctx, () -> ClassSheet.stamp(file), () -> png(dataSet, file, width)))
        .onSuccess(png -> answer(ctx, png))
        .onFailure(ctx::fail);
  }

  private void sheet(RoutingContext ctx) {
    DeclaredDataSet dataSet = dataSets.apply(ctx);
    String label = Query.of(ctx).text("class");
    ctx.vertx()
        .executeBlocking(() -> sheet(dataSet, label), false)
        .compose(
            sheet ->
                unlessKept(
                    ctx,
                    () -> checks.key(dataSet.dataSet()) + sheet.stamp(),
                    () -> Png.write(sheet.draw())))
        .onSuccess(png -> answer(ctx, png))
        .onFailure(ctx::fail);
  }

  private static ClassSheet sheet(DeclaredDataSet dataSet, @Nullable String label) {
    try {
      return new ClassSheet(dataSet.dataSet(), label, dataSet.reader());
    } catch (DataSetException e) {
      throw new Problem.NotFound(
          "The data set %s has no picture of a class \"%s\"."
              .formatted(dataSet.dataSet().name(), label));
    }
  }

  private static byte[] png(DeclaredDataSet dataSet, Path file, @Nullable Integer width) {
    try (Room room = new Room(width == null ? AT_FULL_SIZE : 3)) {
      RgbImage picture = dataSet.reader().decode(dataSet.reader().bytes(file), room);
      return Png.write(width == null ? picture : picture.scaledToWidth(width));
    } catch (Unusable e) {
      throw new Problem.NotFound("The picture cannot be read: " + e.getMessage());
    }
  }

  /** Draws, unless the client has what it would draw; then null. */
  private static Future<byte @Nullable []> unlessKept(
      RoutingContext ctx, Callable<String> stamp, Callable<byte[]> drawing) {
    return ctx.vertx()
        .executeBlocking(stamp, false)
        .compose(
            found ->
                Keeping.has(ctx, found)
                    ? Future.<byte @Nullable []>succeededFuture()
                    : ctx.vertx().executeBlocking(drawing, false));
  }

  private static void answer(RoutingContext ctx, byte @Nullable [] png) {
    if (png != null) {
      ctx.response()
          .putHeader(HttpHeaders.CONTENT_TYPE, "image/png")
          // A PNG is compressed already.
          .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY)
          .end(Buffer.buffer(png));
    }
  }
}
