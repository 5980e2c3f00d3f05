package dev.telltale.dataset.example;

import dev.telltale.dataset.waterbirds.Drawing;
import dev.telltale.dataset.waterbirds.Waterbirds;
import dev.telltale.image.Png;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Draws birds and lists them in a table; half of them have masks, the other half boxes. */
final class ManifestExample implements ExampleDrawer {
  private static final int SIZE = 64;
  private static final double CORRELATION = .9;

  @Override
  public void write(Path dir, int count, long seed) throws IOException {
    Waterbirds birds = new Waterbirds(CORRELATION, SIZE, seed);
    Path pictures = Files.createDirectories(dir.resolve("pictures"));
    Path masks = Files.createDirectories(dir.resolve("masks"));
    StringBuilder csv =
        new StringBuilder("path,label,split,mask,box,width,height,group:place,night,serial\n");
    for (int i = 0; i < count; i++) {
      Drawing drawing = birds.draw(i);
      String name = "%06d.png".formatted(i);
      Files.write(pictures.resolve(name), Png.write(drawing.image()));
      String mask = "";
      String box = "";
      if (i % 2 == 0) {
        Files.write(masks.resolve(name), Png.write(drawing.mask()));
        mask = "masks/" + name;
      } else {
        int[] found = Still.box(drawing.mask());
        box = "%d %d %d %d".formatted(found[0], found[1], found[2], found[3]);
      }
      csv.append("pictures/%s,%s,%s,".formatted(name, drawing.label(), drawing.split()));
      csv.append("%s,%s,%d,%d,".formatted(mask, box, SIZE, SIZE));
      csv.append("%s,%s,%d\n".formatted(drawing.place(), i % 3 == 0, i));
    }
    Files.writeString(dir.resolve("manifest.csv"), csv);
  }
}
