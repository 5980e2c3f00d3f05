package dev.telltale.web;

import dev.telltale.image.Colormap;
import dev.telltale.image.Mask;
import dev.telltale.image.ModelInput;
import dev.telltale.image.Overlay;
import dev.telltale.image.Png;
import dev.telltale.image.RgbImage;
import dev.telltale.image.Room;
import dev.telltale.kafka.event.Attention;
import dev.telltale.kafka.event.ImageScore;
import dev.telltale.pipeline.Addresses;
import dev.telltale.pipeline.Pictures;
import dev.telltale.pipeline.index.ImageIndex;
import dev.telltale.pipeline.index.ImageKey;
import dev.telltale.pipeline.index.IndexedImage;
import dev.telltale.pipeline.messages.AttentionRequest;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The pictures of a scored image: as it came, its mask, its attention. */
final class PicturesApi {
  /** Bytes a pixel beside the picture: its overlay, the rows of the PNG, and the PNG itself. */
  private static final int AT_FULL_SIZE = 12;

  /** Bytes a pixel beside the picture: at most a mask, and it in white. */
  private static final int SCALED = Mask.BYTES_PER_PIXEL + 3;

  private static final double DEFAULT_OPACITY = 0.5;

  private final ImageIndex index;
  private final Pictures pictures;
  private final String version;

  /**
   * @param version of Telltale
   */
  PicturesApi(ImageIndex index, Pictures pictures, String version) {
    this.index = index;
    this.pictures = pictures;
    this.version = version;
  }

  void mount(RouterBuilder routes) {
    routes
        .getRoute("getOriginal")
        .addHandler(
            ctx -> {
              Integer width = Query.of(ctx).integer("width");
              draw(ctx, width, (image, room) -> Png.write(original(image, width, room)));
            });
    routes
        .getRoute("getMask")
        .addHandler(
            ctx -> {
              Integer width = Query.of(ctx).integer("width");
              draw(ctx, width, (image, room) -> mask(image, width, room));
            });
    routes.getRoute("getOverlay").addHandler(this::overlay);
  }

  private RgbImage original(IndexedImage image, @Nullable Integer width, Room room) {
    RgbImage picture =
        pictures
            .picture(image.score(), room)
            .orElseThrow(
                () ->
                    new Problem.NotFound(
                        "The picture of "
                            + image.score().id()
                            + " can no longer be read"
                            + (image.score().uri() == null
                                ? "."
                                : " from " + image.score().uri() + ".")));
    return width == null ? picture : picture.scaledToWidth(width);
  }

  private byte[] mask(IndexedImage image, @Nullable Integer width, Room room) {
    return pictures
        .mask(image.score(), room)
        .map(mask -> Png.write(width == null ? white(mask) : white(mask).scaledToWidth(width)))
        .orElseThrow(
            () -> new Problem.NotFound("The image " + image.score().id() + " has no mask."));
  }

  /** White on the object, black elsewhere. */
  private static RgbImage white(Mask mask) {
    byte[] rgb = new byte[mask.plane().length * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) Math.round(255 * mask.plane()[i / 3]);
    }
    return new RgbImage(mask.height(), mask.width(), rgb);
  }

  private void overlay(RoutingContext ctx) {
    Query query = Query.of(ctx);
    Integer width = query.integer("width");
    String target = query.text("target");
    Double opacity = query.number("opacity");
    Colormap colours = "viridis".equals(query.text("colormap")) ? Colormap.VIRIDIS : Colormap.JET;
    unlessKept(
        ctx,
        image ->
            attention(ctx, image.score(), target)
                .compose(
                    map ->
                        ctx.vertx()
                            .executeBlocking(
                                () ->
                                    inRoom(
                                        width,
                                        room ->
                                            Png.write(
                                                overlay(
                                                    original(image, width, room),
                                                    ImageSummary.AttentionMap.of(map),
                                                    opacity == null ? DEFAULT_OPACITY : opacity,
                                                    colours))),
                                false)));
  }

  /** A picture under its map, as it is drawn when nothing else is asked. */
  static RgbImage overlaid(RgbImage picture, Attention map) {
    return overlay(picture, ImageSummary.AttentionMap.of(map), DEFAULT_OPACITY, Colormap.JET);
  }

  /** The map that came with the score, or another class's from a device that has the model. */
  private static Future<Attention> attention(
      RoutingContext ctx, ImageScore score, @Nullable String target) {
    if (target == null || target.equals(score.predicted())) {
      return Future.succeededFuture(score.attention());
    }
    return ctx.vertx()
        .eventBus()
        .<JsonObject>request(
            Addresses.attention(score.modelHash()), new AttentionRequest(score, target).toJson())
        .map(answer -> AttentionRequest.answer(answer.body()))
        .recover(e -> Future.failedFuture(refusal(e, score)));
  }

  private static RuntimeException refusal(Throwable e, ImageScore score) {
    if (e instanceof ReplyException reply
        && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE) {
      return new Problem.BadRequest(reply.getMessage());
    }
    return new Problem.Conflict(
        "No worker answers that has the model " + score.model() + " (" + score.modelHash() + ").");
  }

  /** The map has the aspect of what the model saw: the same centre crop, without the model. */
  private static RgbImage overlay(
      RgbImage picture, ImageSummary.AttentionMap map, double opacity, Colormap colours) {
    return Overlay.draw(
        picture,
        map.values(),
        map.height(),
        map.width(),
        ModelInput.crop(picture.height(), picture.width(), map.height(), map.width()),
        opacity,
        colours);
  }

  private void draw(
      RoutingContext ctx, @Nullable Integer width, BiFunction<IndexedImage, Room, byte[]> drawing) {
    unlessKept(
        ctx,
        image ->
            ctx.vertx()
                .executeBlocking(() -> inRoom(width, room -> drawing.apply(image, room)), false));
  }

  private void unlessKept(RoutingContext ctx, Function<IndexedImage, Future<byte[]>> drawing) {
    Query query = Query.of(ctx);
    ImageKey key = query.key();
    Instant scoredAt = query.instant("scoredAt");
    ctx.vertx()
        .executeBlocking(() -> ImagesApi.find(index, key), false)
        .compose(
            image ->
                Keeping.has(ctx, image.score(), scoredAt, version)
                    ? Future.<byte[]>succeededFuture()
                    : drawing.apply(image))
        .onSuccess(png -> answer(ctx, png))
        .onFailure(ctx::fail);
  }

  private static byte[] inRoom(@Nullable Integer width, Function<Room, byte[]> drawing) {
    try (Room room = new Room(width == null ? AT_FULL_SIZE : SCALED)) {
      return drawing.apply(room);
    }
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
