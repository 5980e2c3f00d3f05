package dev.telltale.image;

import dev.telltale.image.UnreadableImageException.Kind;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads PNG and JPEG pictures: grey, palette, 16 bit and colour, all to 8-bit RGB; see-through
 * pixels are laid on white, colour profiles ignored. What is not whole is refused, since a model
 * would score the missing part too. Safe to call from any thread.
 */
public final class Pictures {
  /** The most pixels that a picture may have where no other limit is given. */
  public static final long DEFAULT_MAX_PIXELS = 50_000_000;

  private static final ImageReaderSpi PNG = provider("com.sun.imageio.plugins.png.");
  private static final ImageReaderSpi JPEG = provider("com.sun.imageio.plugins.jpeg.");

  private Pictures() {}

  /** Reads a picture of at most {@link #DEFAULT_MAX_PIXELS} pixels. */
  public static RgbImage decode(byte[] file) throws UnreadableImageException {
    return decode(file, DEFAULT_MAX_PIXELS);
  }

  /**
   * Reads a picture.
   *
   * @param file the bytes of a PNG or JPEG file; left as they are
   * @param maxPixels the most pixels (height × width) that its header may give
   * @throws UnreadableImageException if there is no whole picture in the bytes; nothing else is
   *     thrown, whatever they are
   */
  public static RgbImage decode(byte[] file, long maxPixels) throws UnreadableImageException {
    ImageHeader header = ImageHeader.of(file);
    if ((long) header.height() * header.width() > maxPixels) {
      throw new UnreadableImageException(
          Kind.TOO_LARGE,
          "%d × %d pixels are more than the limit of %d"
              .formatted(header.width(), header.height(), maxPixels));
    }
    BufferedImage image =
        switch (header.format()) {
          case PNG -> read(PNG, file);
          case JPEG -> read(JPEG, JpegStructure.withoutProfile(file));
        };
    try {
      return Rasters.rgb(image);
    } catch (RuntimeException e) {
      throw damaged(e);
    }
  }

  /**
   * Reads a mask: a picture in which the object is bright (128 or more of 255) or, where no value
   * is above 1, not zero.
   *
   * @throws UnreadableImageException as {@link #decode}
   */
  public static Mask decodeMask(byte[] file) throws UnreadableImageException {
    RgbImage image = decode(file);
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

  private static BufferedImage read(ImageReaderSpi provider, byte[] file)
      throws UnreadableImageException {
    List<String> warnings = new ArrayList<>(0);
    BufferedImage image;
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      ImageReader reader = provider.createReaderInstance();
      try {
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        reader.setInput(in, true, true);
        image = reader.read(0);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      throw damaged(e);
    }
    for (String warning : warnings) {
      if (tellsOfDamage(warning)) {
        throw new UnreadableImageException(Kind.CORRUPT, "the picture is damaged: " + warning);
      }
    }
    return image;
  }

  /** Stray bytes between segments are common and harmless; everything else loses pixels. */
  private static boolean tellsOfDamage(String warning) {
    return warning.startsWith("Premature end")
        || (warning.startsWith("Corrupt JPEG data") && !warning.contains("extraneous bytes"));
  }

  private static UnreadableImageException damaged(Exception e) {
    String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new UnreadableImageException(
        Kind.CORRUPT, "the picture is damaged: " + why.lines().findFirst().orElse(""), e);
  }

  /** The JDK's own reader: others on the class path may differ in a pixel. */
  private static ImageReaderSpi provider(String packagePrefix) {
    ImageIO.setUseCache(false);
    var providers =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, true);
    while (providers.hasNext()) {
      ImageReaderSpi provider = providers.next();
      if (provider.getClass().getName().startsWith(packagePrefix)) {
        return provider;
      }
    }
    throw new IllegalStateException("this Java has no image reader " + packagePrefix);
  }
}
