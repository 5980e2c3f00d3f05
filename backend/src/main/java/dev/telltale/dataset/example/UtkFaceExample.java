package dev.telltale.dataset.example;

import dev.telltale.dataset.faces.Faces;
import dev.telltale.dataset.faces.Trait;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/** Draws faces as UTKFace's aligned ones are published, at half their size. */
final class UtkFaceExample implements ExampleDrawer {
  private static final int SIZE = 100;
  private static final LocalDateTime FIRST = LocalDateTime.of(2017, 1, 9, 14, 0, 0);
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS");

  @Override
  public void write(Path dir, int count, long seed) throws IOException {
    for (int i = 0; i < count; i++) {
      Person person = Person.draw(seed, i);
      String name =
          "%d_%d_%d_%s.jpg.chip.jpg"
              .formatted(
                  person.age(),
                  person.face().has(Trait.MALE) ? 0 : 1,
                  person.race(),
                  DATE.format(FIRST.plusSeconds(7L * i)));
      Jpeg.write(dir.resolve(name), Faces.paint(person.face(), SIZE, SIZE).image());
    }
  }
}
