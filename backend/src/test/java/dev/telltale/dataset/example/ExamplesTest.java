package dev.telltale.dataset.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.Sample;
import dev.telltale.dataset.layout.DataSets;
import dev.telltale.dataset.layout.Layout;
import dev.telltale.image.Mask;
import dev.telltale.image.Pictures;
import dev.telltale.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {
  private static final int COUNT = 12;

  @TempDir Path temp;

  static List<Layout> layouts() {
    return Examples.layouts();
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void anExampleIsRecognisedAndReadWithoutAFault(Layout layout) throws Exception {
    Path dir = temp.resolve("drawn");
    Examples.write(layout, dir, COUNT, 1);
    DataSet set = DataSets.open("example", dir, null);
    assertThat(set.layout()).isEqualTo(layout.label());
    assertThat(set.samples()).hasSize(COUNT);
    Set<RgbImage> pictures = new HashSet<>();
    for (Sample sample : set.samples()) {
      RgbImage picture = Pictures.decode(Files.readAllBytes(sample.image()));
      pictures.add(picture);
      if (sample.mask() != null && !set.samples().scaledMasks()) {
        Mask mask = Pictures.decodeMask(Files.readAllBytes(sample.mask()));
        assertThat(mask.height()).isEqualTo(picture.height());
        assertThat(mask.width()).isEqualTo(picture.width());
        assertThat(mask.shareInside()).isBetween(.01, .99);
      }
    }
    assertThat(pictures).as("no picture is drawn twice").hasSize(COUNT);
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void theSeedDecidesEveryByte(Layout layout) throws IOException {
    Examples.write(layout, temp.resolve("a"), COUNT, 7);
    Examples.write(layout, temp.resolve("b"), COUNT, 7);
    Examples.write(layout, temp.resolve("c"), COUNT, 8);
    assertThat(checksums(temp.resolve("a"))).isEqualTo(checksums(temp.resolve("b")));
    assertThat(checksums(temp.resolve("a"))).isNotEqualTo(checksums(temp.resolve("c")));
  }

  @Test
  void whatCannotBeDrawnIsSaid() throws IOException {
    Files.writeString(temp.resolve("mine.txt"), "x");
    assertThatThrownBy(() -> Examples.write(Layout.IMAGEFOLDER, temp, 3, 0))
        .isInstanceOf(DataSetException.class)
        .hasMessage(temp + " holds other files; give an empty directory");
    assertThatThrownBy(() -> Examples.write(Layout.IMAGEFOLDER, temp.resolve("x"), 100_001, 0))
        .hasMessage("the count must be from 1 to 100000, not 100001");
  }

  private static Map<String, Long> checksums(Path dir) throws IOException {
    Map<String, Long> sums = new TreeMap<>();
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        CRC32 crc = new CRC32();
        crc.update(Files.readAllBytes(file));
        sums.put(dir.relativize(file).toString(), crc.getValue());
      }
    }
    return sums;
  }
}
