package dev.telltale.dataset.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Sample;
import dev.telltale.dataset.Task;
import dev.telltale.dataset.drawn.Painting;
import dev.telltale.dataset.drawn.Splits;
import dev.telltale.dataset.layout.DataSets;
import dev.telltale.image.Pictures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShapesTest {
  private static final Shapes SHAPES = new Shapes(64, 1);

  @TempDir Path dir;

  /** Recorded once; a change of a single bit of a pixel or mask changes it. */
  @Test
  void theSamePixelsAreDrawnOnEveryMachine() {
    CRC32 crc = new CRC32();
    for (int index = 0; index < 40; index++) {
      Painting painting = SHAPES.paint(SHAPES.scene(index));
      crc.update(painting.image().rgb());
      for (float value : painting.mask().plane()) {
        crc.update((int) value);
      }
    }
    assertThat(crc.getValue()).isEqualTo(4283389444L);
  }

  @Test
  void whatIsWrittenIsReadBackWithItsTruth() throws Exception {
    SHAPES.write(dir, 20, done -> {});
    DataSet set = DataSets.open("shapes", dir, null);
    assertThat(set.layout()).isEqualTo("manifest");
    DataSet grouped = set.as(new Task(null, List.of("texture", "colour", "bars"), null));
    for (int index = 0; index < 20; index++) {
      ShapeScene scene = SHAPES.scene(index);
      Sample sample = grouped.samples().get(index);
      assertThat(sample.label()).isEqualTo(scene.value(ShapeFactor.SHAPE));
      assertThat(sample.split()).isEqualTo(Splits.DEFAULT.of(1, index).name());
      assertThat(sample.groups())
          .isEqualTo(
              Map.of(
                  "texture", scene.value(ShapeFactor.TEXTURE),
                  "colour", scene.value(ShapeFactor.COLOUR),
                  "bars", scene.value(ShapeFactor.BARS)));
      Painting painting = SHAPES.paint(scene);
      assertThat(Pictures.decode(Files.readAllBytes(sample.image()))).isEqualTo(painting.image());
      assertThat(Pictures.decodeMask(Files.readAllBytes(sample.mask()))).isEqualTo(painting.mask());
    }
  }

  @Test
  void factorsAreDrawnEvenlyButForPlainGrounds() {
    Map<String, Integer> counts = new HashMap<>();
    for (int index = 0; index < 6000; index++) {
      for (ShapeFactor factor : ShapeFactor.values()) {
        counts.merge(factor + SHAPES.scene(index).value(factor), 1, Integer::sum);
      }
    }
    counts.forEach(
        (value, count) -> {
          int expected =
              value.startsWith("SHAPE")
                  ? 1000
                  : value.startsWith("COLOUR")
                      ? 1500
                      : value.startsWith("BARS") ? 3000 : value.endsWith("none") ? 2400 : 600;
          assertThat(count).as(value).isBetween((int) (.85 * expected), (int) (1.15 * expected));
        });
    assertThat(counts).hasSize(6 + 7 + 4 + 2);
  }

  @Test
  void whatAFactorDoesNotTouchStaysEqual() {
    for (int index = 0; index < 20; index++) {
      ShapeScene scene = SHAPES.scene(index);
      Painting before = SHAPES.paint(scene);
      for (ShapeFactor factor : ShapeFactor.values()) {
        String other =
            factor
                .choices()
                .get((factor.choice(scene.value(factor)) + 1) % factor.choices().size());
        ShapeScene with = scene.with(factor, other);
        Painting after = SHAPES.paint(with);
        assertThat(after.image()).isNotEqualTo(before.image());
        if (factor != ShapeFactor.SHAPE) {
          assertThat(after.mask()).isEqualTo(before.mask());
        }
        byte[] a = before.image().rgb();
        byte[] b = after.image().rgb();
        for (int i = 0; i < a.length; i++) {
          if (factor == ShapeFactor.TEXTURE
              ? inside(before, i / 3)
              : outside(before, after, i / 3)) {
            assertThat(b[i]).isEqualTo(a[i]);
          }
        }
      }
    }
  }

  @Test
  void whatIsNoValueIsRefused() {
    assertThatThrownBy(() -> new Shapes(64, 0, Splits.DEFAULT, Map.of(ShapeFactor.SHAPE, "circle")))
        .hasMessage("shape is one of swan, bird, quadruped, box, cross, fish, not \"circle\"");
    assertThatThrownBy(() -> new Shapes(64, -1))
        .hasMessage("the seed must be from 0 to 72057594037927935, not -1");
  }

  private static boolean inside(Painting painting, int at) {
    return count(painting, at) == 81;
  }

  private static boolean outside(Painting before, Painting after, int at) {
    return count(before, at) + count(after, at) == 0;
  }

  /** How many of the pixels within four of it the object covers. */
  private static int count(Painting painting, int at) {
    int count = 0;
    for (int y = Math.max(0, at / 64 - 4); y <= Math.min(63, at / 64 + 4); y++) {
      for (int x = Math.max(0, at % 64 - 4); x <= Math.min(63, at % 64 + 4); x++) {
        count += (int) painting.mask().plane()[y * 64 + x];
      }
    }
    return count;
  }
}
