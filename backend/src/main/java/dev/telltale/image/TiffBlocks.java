package dev.telltale.image;

import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Checks that the strips or tiles of a TIFF file unpack to all of its pixels. */
final class TiffBlocks {
  private static final long NONE = 1;
  private static final long LZW = 5;
  private static final long DEFLATE = 8;
  private static final long OLD_DEFLATE = 32946;
  private static final long PACK_BITS = 32773;

  /** The numbers of those that are read. */
  static final Set<Long> COMPRESSIONS = Set.of(NONE, LZW, DEFLATE, OLD_DEFLATE, PACK_BITS);

  private static final int STRIP_OFFSETS = 273;
  private static final int STRIP_ROWS = 278;
  private static final int STRIP_LENGTHS = 279;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_LENGTHS = 325;

  private TiffBlocks() {}

  /**
   * @param pixelBits of one pixel within one plane
   */
  static void check(
      byte[] file, TiffDirectory tags, Size size, int planes, int pixelBits, long maxPixels)
      throws UnreadableImageException {
    boolean tiled = tags.has(TILE_OFFSETS);
    long rows = Math.min(tags.number(STRIP_ROWS, size.height()), size.height());
    Size block =
        tiled
            ? Size.of(
                Format.TIFF, tags.number(TILE_WIDTH, 0), tags.number(TILE_HEIGHT, 0), maxPixels)
            : Size.of(Format.TIFF, size.width(), rows, maxPixels);
    long[] offsets = tags.numbers(tiled ? TILE_OFFSETS : STRIP_OFFSETS);
    long[] lengths = tags.numbers(tiled ? TILE_LENGTHS : STRIP_LENGTHS);
    long across = (size.width() + block.width() - 1L) / block.width();
    long down = (size.height() + block.height() - 1L) / block.height();
    long count = across * down * planes;
    if (offsets.length < count || lengths.length < count) {
      throw UnreadableImageException.truncated();
    }
    long compression = tags.number(259, NONE);
    long rowBytes = ((long) block.width() * pixelBits + 7) / 8;
    for (int i = 0; i < count; i++) {
      tags.bytes().need(offsets[i], lengths[i]);
      boolean last = !tiled && (i + 1) % down == 0;
      long blockRows = last ? size.height() - (down - 1) * block.height() : block.height();
      int from = (int) offsets[i];
      checkBlock(file, from, from + (int) lengths[i], compression, rowBytes * blockRows);
    }
  }

  private static void checkBlock(byte[] file, int from, int end, long compression, long wanted)
      throws UnreadableImageException {
    if (compression == NONE) {
      if (end - from < wanted) {
        throw UnreadableImageException.truncated();
      }
    } else if (compression == LZW) {
      Lzw.checkTiff(file, from, end, wanted);
    } else if (compression == PACK_BITS) {
      checkPackBits(file, from, end, wanted);
    } else {
      checkDeflate(file, from, end, wanted);
    }
  }

  private static void checkPackBits(byte[] file, int from, int end, long wanted)
      throws UnreadableImageException {
    long done = 0;
    for (int at = from; done < wanted; ) {
      if (at >= end) {
        throw UnreadableImageException.truncated();
      }
      int run = file[at++];
      if (run >= 0) {
        done += run + 1;
        at += run + 1;
      } else if (run != -128) {
        done += 1 - run;
        at++;
      }
      if (at > end) {
        throw UnreadableImageException.truncated();
      }
    }
  }

  /**
   * To the end, where the checksum stands; but no further than a row's worth past what is needed.
   */
  private static void checkDeflate(byte[] file, int from, int end, long wanted)
      throws UnreadableImageException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(file, from, end - from);
      byte[] sink = new byte[(int) Math.min(1 << 16, wanted + 1)];
      long done = 0;
      while (done <= wanted && !inflater.finished()) {
        int count = inflater.inflate(sink);
        if (count == 0 && !inflater.finished()) {
          throw UnreadableImageException.truncated();
        }
        done += count;
      }
      if (done < wanted) {
        throw UnreadableImageException.truncated();
      }
    } catch (DataFormatException e) {
      throw UnreadableImageException.damaged("TIFF data that do not inflate");
    } finally {
      inflater.end();
    }
  }
}
