package dev.telltale.image;

import dev.telltale.image.UnreadableImageException.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads masks that NumPy saved ({@code numpy.save}, format 1 to 3): an array of booleans, whole
 * numbers or floats, [height, width], or with one or three channels first or last. Nothing is
 * unpickled: the header is read by its three entries, and an array of objects is refused.
 */
final class Npy {
  private static final String MAGIC = "\u0093NUMPY";
  private static final Pattern DTYPE = Pattern.compile("'descr': *'([<>|=]?)([a-zA-Z])(\\d*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order': *(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape': *\\(([0-9, ]*)\\)");
  private static final int LONGEST_HEADER = 10_000;

  /** The format's own name for what was read. */
  private static final String NAME = "NPY";

  private Npy() {}

  /** Whether the first bytes are those of the format. */
  static boolean is(byte[] file) {
    return Format.startsWith(file, 0, MAGIC);
  }

  /**
   * A mask: inside where the greatest channel is 128 or more, or, where no value is above 1, 0.5 or
   * more.
   *
   * @throws UnreadableImageException as {@link Pictures#decode}
   */
  static Mask mask(byte[] file, long maxPixels, Room room) throws UnreadableImageException {
    Bytes in = Bytes.little(file);
    int version = in.u8(6);
    if (version < 1 || version > 3) {
      throw UnreadableImageException.unsupported("version " + version + " of NPY is not read");
    }
    boolean first = version == 1;
    int start = first ? 10 : 12;
    long length = first ? in.u16(8) : in.u32(8);
    if (length > LONGEST_HEADER) {
      throw UnreadableImageException.damaged("an NPY header of " + length + " bytes");
    }
    in.need(start, length);
    String header = new String(file, start, (int) length, StandardCharsets.ISO_8859_1);
    Type type = Type.of(header);
    Shape shape = Shape.of(header, maxPixels);
    long values = shape.size.pixels() * shape.channels;
    long data = start + length;
    in.need(data, values * type.bytes);
    if (data + values * type.bytes < file.length) {
      throw UnreadableImageException.damaged("bytes behind the end of the array");
    }
    room.take(shape.size, 0);
    return mask(shape, type, ByteBuffer.wrap(file, (int) data, file.length - (int) data).slice());
  }

  private static Mask mask(Shape shape, Type type, ByteBuffer data)
      throws UnreadableImageException {
    data.order(type.order);
    int height = shape.size.height();
    int width = shape.size.width();
    float[] plane = new float[height * width];
    double most = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double brightest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < shape.channels; c++) {
          double value = type.value(data, shape.at(y, x, c));
          if (!Double.isFinite(value)) {
            throw UnreadableImageException.damaged("a value that is no number");
          }
          brightest = Math.max(brightest, value);
        }
        plane[y * width + x] = (float) brightest;
        most = Math.max(most, brightest);
      }
    }
    float threshold = most > 1 ? 128 : .5f;
    for (int i = 0; i < plane.length; i++) {
      plane[i] = plane[i] >= threshold ? 1 : 0;
    }
    return new Mask(height, width, plane);
  }

  private static String entry(Pattern pattern, int group, String header, String name)
      throws UnreadableImageException {
    Matcher found = pattern.matcher(header);
    if (!found.find()) {
      throw UnreadableImageException.damaged("no sound " + name + " in the NPY header");
    }
    return found.group(group);
  }

  /**
   * What the values are.
   *
   * @param kind as NumPy abbreviates it: b for booleans, u and i for whole numbers, f for floats
   */
  private record Type(char kind, int bytes, ByteOrder order) {
    private static final List<String> READ =
        List.of("b1", "u1", "i1", "u2", "i2", "i4", "i8", "f4", "f8");

    static Type of(String header) throws UnreadableImageException {
      if (!DTYPE.matcher(header).find() && header.contains("'descr'")) {
        throw unsupported("records");
      }
      String name = entry(DTYPE, 2, header, "descr") + entry(DTYPE, 3, header, "descr");
      if (!READ.contains(name)) {
        throw unsupported(name);
      }
      boolean big = entry(DTYPE, 1, header, "descr").equals(">");
      return new Type(
          name.charAt(0),
          name.charAt(1) - '0',
          big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    private static UnreadableImageException unsupported(String name) {
      return UnreadableImageException.unsupported(
          "NPY arrays of " + name + " are not read as masks; use bool, uint8 or float32");
    }

    double value(ByteBuffer data, int at) {
      return switch (bytes) {
        case 1 -> kind == 'i' ? data.get(at) : data.get(at) & 255;
        case 2 -> kind == 'i' ? data.getShort(2 * at) : data.getShort(2 * at) & 0xFFFF;
        case 4 -> kind == 'f' ? data.getFloat(4 * at) : data.getInt(4 * at);
        default -> kind == 'f' ? data.getDouble(8 * at) : data.getLong(8 * at);
      };
    }
  }

  /**
   * How the values lie.
   *
   * @param rowStep values from a row to the next
   */
  private record Shape(Size size, int channels, int rowStep, int columnStep, int channelStep) {

    static Shape of(String header, long maxPixels) throws UnreadableImageException {
      String given = entry(SHAPE, 1, header, "shape");
      boolean fortran = entry(ORDER, 1, header, "fortran_order").equals("True");
      List<Long> axes = new ArrayList<>();
      for (String axis : given.split(",", -1)) {
        if (!axis.isBlank()) {
          axes.add(number(axis.strip()));
        }
      }
      int rows;
      int channels;
      if (axes.size() == 2) {
        rows = 0;
        channels = -1;
      } else if (axes.size() == 3 && isChannels(axes.get(2))) {
        rows = 0;
        channels = 2;
      } else if (axes.size() == 3 && isChannels(axes.get(0))) {
        rows = 1;
        channels = 0;
      } else {
        throw UnreadableImageException.unsupported(
            "a mask is an array of [height, width], or with 1 or 3 channels; this one is (%s)"
                .formatted(given));
      }
      Size size = Size.of(NAME, axes.get(rows + 1), axes.get(rows), maxPixels);
      return new Shape(
          size,
          channels < 0 ? 1 : axes.get(channels).intValue(),
          step(axes, rows, fortran),
          step(axes, rows + 1, fortran),
          channels < 0 ? 0 : step(axes, channels, fortran));
    }

    int at(int y, int x, int c) {
      return y * rowStep + x * columnStep + c * channelStep;
    }

    private static boolean isChannels(long axis) {
      return axis == 1 || axis == 3;
    }

    /** How many values lie between neighbours along an axis. */
    private static int step(List<Long> axes, int axis, boolean fortran) {
      long step = 1;
      for (int i = fortran ? 0 : axes.size() - 1; i != axis; i += fortran ? 1 : -1) {
        step *= axes.get(i);
      }
      return (int) step;
    }

    private static long number(String digits) throws UnreadableImageException {
      if (digits.length() > 10 || !digits.matches("\\d+")) {
        throw new UnreadableImageException(
            Kind.TOO_LARGE, "an axis of " + digits + " is more than any mask has");
      }
      return Long.parseLong(digits);
    }
  }
}
