package dev.telltale.web;

import dev.telltale.audit.AuditedImages;
import dev.telltale.audit.SpecException;
import dev.telltale.audit.Subjects;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.check.PictureReader;
import dev.telltale.dataset.check.Unusable;
import dev.telltale.image.Png;
import dev.telltale.image.RgbImage;
import dev.telltale.image.Room;
import dev.telltale.pipeline.AllowedSpecs;
import dev.telltale.pipeline.Audit;
import dev.telltale.pipeline.MemberOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The pictures that an audit looks at, by their places in its data set: documents name no pictures
 * but those that were drawn.
 */
final class AuditImages {
  /** Bytes a pixel beside the picture: the rows of the PNG, and the PNG itself. */
  private static final int AT_FULL_SIZE = 6;

  private static final int SCALED = 3;

  private final MemberOptions options;
  private final AllowedSpecs allowed;
  private final Subjects subjects;

  AuditImages(MemberOptions options, Subjects subjects) {
    this.options = options;
    this.allowed = new AllowedSpecs(options, subjects::open);
    this.subjects = subjects;
  }

  /**
   * Sends a picture as PNG. The audit's id, the place and the size mean the same picture for ever,
   * since an audit refuses other pictures than it was asked for.
   *
   * @param size {@code full}, or pixels of the longest side
   */
  void send(RoutingContext ctx, Audit audit, int place, String size) {
    Integer edge = size.equals("full") ? null : Integer.valueOf(size);
    ctx.vertx()
        .executeBlocking(() -> png(audit, place, edge), false)
        .onSuccess(
            png ->
                ctx.response()
                    .putHeader(HttpHeaders.CACHE_CONTROL, Keeping.FOR_EVER)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "image/png")
                    // A PNG is compressed already.
                    .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY)
                    .end(Buffer.buffer(png)))
        .onFailure(ctx::fail);
  }

  private byte[] png(Audit audit, int place, @Nullable Integer edge) {
    DataSet images = opened(audit);
    int count = images.samples().size();
    if (place >= count) {
      throw new Problem.NotFound(
          "The audit %s looks at %,d pictures; there is no place %,d, the last one is %,d."
              .formatted(audit.id(), count, place, count - 1));
    }
    Path file = images.samples().get(place).image();
    PictureReader reader = new PictureReader(images.root(), options.roots(), options.maxPixels());
    try (Room room = new Room(edge == null ? AT_FULL_SIZE : SCALED)) {
      RgbImage picture = reader.decode(reader.bytes(file), room);
      return Png.write(edge == null ? picture : picture.fittedInto(edge));
    } catch (Unusable e) {
      throw new Problem.NotFound(
          "%s cannot be read: %s".formatted(images.samples().id(place), e.getMessage()));
    }
  }

  private DataSet opened(Audit audit) {
    AuditedImages images = audit.spec().images();
    try {
      allowed.check(images);
      return subjects.images(images);
    } catch (SpecException e) {
      throw new Problem.NotFound(
          "The pictures of %s cannot be opened here: %s".formatted(audit.id(), e.getMessage()));
    }
  }
}
