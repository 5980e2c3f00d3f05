package dev.telltale.web;

import dev.telltale.image.Mask;
import dev.telltale.image.ModelInput;
import dev.telltale.image.Overlay;
import dev.telltale.image.Png;
import dev.telltale.image.RgbImage;
import dev.telltale.pipeline.Pictures;
import dev.telltale.pipeline.index.ImageIndex;
import dev.telltale.pipeline.index.ImageKey;
import dev.telltale.pipeline.index.IndexedImage;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatedRequest;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Scored images: pages, one image, its pictures. */
final class ImagesApi {
  private static final int DEFAULT_LIMIT = 50;
  private static final double DEFAULT_OPACITY = 0.5;
  private static final String PICTURES_MAY_BE_KEPT = "private, max-age=600";

  private final ImageIndex index;
  private final Pictures pictures;

  ImagesApi(ImageIndex index, Pictures pictures) {
    this.index = index;
    this.pictures = pictures;
  }

  private record Page(List<ImageSummary> images, long total, @Nullable String next) {}

  void mount(RouterBuilder routes) {
    routes.getRoute("listImages").addHandler(this::list);
    routes.getRoute("getImage").addHandler(this::one);
    routes.getRoute("getOriginal").addHandler(this::original);
    routes.getRoute("getMask").addHandler(this::mask);
    routes.getRoute("getOverlay").addHandler(this::overlay);
  }

  private void list(RoutingContext ctx) {
    String screening = query(ctx, "screening", RequestParameter::getString, null);
    Boolean right = query(ctx, "right", RequestParameter::getBoolean, null);
    int limit = query(ctx, "limit", RequestParameter::getInteger, DEFAULT_LIMIT);
    String cursor = query(ctx, "cursor", RequestParameter::getString, null);
    Long before = cursor == null ? null : position(cursor);
    answer(
        ctx,
        () -> {
          List<IndexedImage> found = index.page(screening, right, before, limit + 1);
          List<IndexedImage> page = found.subList(0, Math.min(limit, found.size()));
          String next = found.size() > limit ? Long.toString(page.get(limit - 1).position()) : null;
          return new Page(
              page.stream().map(ImageSummary::of).toList(), index.count(screening, right), next);
        });
  }

  private void one(RoutingContext ctx) {
    ImageKey key = key(ctx);
    answer(ctx, () -> ImageSummary.Detail.of(find(key)));
  }

  private void original(RoutingContext ctx) {
    Integer width = width(ctx);
    picture(ctx, image -> original(image, width));
  }

  private void mask(RoutingContext ctx) {
    Integer width = width(ctx);
    picture(ctx, image -> scaled(mask(image), width));
  }

  private void overlay(RoutingContext ctx) {
    Integer width = width(ctx);
    double opacity = query(ctx, "opacity", RequestParameter::getDouble, DEFAULT_OPACITY);
    picture(ctx, image -> overlay(image, width, opacity));
  }

  private RgbImage original(IndexedImage image, @Nullable Integer width) {
    RgbImage picture =
        pictures
            .picture(image.score())
            .orElseThrow(
                () ->
                    new Problem.NotFound(
                        "The picture of "
                            + image.score().id()
                            + " can no longer be read"
                            + (image.score().uri() == null
                                ? "."
                                : " from " + image.score().uri() + ".")));
    return scaled(picture, width);
  }

  private RgbImage mask(IndexedImage image) {
    return pictures
        .mask(image.score())
        .map(ImagesApi::white)
        .orElseThrow(
            () -> new Problem.NotFound("The image " + image.score().id() + " has no mask."));
  }

  private static RgbImage scaled(RgbImage picture, @Nullable Integer width) {
    return width == null ? picture : picture.scaledToWidth(width);
  }

  /** White on the object, black elsewhere. */
  private static RgbImage white(Mask mask) {
    byte[] rgb = new byte[mask.plane().length * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) Math.round(255 * mask.plane()[i / 3]);
    }
    return new RgbImage(mask.height(), mask.width(), rgb);
  }

  private RgbImage overlay(IndexedImage image, @Nullable Integer width, double opacity) {
    RgbImage picture = original(image, width);
    ImageSummary.AttentionMap map = ImageSummary.AttentionMap.of(image.score().attention());
    // The map has the aspect of what the model saw: the same centre crop, without the model at
    // hand.
    return Overlay.draw(
        picture,
        map.values(),
        map.height(),
        map.width(),
        ModelInput.crop(picture.height(), picture.width(), map.height(), map.width()),
        opacity);
  }

  private void picture(RoutingContext ctx, Function<IndexedImage, RgbImage> drawing) {
    ImageKey key = key(ctx);
    ctx.vertx()
        .executeBlocking(() -> Png.write(drawing.apply(find(key))), false)
        .onSuccess(
            png ->
                ctx.response()
                    .putHeader("Content-Type", "image/png")
                    .putHeader("Cache-Control", PICTURES_MAY_BE_KEPT)
                    .end(Buffer.buffer(png)))
        .onFailure(ctx::fail);
  }

  private static void answer(RoutingContext ctx, Callable<Object> reading) {
    ctx.vertx()
        .executeBlocking(reading, false)
        .onSuccess(value -> Answers.json(ctx, value))
        .onFailure(ctx::fail);
  }

  private IndexedImage find(ImageKey key) {
    return index
        .image(key)
        .orElseThrow(() -> new Problem.NotFound("No scored image has the key " + key.hex() + "."));
  }

  private static @Nullable Integer width(RoutingContext ctx) {
    return query(ctx, "width", RequestParameter::getInteger, null);
  }

  private static ImageKey key(RoutingContext ctx) {
    return new ImageKey(request(ctx).getPathParameters().get("key").getString());
  }

  private static long position(String cursor) {
    try {
      return Long.parseLong(cursor);
    } catch (NumberFormatException e) {
      throw new Problem.BadRequest("The cursor " + cursor + " is not the `next` of a page.");
    }
  }

  private static <T> @Nullable T query(
      RoutingContext ctx,
      String name,
      Function<RequestParameter, T> reader,
      @Nullable T otherwise) {
    RequestParameter parameter = request(ctx).getQuery().get(name);
    return parameter == null || parameter.isNull() || parameter.isEmpty()
        ? otherwise
        : reader.apply(parameter);
  }

  private static ValidatedRequest request(RoutingContext ctx) {
    return ctx.get(RouterBuilder.KEY_META_DATA_VALIDATED_REQUEST);
  }
}
