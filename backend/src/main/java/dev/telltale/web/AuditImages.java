package dev.telltale.web;

import dev.telltale.audit.AuditedImages;
import dev.telltale.audit.SpecException;
import dev.telltale.audit.Subjects;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.check.ClassSheet;
import dev.telltale.dataset.check.PictureReader;
import dev.telltale.dataset.check.Unusable;
import dev.telltale.image.Png;
import dev.telltale.image.RgbImage;
import dev.telltale.image.Room;
import dev.telltale.pipeline.AllowedSpecs;
import dev.telltale.pipeline.Audit;
import dev.telltale.pipeline.MemberOptions;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The pictures that an audit looks at, by their places in its data set: documents name no pictures
 * but those that were drawn.
 */
final class AuditImages {
  /** Bytes a pixel beside the picture: the rows of the PNG, and the PNG itself. */
  private static final int AT_FULL_SIZE = 6;

  private static final int SCALED = 3;

  /** Side by side; opening a large data set holds one up for minutes, and not the other pages. */
  private static final int THREADS = 4;

  private final MemberOptions options;
  private final AllowedSpecs allowed;
  private final Subjects subjects;
  private final WorkerExecutor threads;

  AuditImages(MemberOptions options, Subjects subjects, Vertx vertx) {
    this.options = options;
    this.allowed = new AllowedSpecs(options, subjects::open);
    this.subjects = subjects;
    this.threads =
        vertx.createSharedWorkerExecutor(
            "telltale-audited-pictures", THREADS, 10, TimeUnit.MINUTES);
  }

  /**
   * Sends a picture as PNG; nothing if the client has it. An audit refuses a data set with other
   * pictures than it was asked for, but does not look at their pixels: a file that was written anew
   * is sent anew.
   *
   * @param size {@code full}, or pixels of the longest side
   */
  void send(RoutingContext ctx, Audit audit, int place, String size) {
    Integer edge = size.equals("full") ? null : Integer.valueOf(size);
    threads
        .executeBlocking(() -> find(audit, place), false)
        .onSuccess(
            found -> {
              if (!Keeping.has(ctx, size + ' ' + found.stamp())) {
                send(ctx, found, edge);
              }
            })
        .onFailure(ctx::fail);
  }

  private void send(RoutingContext ctx, Found found, @Nullable Integer edge) {
    threads
        .executeBlocking(() -> png(found, edge), false)
        .onSuccess(
            png ->
                ctx.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "image/png")
                    // A PNG is compressed already.
                    .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY)
                    .end(Buffer.buffer(png)))
        .onFailure(ctx::fail);
  }

  /**
   * A picture that has not been read yet.
   *
   * @param stamp of its file, which changes when that does
   */
  private record Found(String id, Path file, String stamp, PictureReader reader) {}

  private Found find(Audit audit, int place) {
    DataSet images = opened(audit);
    int count = images.samples().size();
    if (place >= count) {
      throw new Problem.NotFound(
          "The audit %s looks at %,d pictures; there is no place %,d, the last one is %,d."
              .formatted(audit.id(), count, place, count - 1));
    }
    String id = images.samples().id(place);
    Path file = images.samples().get(place).image();
    PictureReader reader = new PictureReader(images.root(), options.roots(), options.maxPixels());
    try {
      return new Found(id, file, ClassSheet.stamp(reader.resolve(file)), reader);
    } catch (Unusable e) {
      throw unreadable(id, e);
    }
  }

  private static byte[] png(Found found, @Nullable Integer edge) {
    try (Room room = new Room(edge == null ? AT_FULL_SIZE : SCALED)) {
      PictureReader reader = found.reader();
      RgbImage picture = reader.decode(reader.bytes(found.file()), room);
      return Png.write(edge == null ? picture : picture.fittedInto(edge));
    } catch (Unusable e) {
      throw unreadable(found.id(), e);
    }
  }

  private static Problem.NotFound unreadable(String id, Unusable e) {
    return new Problem.NotFound("%s cannot be read: %s".formatted(id, e.getMessage()));
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
