package dev.telltale.image;

import java.util.Arrays;
import java.util.List;

/** Many pictures side by side, for people to look at. */
public final class ContactSheet {
  private ContactSheet() {}

  /**
   * Pictures in rows, on white; every cell has the size of the largest picture.
   *
   * @param pictures at least one, left to right and top to bottom
   * @param columns pictures in a row, at least 1
   * @param gap white pixels between cells, at least 0
   */
  public static RgbImage of(List<RgbImage> pictures, int columns, int gap) {
    if (pictures.isEmpty() || columns < 1 || gap < 0) {
      throw new IllegalArgumentException(
          "a sheet needs pictures and columns: %d pictures, %d columns, gap %d"
              .formatted(pictures.size(), columns, gap));
    }
    int cellH = 1;
    int cellW = 1;
    for (RgbImage picture : pictures) {
      cellH = Math.max(cellH, picture.height());
      cellW = Math.max(cellW, picture.width());
    }
    int across = Math.min(columns, pictures.size());
    int down = (pictures.size() + columns - 1) / columns;
    int width = across * (cellW + gap) - gap;
    int height = down * (cellH + gap) - gap;
    byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(3, height), width)];
    Arrays.fill(out, (byte) 255);
    for (int i = 0; i < pictures.size(); i++) {
      RgbImage picture = pictures.get(i);
      int top = i / columns * (cellH + gap);
      int left = i % columns * (cellW + gap);
      int row = picture.width() * 3;
      for (int y = 0; y < picture.height(); y++) {
        System.arraycopy(picture.rgb(), y * row, out, ((top + y) * width + left) * 3, row);
      }
    }
    return new RgbImage(height, width, out);
  }
}
