package dev.telltale.image;

import dev.telltale.image.UnreadableImageException.Kind;
import java.awt.image.BufferedImage;
import java.util.Set;

/**
 * Looks through the first directory of a TIFF file: what its samples mean, and that all strips or
 * tiles are there and unpack to as much as they should.
 *
 * @param premultiplied whether colours are already multiplied by their alpha
 * @param palette 16-bit red, then green, then blue; empty unless samples are indices
 */
record TiffStructure(
    Size size, int orientation, boolean inks, boolean premultiplied, long[] palette) {
  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS = 258;
  private static final int COMPRESSION = 259;
  private static final int PHOTOMETRIC = 262;
  private static final int FILL_ORDER = 266;
  private static final int SAMPLES = 277;
  private static final int PLANAR = 284;
  private static final int PREDICTOR = 317;
  private static final int PALETTE = 320;
  private static final int EXTRA = 338;
  private static final int SAMPLE_FORMAT = 339;
  private static final int PROFILE = 34675;

  private static final int RGB = 2;
  private static final int INDICES = 3;
  private static final int INKS = 5;

  static TiffStructure of(byte[] file, long maxPixels) throws UnreadableImageException {
    TiffDirectory tags = TiffDirectory.first(file, 0, file.length);
    Size size = Size.of(Format.TIFF, tags.number(WIDTH, 0), tags.number(HEIGHT, 0), maxPixels);
    long photometric = tags.number(PHOTOMETRIC, -1);
    long samples = tags.number(SAMPLES, 1);
    int bits = bits(tags);
    checkKind(tags, photometric, samples, bits);
    long[] palette = photometric == INDICES ? tags.numbers(PALETTE) : new long[0];
    if (photometric == INDICES && palette.length != 3 << bits) {
      throw UnreadableImageException.damaged("TIFF palette");
    }
    boolean planar = tags.number(PLANAR, 1) == 2;
    int planes = planar ? (int) samples : 1;
    int pixelBits = planar ? bits : (int) samples * bits;
    TiffBlocks.check(file, tags, size, planes, pixelBits, maxPixels);
    boolean premultiplied = samples == colours(photometric) + 1 && tags.number(EXTRA, 0) == 1;
    return new TiffStructure(
        size, Orientation.of(tags), photometric == INKS, premultiplied, palette);
  }

  /** The file without its colour profile, which training code ignores. */
  static byte[] withoutProfile(byte[] file) throws UnreadableImageException {
    TiffDirectory tags = TiffDirectory.first(file, 0, file.length);
    if (!tags.has(PROFILE)) {
      return file;
    }
    byte[] out = file.clone();
    // A number that no decoder knows, and that keeps the tags in order.
    out[tags.position(PROFILE) + (tags.bytes().bigEndian() ? 1 : 0)]++;
    return out;
  }

  /** The picture that the decoder made of the file, in the colours that the directory means. */
  RgbImage rgb(BufferedImage image) {
    if (palette.length > 0) {
      int[] colours = new int[palette.length / 3];
      for (int i = 0; i < colours.length; i++) {
        // The upper byte: some writers leave the lower one empty, others repeat the upper.
        long red = palette[i] >> 8;
        long green = palette[i + colours.length] >> 8;
        long blue = palette[i + 2 * colours.length] >> 8;
        colours[i] = (int) (0xFF000000L | red << 16 | green << 8 | blue);
      }
      return Rasters.indexed(image.getRaster(), colours);
    }
    if (inks) {
      return Inks.rgb(image.getRaster());
    }
    return premultiplied ? Rasters.premultiplied(image.getRaster()) : Rasters.rgb(image);
  }

  private static int bits(TiffDirectory tags) throws UnreadableImageException {
    long[] all = tags.numbers(BITS);
    long bits = all.length == 0 ? 1 : all[0];
    for (long each : all) {
      if (each != bits) {
        throw UnreadableImageException.unsupported("TIFF with channels of unlike bits is not read");
      }
    }
    return (int) bits;
  }

  private static void checkKind(TiffDirectory tags, long photometric, long samples, int bits)
      throws UnreadableImageException {
    if (photometric < 0 || samples < 1) {
      throw new UnreadableImageException(Kind.CORRUPT, "the TIFF file holds no picture");
    }
    if (photometric > INKS || photometric == 4) {
      throw UnreadableImageException.unsupported(
          "TIFF in colour space " + photometric + " is not read; use grey, RGB, palette or CMYK");
    }
    int colours = colours(photometric);
    boolean extra = samples == colours + 1 && photometric != INDICES && photometric != INKS;
    if (samples != colours && !extra) {
      throw UnreadableImageException.unsupported("TIFF with " + samples + " channels is not read");
    }
    Set<Integer> allowed =
        samples > 1
            ? Set.of(8, 16)
            : photometric == INDICES ? Set.of(1, 2, 4, 8) : Set.of(1, 2, 4, 8, 16);
    if (!allowed.contains(bits) || tags.number(SAMPLE_FORMAT, 1) != 1) {
      throw UnreadableImageException.unsupported(
          "TIFF with " + bits + " bits per sample of this kind is not read; use 8 or 16");
    }
    if (tags.number(PREDICTOR, 1) > 2 || tags.number(FILL_ORDER, 1) != 1) {
      throw UnreadableImageException.unsupported("TIFF with this order of bits is not read");
    }
    long compression = tags.number(COMPRESSION, 1);
    if (!TiffBlocks.COMPRESSIONS.contains(compression)) {
      throw UnreadableImageException.unsupported(
          "TIFF in compression "
              + compression
              + " is not read; use none, LZW, deflate or PackBits");
    }
  }

  private static int colours(long photometric) {
    return photometric == RGB ? 3 : photometric == INKS ? 4 : 1;
  }
}
