package dev.telltale.dataset.example;

import dev.telltale.dataset.faces.Face;
import dev.telltale.dataset.faces.Faces;
import dev.telltale.dataset.faces.Part;
import dev.telltale.image.Mask;
import dev.telltale.image.Png;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Draws faces as CelebAMask-HQ is published, at an eighth of its size. */
final class CelebaMaskHqExample implements ExampleDrawer {
  private static final int SIZE = 128;
  private static final int MASK_SIZE = SIZE / 2;
  private static final int PER_DIRECTORY = 2000;

  @Override
  public void write(Path dir, int count, long seed) throws IOException {
    StringBuilder attributes = new StringBuilder(FaceAttributes.header(count));
    StringBuilder partition = new StringBuilder();
    StringBuilder mapping = new StringBuilder("idx         orig_idx    orig_file\n");
    for (int i = 0; i < count; i++) {
      Face face = Person.draw(seed, i).face();
      String name = i + ".jpg";
      Jpeg.write(dir.resolve("CelebA-HQ-img").resolve(name), Faces.paint(face, SIZE, SIZE).image());
      Path masks = dir.resolve("CelebAMask-HQ-mask-anno").resolve("" + i / PER_DIRECTORY);
      Files.createDirectories(masks);
      Map<Part, Mask> parts = Faces.paint(face, MASK_SIZE, MASK_SIZE).parts();
      for (Map.Entry<Part, Mask> part : parts.entrySet()) {
        Path file = masks.resolve("%05d_%s.png".formatted(i, part.getKey().label()));
        Files.write(file, Png.write(part.getValue()));
      }
      attributes.append(name).append(' ').append(FaceAttributes.row(face));
      // The pictures of CelebA that these would have been made from, in reverse.
      int original = count - 1 - i;
      String originalName = "%06d.jpg".formatted(original + 1);
      mapping.append("%-11d %-11d %s\n".formatted(i, original, originalName));
      partition.append("%06d.jpg %d\n".formatted(i + 1, CelebaExample.part(i, count)));
    }
    Files.writeString(dir.resolve("CelebA-HQ-to-CelebA-mapping.txt"), mapping);
    Files.writeString(dir.resolve("list_eval_partition.txt"), partition);
    Files.writeString(dir.resolve("CelebAMask-HQ-attribute-anno.txt"), attributes);
  }
}
