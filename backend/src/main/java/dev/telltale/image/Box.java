package dev.telltale.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rectangle that holds an object, in shares of its picture, so that it fits the picture at any
 * size.
 *
 * @param left 0 to 1
 * @param top 0 to 1
 * @param width above 0; left + width at most 1
 * @param height above 0; top + height at most 1
 */
public record Box(double left, double top, double width, double height) {
  /** What rounding to a file's decimals may push over the edge. */
  private static final double ROUNDING = 1e-6;

  private static final String NUMBER = "(\\d{1,3}(?:\\.\\d{1,12})?)";
  private static final Pattern ONE =
      Pattern.compile("xywh=percent:" + NUMBER + "," + NUMBER + "," + NUMBER + "," + NUMBER);

  /**
   * @throws IllegalArgumentException if it is empty or reaches out of the picture
   */
  public Box {
    if (!(left >= 0
        && top >= 0
        && width > 0
        && height > 0
        && left + width <= 1 + ROUNDING
        && top + height <= 1 + ROUNDING)) {
      throw new IllegalArgumentException(
          "a box lies inside its picture and is not empty; left %s, top %s, width %s, height %s of 1"
              .formatted(left, top, width, height));
    }
  }

  /**
   * A box given in pixels.
   *
   * @param pictureWidth of the picture that it was drawn on, whatever the file's own size
   * @throws IllegalArgumentException as the constructor
   */
  public static Box ofPixels(
      double left,
      double top,
      double width,
      double height,
      double pictureWidth,
      double pictureHeight) {
    return new Box(
        left / pictureWidth, top / pictureHeight, width / pictureWidth, height / pictureHeight);
  }

  /**
   * Boxes as a reference to a part of the picture itself, which may stand where the name of a mask
   * file stands: {@code #xywh=percent:left,top,width,height}, joined by {@code &} (W3C Media
   * Fragments, 4.2.2; several boxes are ours).
   */
  public static String fragment(List<Box> boxes) {
    List<String> parts = new ArrayList<>();
    for (Box box : boxes) {
      parts.add(
          String.format(
              Locale.ROOT,
              "xywh=percent:%.8f,%.8f,%.8f,%.8f",
              100 * box.left,
              100 * box.top,
              100 * box.width,
              100 * box.height));
    }
    return "#" + String.join("&", parts);
  }

  /** Whether a mask's name means boxes rather than a file. */
  public static boolean isFragment(String name) {
    return name.startsWith("#xywh=");
  }

  /**
   * The boxes of a fragment.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static List<Box> parse(String fragment) {
    List<Box> boxes = new ArrayList<>();
    for (String part : fragment.substring(1).split("&", -1)) {
      Matcher box = ONE.matcher(part);
      if (!box.matches()) {
        throw new IllegalArgumentException(
            "a box is written #xywh=percent:left,top,width,height, not " + fragment);
      }
      boxes.add(
          new Box(
              share(box.group(1)), share(box.group(2)), share(box.group(3)), share(box.group(4))));
    }
    return boxes;
  }

  /** Everything inside any of the boxes, at a picture's size. */
  public static Mask mask(List<Box> boxes, int height, int width) {
    float[] plane = new float[Math.multiplyExact(height, width)];
    for (Box box : boxes) {
      int from = (int) Math.round(box.left * width);
      int to =
          Math.min(width, Math.max(from + 1, (int) Math.round((box.left + box.width) * width)));
      int top = (int) Math.round(box.top * height);
      int bottom =
          Math.min(height, Math.max(top + 1, (int) Math.round((box.top + box.height) * height)));
      for (int y = Math.min(top, height - 1); y < bottom; y++) {
        Arrays.fill(plane, y * width + Math.min(from, width - 1), y * width + to, 1);
      }
    }
    return new Mask(height, width, plane);
  }

  private static double share(String percent) {
    return Double.parseDouble(percent) / 100;
  }
}
