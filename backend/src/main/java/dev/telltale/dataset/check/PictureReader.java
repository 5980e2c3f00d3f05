package dev.telltale.dataset.check;

import dev.telltale.dataset.AllowedRoots;
import dev.telltale.dataset.PathRejected;
import dev.telltale.image.Mask;
import dev.telltale.image.Pictures;
import dev.telltale.image.RgbImage;
import dev.telltale.image.Room;
import dev.telltale.image.UnreadableImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads the pictures and masks of a data set under the same limits as screening does, so that what
 * cannot be read here could not be screened. Thread-safe; blocks on files.
 *
 * @param root the data set's directory, a real path
 * @param roots further directories that files may lie in
 * @param maxPixels the most pixels (height × width) that a picture or mask may have
 */
public record PictureReader(Path root, AllowedRoots roots, long maxPixels) {

  /**
   * The real path of a file.
   *
   * @throws Unusable if there is none where files may be read
   */
  public Path resolve(Path file) throws Unusable {
    try {
      // As events name it: a relative path may look like an address, an absolute one never does.
      Path named = file.startsWith(root) ? root.relativize(file) : file;
      return roots.resolve(named.toString(), root);
    } catch (PathRejected e) {
      throw new Unusable(
          switch (e.kind()) {
            case MISSING -> FaultKind.FILE_MISSING;
            case OUTSIDE_ROOTS -> FaultKind.PATH_OUTSIDE_ROOTS;
            case UNSUPPORTED_SCHEME -> FaultKind.UNSUPPORTED_SCHEME;
            case INVALID -> FaultKind.INVALID_VALUE;
          },
          e.getMessage());
    }
  }

  /** The bytes of a file. */
  public byte[] bytes(Path file) throws Unusable {
    Path real = resolve(file);
    try {
      long size = Files.size(real);
      if (size > Pictures.MAX_FILE_BYTES) {
        throw new Unusable(
            FaultKind.IMAGE_TOO_LARGE,
            "has %,d bytes; at most %,d are read".formatted(size, Pictures.MAX_FILE_BYTES));
      }
      return Files.readAllBytes(real);
    } catch (NoSuchFileException e) {
      throw new Unusable(FaultKind.FILE_MISSING, "there is no such file");
    } catch (IOException e) {
      throw new Unusable(FaultKind.UNREADABLE_IMAGE, "cannot be read: " + e.getMessage());
    }
  }

  /** The picture in the bytes of a file, used within a room. */
  public RgbImage decode(byte[] file, Room room) throws Unusable {
    try {
      return Pictures.decode(file, maxPixels, room);
    } catch (UnreadableImageException e) {
      throw unusable(e);
    }
  }

  /** The mask in the bytes of a file, used within a room of {@link Mask#BYTES_PER_PIXEL}. */
  Mask decodeMask(byte[] file, Room room) throws Unusable {
    try {
      return Pictures.decodeMask(file, maxPixels, room);
    } catch (UnreadableImageException e) {
      throw unusable(e);
    }
  }

  private static Unusable unusable(UnreadableImageException e) {
    return new Unusable(
        switch (e.kind()) {
          case EMPTY, NOT_AN_IMAGE, CORRUPT -> FaultKind.UNREADABLE_IMAGE;
          case TOO_LARGE -> FaultKind.IMAGE_TOO_LARGE;
          case UNSUPPORTED -> FaultKind.UNSUPPORTED_FORMAT;
        },
        e.getMessage());
  }
}
