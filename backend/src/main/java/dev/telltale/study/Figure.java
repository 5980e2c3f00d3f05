package dev.telltale.study;

import dev.telltale.stats.Estimate;
import java.util.List;
import java.util.Locale;

/**
 * A chart of figures with their intervals, as SVG: lines over a horizontal axis with a place for
 * each condition, whatever its number.
 *
 * @param title what is shown
 * @param places the conditions, left to right; what the axis says
 * @param lines drawn in order
 * @param least the lower end of the vertical axis
 * @param most its upper end
 */
record Figure(String title, List<String> places, List<Line> lines, double least, double most) {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;
  private static final int LEFT = 56;
  private static final int RIGHT = 16;
  private static final int TOP = 64;
  private static final int BOTTOM = 40;
  private static final int STEPS = 5;

  /** Told apart with any colour vision (Okabe and Ito 2008). */
  private static final List<String> COLOURS = List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7");

  /**
   * A line.
   *
   * @param name what it shows
   * @param points one for each place; NaN where there is none
   */
  record Line(String name, List<Point> points) {}

  /** A value with its interval; low and high NaN without one. */
  record Point(double value, double low, double high) {
    static Point of(Estimate estimate) {
      return new Point(estimate.value(), estimate.low(), estimate.high());
    }

    static Point of(double value) {
      return new Point(value, Double.NaN, Double.NaN);
    }
  }

  /** The whole file. */
  String svg() {
    StringBuilder out = new StringBuilder();
    add(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
            + " font-family=\"sans-serif\" font-size=\"12\">%n<title>%s</title>%n"
            + "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>%n"
            + "<text x=\"%d\" y=\"20\" font-size=\"14\" font-weight=\"bold\">%s</text>%n",
        WIDTH,
        HEIGHT,
        escaped(title),
        WIDTH,
        HEIGHT,
        LEFT,
        escaped(title));
    axes(out);
    for (int i = 0; i < lines.size(); i++) {
      line(out, i);
    }
    return out.append("</svg>\n").toString();
  }

  private void axes(StringBuilder out) {
    for (int i = 0; i <= STEPS; i++) {
      double value = least + (most - least) * i / STEPS;
      add(
          out,
          "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>"
              + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.2f</text>%n",
          LEFT,
          WIDTH - RIGHT,
          y(value),
          y(value),
          LEFT - 8,
          y(value) + 4,
          value);
    }
    for (int i = 0; i < places.size(); i++) {
      add(
          out,
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
          x(i, 0),
          HEIGHT - BOTTOM + 20,
          escaped(places.get(i)));
    }
  }

  private void line(StringBuilder out, int index) {
    Line line = lines.get(index);
    String colour = COLOURS.get(index % COLOURS.size());
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < line.points().size(); i++) {
      Point point = line.points().get(i);
      if (Double.isNaN(point.value())) {
        continue;
      }
      double x = x(i, index);
      add(path, "%s%.1f,%.1f", path.isEmpty() ? "M" : " L", x, y(point.value()));
      if (!Double.isNaN(point.low())) {
        add(
            out,
            "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
            x,
            x,
            y(point.low()),
            y(point.high()),
            colour);
      }
      add(
          out,
          "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n",
          x,
          y(point.value()),
          colour);
    }
    add(out, "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n", path, colour);
    int legend = LEFT + index * (WIDTH - LEFT - RIGHT) / lines.size();
    add(
        out,
        "<rect x=\"%d\" y=\"36\" width=\"12\" height=\"4\" fill=\"%s\"/>"
            + "<text x=\"%d\" y=\"42\">%s</text>%n",
        legend,
        colour,
        legend + 18,
        escaped(line.name()));
  }

  /** Lines are moved apart a little, so that their intervals can be told apart. */
  private double x(int place, int line) {
    double width = (WIDTH - LEFT - RIGHT) / (double) places.size();
    return LEFT + width * (place + .5) + 5 * line;
  }

  private double y(double value) {
    double share = (Math.min(most, Math.max(least, value)) - least) / (most - least);
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
  }

  private static void add(StringBuilder out, String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
