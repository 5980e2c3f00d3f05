package dev.telltale.dataset.example;

import dev.telltale.image.Mask;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Paints a face part by part, from the back to the front, and knows of each part what is left of it
 * to be seen. Lengths are in shares of the picture's side; parts have the names that CelebAMask-HQ
 * gives them.
 */
final class FacePainter {
  private static final int NOISE = 10; // of 255, either way

  private final Face face;
  private final Map<String, Area> parts = new LinkedHashMap<>();
  private final Map<String, Color> colours = new LinkedHashMap<>();
  private final double middle;
  private final double half;

  FacePainter(Face face) {
    this.face = face;
    this.middle = .5 + .05 * face.left();
    this.half = .19 + .05 * face.width();
    build();
  }

  /** The picture. */
  BufferedImage paint(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    SplittableRandom random = new SplittableRandom(face.grain());
    graphics.setColor(Color.getHSBColor((float) random.nextDouble(), .35f, .55f));
    graphics.fillRect(0, 0, width, height);
    graphics.scale(width, height);
    parts.forEach(
        (name, shape) -> {
          graphics.setColor(colours.get(name));
          graphics.fill(shape);
        });
    details(graphics);
    graphics.dispose();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int noise = random.nextInt(-NOISE, NOISE + 1);
        image.setRGB(x, y, noisy(image.getRGB(x, y), noise));
      }
    }
    return image;
  }

  /**
   * Masks of the parts that can be seen, each [size, size].
   *
   * @param size pixels of a side; parts that cover none are left out
   */
  Map<String, Mask> masks(int size) {
    BufferedImage places = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = places.createGraphics();
    graphics.scale(size, size);
    List<String> names = List.copyOf(parts.keySet());
    for (int i = 0; i < names.size(); i++) {
      graphics.setColor(new Color(i + 1));
      graphics.fill(parts.get(names.get(i)));
    }
    graphics.dispose();
    Map<String, float[]> planes = new LinkedHashMap<>();
    for (int i = 0; i < size * size; i++) {
      int part = (places.getRGB(i % size, i / size) & 0xFFFFFF) - 1;
      if (part >= 0) {
        planes.computeIfAbsent(names.get(part), name -> new float[size * size])[i] = 1;
      }
    }
    Map<String, Mask> masks = new LinkedHashMap<>();
    planes.forEach((name, plane) -> masks.put(name, new Mask(size, size, plane)));
    return masks;
  }

  /** What belongs to the skin in the published masks, as beards and wrinkles do. */
  private void details(Graphics2D graphics) {
    if (face.mustache()) {
      graphics.setColor(new Color(face.hair().rgb()).darker());
      graphics.fill(ellipse(middle, .632, .075, .014));
    }
    graphics.setColor(skin(.75));
    for (int i = 0; i < Math.max(0, face.age() / 20 - 1) && !face.bangs() && !face.hat(); i++) {
      graphics.fill(ellipse(middle, .35 - .03 * i, .6 * half, .004));
    }
  }

  private void build() {
    Color skin = skin(1);
    Color hair = new Color(face.hair().rgb());
    if (!face.bald()) {
      double length = face.male() ? .01 : .3;
      add("hair", ellipse(middle, .42, half + .06, .32), hair);
      add("hair", new Rectangle2D.Double(middle - half - .05, .42, 2 * half + .1, length), hair);
    }
    add(
        "cloth",
        ellipse(middle, 1.05, .42, .22),
        Color.getHSBColor(face.grain() % 97 / 97f, .6f, .5f));
    add("neck", new Rectangle2D.Double(middle - .09, .7, .18, .2), skin(.85));
    if (face.necklace()) {
      Area chain = new Area(ellipse(middle, .84, .11, .06));
      chain.subtract(new Area(ellipse(middle, .82, .11, .05)));
      add("neck_l", chain, new Color(0xE8D36A));
    }
    pair("l_ear", "r_ear", half + .005, .5, .035, .06, skin(.9));
    if (face.earrings()) {
      add("ear_r", ellipse(middle - half - .01, .58, .02, .025), new Color(0xF4F0C8));
      add("ear_r", ellipse(middle + half + .01, .58, .02, .025), new Color(0xF4F0C8));
    }
    add("skin", ellipse(middle, .5, half, .29), skin);
    add("nose", ellipse(middle, .55, .035, .06), skin(.8));
    pair("l_eye", "r_eye", .45 * half, .45, .045, .022, new Color(0x2B3A55));
    pair(
        "l_brow", "r_brow", .45 * half, .395, .055, face.bushyBrows() ? .018 : .009, hair.darker());
    mouth();
    if (face.bangs()) {
      Area fringe = new Area(ellipse(middle, .42, half + .03, .24));
      fringe.intersect(new Area(new Rectangle2D.Double(0, 0, 1, .34)));
      add("hair", fringe, hair);
    }
    if (face.glasses()) {
      add("eye_g", glass(-1), new Color(0x202020));
      add("eye_g", glass(1), new Color(0x202020));
      add("eye_g", new Rectangle2D.Double(middle - .03, .44, .06, .012), new Color(0x202020));
    }
    if (face.hat()) {
      add(
          "hat",
          new RoundRectangle2D.Double(middle - half - .08, .22, 2 * half + .16, .06, .05, .05),
          new Color(0x37474F));
      add(
          "hat",
          new RoundRectangle2D.Double(middle - half, .06, 2 * half, .18, .08, .08),
          new Color(0x37474F));
    }
  }

  private void mouth() {
    double y = .67;
    double wide = face.smiling() ? .1 : .065;
    double thick = face.smiling() ? .02 : .028;
    Color lips = face.lipstick() ? new Color(0xB71C3C) : skin(.72);
    add("u_lip", lip(y, wide, thick, true), lips);
    add("l_lip", lip(y, wide, thick, false), lips);
    if (face.open()) {
      add("mouth", ellipse(middle, y, wide * .8, thick * .6), new Color(0x4A1515));
    }
  }

  private Area lip(double y, double wide, double thick, boolean upper) {
    Area lip = new Area(ellipse(middle, y, wide, thick));
    lip.intersect(new Area(new Rectangle2D.Double(0, upper ? y - 1 : y, 1, 1)));
    return lip;
  }

  private Area glass(int side) {
    double x = middle + side * .45 * half;
    Area rim = new Area(ellipse(x, .45, .075, .055));
    rim.subtract(new Area(ellipse(x, .45, .062, .043)));
    return rim;
  }

  private void pair(
      String left, String right, double aside, double y, double a, double b, Color colour) {
    add(left, ellipse(middle + aside, y, a, b), colour);
    add(right, ellipse(middle - aside, y, a, b), colour);
  }

  /** Lays a shape over all before it; what it covers of them cannot be seen any more. */
  private void add(String part, Shape shape, Color colour) {
    Area area = new Area(shape);
    area.intersect(new Area(new Rectangle2D.Double(0, 0, 1, 1)));
    parts.forEach(
        (name, below) -> {
          if (!name.equals(part)) {
            below.subtract(area);
          }
        });
    parts.computeIfAbsent(part, name -> new Area()).add(area);
    colours.put(part, colour);
  }

  private Color skin(double shade) {
    double tone = .25 + .75 * Math.max(0, Math.min(1, face.tone()));
    return new Color(
        (int) (236 * tone * shade), (int) (196 * tone * shade), (int) (166 * tone * shade));
  }

  private static Ellipse2D ellipse(double x, double y, double a, double b) {
    return new Ellipse2D.Double(x - a, y - b, 2 * a, 2 * b);
  }

  private static int noisy(int rgb, int noise) {
    int out = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      out |= Math.max(0, Math.min(255, (rgb >> shift & 0xFF) + noise)) << shift;
    }
    return out;
  }
}
