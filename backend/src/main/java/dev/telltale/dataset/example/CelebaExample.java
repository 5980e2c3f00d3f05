package dev.telltale.dataset.example;

import dev.telltale.dataset.faces.Face;
import dev.telltale.dataset.faces.Faces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Draws faces as CelebA is published, at half its size. */
final class CelebaExample implements ExampleDrawer {
  private static final int WIDTH = 89;
  private static final int HEIGHT = 109;

  @Override
  public void write(Path dir, int count, long seed) throws IOException {
    StringBuilder attributes = new StringBuilder(FaceAttributes.header(count));
    StringBuilder partition = new StringBuilder();
    StringBuilder identities = new StringBuilder();
    for (int i = 0; i < count; i++) {
      Face face = Person.draw(seed, i).face();
      String name = "%06d.jpg".formatted(i + 1);
      Path file = dir.resolve("img_align_celeba").resolve(name);
      Jpeg.write(file, Faces.paint(face, WIDTH, HEIGHT).image());
      attributes.append(name).append(FaceAttributes.row(face));
      partition.append("%s %d\n".formatted(name, part(i, count)));
      // Nobody is drawn twice.
      identities.append("%s %d\n".formatted(name, i + 1));
    }
    Files.writeString(dir.resolve("list_eval_partition.txt"), partition);
    Files.writeString(dir.resolve("identity_CelebA.txt"), identities);
    Files.writeString(dir.resolve("list_attr_celeba.txt"), attributes);
  }

  /** As in CelebA, the first eight tenths are for training, one for tuning, one for reporting. */
  static int part(int index, int count) {
    return index * 10L < count * 8L ? 0 : index * 10L < count * 9L ? 1 : 2;
  }
}
