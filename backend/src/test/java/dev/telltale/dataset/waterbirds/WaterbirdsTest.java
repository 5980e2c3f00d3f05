package dev.telltale.dataset.waterbirds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.Sample;
import dev.telltale.dataset.layout.DataSets;
import dev.telltale.image.Pictures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaterbirdsTest {
  private static final Waterbirds BIRDS = new Waterbirds(.95, 64, 1);

  @TempDir Path dir;

  /** Recorded once; a change of a single bit of a pixel or mask changes them. */
  @Test
  void theSamePixelsAreDrawnOnEveryMachine() {
    assertThat(checksum(BIRDS, 40)).isEqualTo(2357187145L);
    assertThat(checksum(new Waterbirds(.5, 96, 7), 10)).isEqualTo(2954008210L);
  }

  @Test
  void whatIsWrittenIsReadBackWithItsTruth() throws Exception {
    BIRDS.write(dir, 30, done -> {});
    DataSet set = DataSets.open("birds", dir, null);
    assertThat(set.layout()).isEqualTo("waterbirds");
    assertThat(set.samples()).hasSize(30);
    for (int index = 0; index < 30; index++) {
      Sample sample = set.samples().get(index);
      Drawing drawn = BIRDS.draw(index);
      assertThat(sample.label()).isEqualTo(drawn.label());
      assertThat(sample.groups()).isEqualTo(Map.of("place", drawn.place()));
      assertThat(sample.split()).isEqualTo(drawn.split());
      assertThat(Pictures.decode(Files.readAllBytes(sample.image()))).isEqualTo(drawn.image());
      assertThat(Pictures.decodeMask(Files.readAllBytes(sample.mask()))).isEqualTo(drawn.mask());
    }
  }

  @Test
  void aDirectoryWithOtherFilesIsLeftAlone() throws Exception {
    Files.writeString(dir.resolve("mine.txt"), "x");
    assertThatThrownBy(() -> Waterbirds.generate(dir, 5, .9, 64, 1))
        .isInstanceOf(DataSetException.class)
        .hasMessage(dir + " holds other files; give an empty directory");
  }

  @Test
  void whatWasInterruptedCanBeWrittenAgain() throws Exception {
    Files.createDirectories(dir.resolve("images"));
    Files.writeString(dir.resolve("images/000000.png"), "half a picture");
    Waterbirds.generate(dir, 2, .9, 64, 1);
    assertThat(DataSets.open("birds", dir, null).samples()).hasSize(2);
  }

  @Test
  void classesAreOfOneSizeAndPlacesFollowTheCorrelation() {
    Map<String, Integer> counts = new HashMap<>();
    int own = 0;
    for (int index = 0; index < 4000; index++) {
      Scene scene = Scene.draw(3, index, .9);
      counts.merge(scene.waterbird() ? "waterbird" : "landbird", 1, Integer::sum);
      own += scene.waterbird() == scene.onWater() ? 1 : 0;
    }
    assertThat(counts).containsEntry("waterbird", 2000).containsEntry("landbird", 2000);
    assertThat(own / 4000.0).isCloseTo(.9, within(.02));
  }

  @Test
  void splitsHaveTheirShares() {
    Map<String, Integer> counts = new HashMap<>();
    Waterbirds small = new Waterbirds(.9, 16, 5, new Splits(.5, .3, .2));
    for (int index = 0; index < 1000; index++) {
      counts.merge(small.draw(index).split(), 1, Integer::sum);
    }
    assertThat(counts.get("train")).isBetween(450, 550);
    assertThat(counts.get("val")).isBetween(250, 350);
    assertThat(counts.get("test")).isBetween(150, 250);
  }

  @Test
  void betweenCorrelationsTheBirdStaysAndOnlyThePlaceChanges() {
    for (int index = 0; index < 50; index++) {
      Scene own = Scene.draw(1, index, 1);
      Scene other = Scene.draw(1, index, 0);
      assertThat(own.onWater()).isEqualTo(own.waterbird()).isNotEqualTo(other.onWater());
      assertThat(own.bird()).isEqualTo(other.bird());
      assertThat(own.ground().land()).isEqualTo(other.ground().land());
      assertThat(new Waterbirds(1, 64, 1).draw(index).mask())
          .isEqualTo(new Waterbirds(0, 64, 1).draw(index).mask());
    }
  }

  @Test
  void birdsTakeAboutATenthOfThePicture() {
    double sum = 0;
    for (int index = 0; index < 200; index++) {
      double share = BIRDS.draw(index).mask().shareInside();
      assertThat(share).isBetween(.02, .35);
      sum += share;
    }
    assertThat(sum / 200).isBetween(.08, .13);
  }

  @Test
  void aLargerPictureShowsTheSameScene() {
    double small = new Waterbirds(.9, 64, 1).draw(5).mask().shareInside();
    double large = new Waterbirds(.9, 256, 1).draw(5).mask().shareInside();
    assertThat(large).isCloseTo(small, within(.01));
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Waterbirds(1.1, 64, 1))
        .hasMessage("the correlation must be from 0 to 1, not 1.1");
    assertThatThrownBy(() -> new Waterbirds(.9, 8, 1))
        .hasMessage("the size must be from 16 to 4096 pixels, not 8");
    assertThatThrownBy(() -> BIRDS.write(dir, 0, done -> {}))
        .hasMessage("the count must be from 1 to 1000000, not 0");
    assertThatThrownBy(() -> new Splits(.5, .5, .5))
        .hasMessage("split shares must sum to 1: 0.5, 0.5, 0.5");
  }

  private static long checksum(Waterbirds birds, int count) {
    CRC32 crc = new CRC32();
    for (int index = 0; index < count; index++) {
      Drawing drawing = birds.draw(index);
      crc.update(drawing.image().rgb());
      for (float value : drawing.mask().plane()) {
        crc.update((int) value);
      }
    }
    return crc.getValue();
  }
}
