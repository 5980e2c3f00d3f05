package dev.telltale.image;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;

/** Pictures of any size in square cells on white, each with its name below. */
public final class CaptionedSheet {
  private static final int GAP = 6;
  private static final int LINE = 18;
  private static final int FONT_SIZE = 12;
  private static final Color INK = new Color(0x22, 0x2A, 0x28);

  private CaptionedSheet() {}

  /**
   * One cell.
   *
   * @param picture of any size
   * @param name cut in its middle if it is too long for the cell
   */
  public record Cell(RgbImage picture, String name) {}

  /**
   * Lays cells out, left to right and top to bottom. On a machine without any font the names are
   * left out.
   *
   * @param cells at least one
   * @param columns cells in a row, at least 1
   * @param edge of a cell in pixels, at least 1
   */
  public static RgbImage of(List<Cell> cells, int columns, int edge) {
    if (cells.isEmpty() || columns < 1 || edge < 1) {
      throw new IllegalArgumentException(
          "a sheet needs cells and columns: %d cells, %d columns, edge %d"
              .formatted(cells.size(), columns, edge));
    }
    int across = Math.min(columns, cells.size());
    int down = (cells.size() + columns - 1) / columns;
    RgbImage sheet = white(down * (edge + LINE + GAP) + GAP, across * (edge + GAP) + GAP);
    for (int i = 0; i < cells.size(); i++) {
      int left = GAP + i % columns * (edge + GAP);
      int top = GAP + i / columns * (edge + LINE + GAP);
      RgbImage fitted = cells.get(i).picture().fittedInto(edge);
      fitted.pastedInto(
          sheet, left + (edge - fitted.width()) / 2, top + (edge - fitted.height()) / 2);
      caption(cells.get(i).name(), edge).pastedInto(sheet, left, top + edge);
    }
    return sheet;
  }

  private static RgbImage caption(String name, int width) {
    BufferedImage line = new BufferedImage(width, LINE, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = line.createGraphics();
    try {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, width, LINE);
      graphics.setColor(INK);
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE));
      FontMetrics metrics = graphics.getFontMetrics();
      String shown = fitted(name, metrics, width);
      graphics.drawString(
          shown,
          (width - metrics.stringWidth(shown)) / 2,
          (LINE - metrics.getHeight()) / 2 + metrics.getAscent());
    } catch (RuntimeException | InternalError | LinkageError e) {
      // A Java without font libraries, or a machine without fonts, says so in any of these.
      return white(LINE, width);
    } finally {
      graphics.dispose();
    }
    return Rasters.rgb(line);
  }

  /** The end of a name often is what tells it from the next: the middle is left out. */
  private static String fitted(String name, FontMetrics metrics, int width) {
    String shown = name;
    for (int kept = name.length() - 1; metrics.stringWidth(shown) > width && kept > 0; kept--) {
      shown = name.substring(0, kept / 2) + "…" + name.substring(name.length() - (kept - kept / 2));
    }
    return shown;
  }

  private static RgbImage white(int height, int width) {
    byte[] rgb = new byte[Math.multiplyExact(Math.multiplyExact(3, height), width)];
    Arrays.fill(rgb, (byte) 255);
    return new RgbImage(height, width, rgb);
  }
}
