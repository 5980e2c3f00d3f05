package dev.telltale.dataset;

import dev.telltale.dataset.waterbirds.Drawing;
import dev.telltale.dataset.waterbirds.Waterbirds;
import dev.telltale.image.ContactSheet;
import dev.telltale.image.Png;
import dev.telltale.image.RgbImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Draws data sets to look at. Arguments: sheet FILE, or DIR COUNT CORRELATION SIZE SEED. */
final class WaterbirdsSheet {
  private WaterbirdsSheet() {}

  public static void main(String[] args) throws Exception {
    if (args[0].equals("sheet")) {
      List<RgbImage> cells = new ArrayList<>();
      for (String group :
          List.of("landbird land", "landbird water", "waterbird land", "waterbird water")) {
        int found = 0;
        for (int i = 0; found < 20; i++) {
          Drawing d = new Waterbirds(.5, Integer.parseInt(args[2]), 7).draw(i);
          if ((d.label() + " " + d.place()).equals(group)) {
            cells.add(d.image());
            found++;
          }
        }
      }
      RgbImage sheet = ContactSheet.of(cells, 10, 0);
      Files.write(Path.of(args[1]), Png.write(sheet.scaledToWidth(Math.max(1280, sheet.width()))));
      return;
    }
    long start = System.nanoTime();
    int count = Integer.parseInt(args[1]);
    Waterbirds.generate(
        Path.of(args[0]),
        count,
        Double.parseDouble(args[2]),
        Integer.parseInt(args[3]),
        Long.parseLong(args[4]));
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf("%d images in %.2f s: %.0f images/s%n", count, seconds, count / seconds);
  }
}
