package dev.telltale.image;

import dev.telltale.image.UnreadableImageException.Kind;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The decoders: the JDK's, and for WebP that of TwelveMonkeys. Whatever goes wrong in them comes
 * out as an {@link UnreadableImageException}.
 */
final class Readers {
  private static final Map<Format, ImageReaderSpi> PROVIDERS = providers();

  private Readers() {}

  /** What a reader is asked for. */
  private interface Task<T> {
    T of(ImageReader reader) throws IOException;
  }

  /** The first picture of a file that holds one of the given size. */
  static BufferedImage read(Format format, byte[] file, Size size) throws UnreadableImageException {
    BufferedImage image = run(format, file, reader -> reader.read(0));
    check(size, image.getRaster());
    return image;
  }

  /** The same, its samples as they are stored. */
  static Raster readRaster(Format format, byte[] file, Size size) throws UnreadableImageException {
    Raster raster = run(format, file, reader -> reader.readRaster(0, null));
    check(size, raster);
    return raster;
  }

  /** What it was that a decoder, or the reading of its samples, could not do. */
  static UnreadableImageException damaged(Exception e) {
    // A decoder's own words say what is wrong with the file; other exceptions name some index.
    boolean told = e instanceof IOException && e.getMessage() != null;
    String why = told ? e.getMessage() : e.getClass().getSimpleName() + " in the decoder";
    return new UnreadableImageException(
        Kind.CORRUPT, "the picture is damaged: " + why.lines().findFirst().orElse(""), e);
  }

  private static <T> T run(Format format, byte[] file, Task<T> task)
      throws UnreadableImageException {
    List<String> warnings = new ArrayList<>(0);
    T result;
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      ImageReader reader = PROVIDERS.get(format).createReaderInstance();
      try {
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        reader.setInput(in, true, true);
        result = task.of(reader);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      throw damaged(e);
    }
    for (String warning : warnings) {
      if (tellsOfDamage(warning)) {
        throw UnreadableImageException.damaged(warning);
      }
    }
    return result;
  }

  private static void check(Size size, Raster raster) throws UnreadableImageException {
    if (raster.getHeight() != size.height() || raster.getWidth() != size.width()) {
      throw UnreadableImageException.damaged("two sizes");
    }
  }

  /** Stray bytes between segments are common and harmless; everything else loses pixels. */
  private static boolean tellsOfDamage(String warning) {
    return warning.startsWith("Premature end")
        || (warning.startsWith("Corrupt JPEG data") && !warning.contains("extraneous bytes"));
  }

  /** Named, since others on the class path may differ in a pixel. */
  private static Map<Format, ImageReaderSpi> providers() {
    ImageIO.setUseCache(false);
    Map<Format, ImageReaderSpi> providers = new EnumMap<>(Format.class);
    for (Format format : Format.values()) {
      String name = format.name().toLowerCase(Locale.ROOT) + ".";
      providers.put(
          format,
          provider(
              format == Format.WEBP
                  ? "com.twelvemonkeys.imageio.plugins." + name
                  : "com.sun.imageio.plugins." + name));
    }
    return providers;
  }

  private static ImageReaderSpi provider(String packagePrefix) {
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
