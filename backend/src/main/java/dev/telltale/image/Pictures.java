package dev.telltale.image;

import dev.telltale.image.UnreadableImageException.Kind;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;

/**
 * Reads PNG, JPEG, BMP, GIF, WebP and TIFF pictures, whatever they are named: grey, palette, CMYK,
 * 16 bit and colour, all to 8-bit RGB; the first of several; turned as EXIF says. See-through
 * pixels are laid on white, colour profiles ignored. What is not whole is refused, since a model
 * would score the missing part too. Safe to call from any thread.
 */
public final class Pictures {
  /** The most pixels that a picture may have where no other limit is given. */
  public static final long DEFAULT_MAX_PIXELS = 50_000_000;

  /** Of a file that is larger, one read would end the process for want of memory. */
  public static final long MAX_FILE_BYTES = 64L * 1024 * 1024;

  private Pictures() {}

  /** Reads a picture of at most {@link #DEFAULT_MAX_PIXELS} pixels. */
  public static RgbImage decode(byte[] file) throws UnreadableImageException {
    return decode(file, DEFAULT_MAX_PIXELS);
  }

  /**
   * Reads a picture.
   *
   * @param file the bytes of a picture file; left as they are
   * @param maxPixels the most pixels (height × width) that its header may give
   * @throws UnreadableImageException if there is no whole picture in the bytes; nothing else is
   *     thrown, whatever they are
   */
  public static RgbImage decode(byte[] file, long maxPixels) throws UnreadableImageException {
    try (Room room = new Room(0)) {
      return decode(file, maxPixels, room);
    }
  }

  /** Reads a picture of at most so many pixels, which is used within a room. */
  public static RgbImage decode(byte[] file, long maxPixels, Room room)
      throws UnreadableImageException {
    Format format = Format.of(file);
    try {
      return switch (format) {
        case PNG -> png(file, maxPixels, room);
        case JPEG -> jpeg(file, maxPixels, room);
        case BMP -> bmp(file, maxPixels, room);
        case GIF -> gif(file, maxPixels, room);
        case WEBP -> webp(file, maxPixels, room);
        case TIFF -> tiff(file, maxPixels, room);
      };
    } catch (RuntimeException e) {
      throw Readers.damaged(e);
    } catch (OutOfMemoryError e) {
      throw new UnreadableImageException(
          Kind.TOO_LARGE, "the picture does not fit into the memory that is free", e);
    }
  }

  /** Reads a mask of at most {@link #DEFAULT_MAX_PIXELS} pixels. */
  public static Mask decodeMask(byte[] file) throws UnreadableImageException {
    return decodeMask(file, DEFAULT_MAX_PIXELS);
  }

  /**
   * Reads a mask: a picture, or an array that NumPy saved (.npy), in which the object is bright
   * (128 or more of 255) or, where no value is above 1, not zero (0.5 or more).
   *
   * @throws UnreadableImageException as {@link #decode}
   */
  public static Mask decodeMask(byte[] file, long maxPixels) throws UnreadableImageException {
    try (Room room = new Room(Mask.BYTES_PER_PIXEL)) {
      return decodeMask(file, maxPixels, room);
    }
  }

  /**
   * Reads a mask of at most so many pixels, which is used within a room, opened for {@link
   * Mask#BYTES_PER_PIXEL} or more.
   */
  public static Mask decodeMask(byte[] file, long maxPixels, Room room)
      throws UnreadableImageException {
    if (Npy.is(file)) {
      return Npy.mask(file, maxPixels, room);
    }
    RgbImage image = decode(file, maxPixels, room);
    byte[] rgb = image.rgb();
    int threshold = 1;
    for (byte value : rgb) {
      if ((value & 255) > 1) {
        threshold = 128;
        break;
      }
    }
    float[] plane = new float[image.height() * image.width()];
    for (int i = 0; i < plane.length; i++) {
      int brightest =
          Math.max(rgb[3 * i] & 255, Math.max(rgb[3 * i + 1] & 255, rgb[3 * i + 2] & 255));
      plane[i] = brightest >= threshold ? 1 : 0;
    }
    return new Mask(image.height(), image.width(), plane);
  }

  private static RgbImage png(byte[] file, long maxPixels, Room room)
      throws UnreadableImageException {
    PngStructure png = PngStructure.of(file, maxPixels);
    room.take(png.size(), Format.PNG);
    RgbImage image = Rasters.rgb(Readers.read(Format.PNG, file, png.size()));
    return Orientation.upright(image, png.orientation());
  }

  private static RgbImage jpeg(byte[] file, long maxPixels, Room room)
      throws UnreadableImageException {
    JpegStructure jpeg = JpegStructure.of(file, maxPixels);
    room.take(jpeg.size(), Format.JPEG);
    byte[] plain = JpegStructure.withoutProfile(file);
    RgbImage image =
        jpeg.inks()
            ? Inks.fromJpeg(Readers.readRaster(Format.JPEG, plain, jpeg.size()), jpeg.inksAsYcc())
            : Rasters.rgb(Readers.read(Format.JPEG, plain, jpeg.size()));
    return Orientation.upright(image, jpeg.orientation());
  }

  private static RgbImage bmp(byte[] file, long maxPixels, Room room)
      throws UnreadableImageException {
    BmpStructure bmp = BmpStructure.of(file, maxPixels);
    room.take(bmp.size(), Format.BMP);
    return Rasters.rgb(Readers.read(Format.BMP, BmpStructure.withoutProfile(file), bmp.size()));
  }

  private static RgbImage gif(byte[] file, long maxPixels, Room room)
      throws UnreadableImageException {
    GifStructure gif = GifStructure.of(file, maxPixels);
    room.take(gif.size(), Format.GIF);
    BufferedImage frame = Readers.read(Format.GIF, file, gif.frame());
    int colour0 = ((IndexColorModel) frame.getColorModel()).getRGB(0);
    return gif.placed(Rasters.rgb(frame), colour0);
  }

  private static RgbImage webp(byte[] file, long maxPixels, Room room)
      throws UnreadableImageException {
    WebpStructure webp = WebpStructure.of(file, maxPixels);
    room.take(webp.size(), Format.WEBP);
    RgbImage frame =
        Rasters.rgb(Readers.read(Format.WEBP, WebpStructure.withoutProfile(file), webp.frame()));
    return Orientation.upright(webp.placed(frame), webp.orientation());
  }

  private static RgbImage tiff(byte[] file, long maxPixels, Room room)
      throws UnreadableImageException {
    TiffStructure tiff = TiffStructure.of(file, maxPixels);
    room.take(tiff.size(), Format.TIFF);
    BufferedImage image =
        Readers.read(Format.TIFF, TiffStructure.withoutProfile(file), tiff.size());
    return Orientation.upright(tiff.rgb(image), tiff.orientation());
  }
}
