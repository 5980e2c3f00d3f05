package dev.telltale.pipeline;

import dev.telltale.dataset.AllowedRoots;
import dev.telltale.dataset.ClassMap;
import dev.telltale.dataset.PathRejected;
import dev.telltale.image.Box;
import dev.telltale.image.Mask;
import dev.telltale.image.RgbImage;
import dev.telltale.image.Room;
import dev.telltale.image.UnreadableImageException;
import dev.telltale.kafka.event.ImageScore;
import dev.telltale.kafka.event.RejectReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds and decodes the pictures and masks that events and scores name, under the allowed roots
 * only. Blocks on files: never on an event loop. Thread-safe.
 */
public final class Pictures {
  private static final long MAX_FILE_BYTES = dev.telltale.image.Pictures.MAX_FILE_BYTES;

  private final Map<String, KnownDataSet> dataSets;
  private final AllowedRoots roots;
  private final ArtifactStore artifacts;
  private final long maxPixels;

  /**
   * @param dataSets by name
   * @param roots directories that absolute paths may lead into
   * @param artifacts where inline pictures are kept
   * @param maxPixels most pixels (height × width) of a picture or mask
   */
  public Pictures(
      Map<String, KnownDataSet> dataSets,
      AllowedRoots roots,
      ArtifactStore artifacts,
      long maxPixels) {
    this.dataSets = dataSets;
    this.roots = roots;
    this.artifacts = artifacts;
    this.maxPixels = maxPixels;
  }

  /** The picture of an event, used within a room. */
  RgbImage picture(String dataset, @Nullable String uri, byte @Nullable [] bytes, Room room)
      throws Rejection {
    byte[] file = bytes != null ? bytes : read(dataset, uri, RejectReason.UNREADABLE_IMAGE);
    try {
      return dev.telltale.image.Pictures.decode(file, maxPixels, room);
    } catch (UnreadableImageException e) {
      throw new Rejection(reason(e), where(uri) + e.getMessage());
    }
  }

  /**
   * The mask of an event, used within a room of its own: a file of its picture's size (or
   * proportions, in a data set whose masks are scaled), or boxes in the picture itself.
   */
  Mask mask(String dataset, String uri, int height, int width, Room room) throws Rejection {
    if (Box.isFragment(uri)) {
      return boxes(uri, height, width);
    }
    byte[] file = read(dataset, uri, RejectReason.MASK_UNREADABLE);
    Mask mask;
    try {
      mask = dev.telltale.image.Pictures.decodeMask(file, maxPixels, room);
    } catch (UnreadableImageException e) {
      throw new Rejection(RejectReason.MASK_UNREADABLE, where(uri) + e.getMessage());
    }
    if (!fits(mask, dataset, height, width)) {
      throw new Rejection(
          RejectReason.MASK_SIZE,
          String.format(
              "%sthe mask is %d × %d pixels, its picture %d × %d",
              where(uri), mask.width(), mask.height(), width, height));
    }
    return mask;
  }

  /** The picture of a score, used within a room; empty when it is no longer there. */
  public Optional<RgbImage> picture(ImageScore score, Room room) {
    try {
      byte[] inline = score.artifact() == null ? null : artifacts.read(score.artifact());
      return Optional.of(picture(score.dataset(), score.uri(), inline, room));
    } catch (Rejection | IOException e) {
      return Optional.empty();
    }
  }

  /** The mask of a score, used within a room; empty when it has none, or it is no longer there. */
  public Optional<Mask> mask(ImageScore score, Room room) {
    if (score.mask() == null) {
      return Optional.empty();
    }
    try {
      if (Box.isFragment(score.mask())) {
        return picture(score, room)
            .map(of -> Box.mask(Box.parse(score.mask()), of.height(), of.width()));
      }
      return Optional.of(
          dev.telltale.image.Pictures.decodeMask(
              read(score.dataset(), score.mask(), RejectReason.MASK_UNREADABLE), maxPixels, room));
    } catch (Rejection | UnreadableImageException e) {
      return Optional.empty();
    }
  }

  private boolean fits(Mask mask, String dataset, int height, int width) {
    KnownDataSet known = dataSets.get(dataset);
    return known != null && known.scaledMasks()
        ? (long) mask.height() * width == (long) mask.width() * height
        : mask.height() == height && mask.width() == width;
  }

  private static Mask boxes(String fragment, int height, int width) throws Rejection {
    try {
      return Box.mask(Box.parse(fragment), height, width);
    } catch (IllegalArgumentException e) {
      throw new Rejection(RejectReason.INVALID_VALUE, "mask: " + e.getMessage());
    }
  }

  /** How a known data set's labels join the model's classes. */
  ClassMap classMap(String dataset) {
    return Objects.requireNonNull(dataSets.get(dataset), dataset).classMap();
  }

  /** Keeps an inline picture, so that pages can show it. */
  String keep(byte[] bytes) throws IOException {
    return artifacts.write(bytes);
  }

  private byte[] read(String dataset, @Nullable String uri, RejectReason unreadable)
      throws Rejection {
    KnownDataSet known = dataSets.get(dataset);
    if (known == null) {
      throw new Rejection(RejectReason.UNKNOWN_DATASET, "no data set is named " + dataset);
    }
    if (uri == null) {
      throw new Rejection(RejectReason.NEITHER_URI_NOR_BYTES, "no file is named");
    }
    boolean mask = unreadable == RejectReason.MASK_UNREADABLE;
    try {
      Path file = roots.resolve(uri, known.root());
      long bytes = Files.size(file);
      if (bytes > MAX_FILE_BYTES) {
        throw new Rejection(
            mask ? RejectReason.MASK_UNREADABLE : RejectReason.IMAGE_TOO_LARGE,
            uri + ": has " + bytes + " bytes; at most " + MAX_FILE_BYTES + " are read");
      }
      return Files.readAllBytes(file);
    } catch (PathRejected e) {
      throw new Rejection(reason(e.kind(), mask), e.getMessage());
    } catch (NoSuchFileException e) {
      throw new Rejection(reason(PathRejected.Kind.MISSING, mask), "there is no file " + uri);
    } catch (IOException e) {
      throw new Rejection(unreadable, uri + ": cannot be read: " + e.getMessage());
    }
  }

  private static RejectReason reason(PathRejected.Kind kind, boolean mask) {
    return switch (kind) {
      case OUTSIDE_ROOTS -> RejectReason.PATH_OUTSIDE_ROOTS;
      case UNSUPPORTED_SCHEME -> RejectReason.UNSUPPORTED_SCHEME;
      case MISSING -> mask ? RejectReason.MASK_UNREADABLE : RejectReason.FILE_MISSING;
      case INVALID -> RejectReason.INVALID_VALUE;
    };
  }

  private static RejectReason reason(UnreadableImageException e) {
    return switch (e.kind()) {
      case EMPTY, NOT_AN_IMAGE, CORRUPT -> RejectReason.UNREADABLE_IMAGE;
      case TOO_LARGE -> RejectReason.IMAGE_TOO_LARGE;
      case UNSUPPORTED -> RejectReason.UNSUPPORTED_FORMAT;
    };
  }

  private static String where(@Nullable String uri) {
    return uri == null ? "inline bytes: " : uri + ": ";
  }
}
