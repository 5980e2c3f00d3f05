package dev.telltale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.layout.DataSets;
import dev.telltale.image.Pictures;
import dev.telltale.image.RgbImage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerateCommandTest {
  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({
    "waterbirds, place=water",
    "places, place=land",
    "faces, bow_tie=1",
    "shapes, bars=yes",
  })
  void everyGeneratorHasSplitsSpacesAndPairs(String generator, String change) throws Exception {
    DataSet mixed = draw(generator, "mixed", "--count", "60");
    assertThat(splits(mixed)).containsExactlyInAnyOrder("train", "val", "test");
    DataSet tuning = draw(generator, "tuning", "--space", "tuning");
    assertThat(splits(tuning)).containsExactly("val");
    DataSet train = draw(generator, "train", "--split", "train");
    assertThat(splits(train)).containsExactly("train");
    assertThat(pictures(train)).doesNotContainAnyElementsOf(pictures(tuning));
    DataSet changed = draw(generator, "changed", "--split", "train", "--intervene", change);
    assertThat(names(changed)).isEqualTo(names(train));
    assertThat(pictures(changed)).isNotEqualTo(pictures(train));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "waterbirds --intervene wings=2 | there is no factor \"wings\" to intervene on; there are"
            + " place, shape, plumage, colour, position",
        "shapes --intervene bars=many | bars is one of no, yes, not \"many\"",
        "faces --correlate Male=0.3 | --correlate is A:B=D, as Male:Big_Nose=0.6, not \"Male=0.3\"",
        "faces --space testing | there is no seed space \"testing\"; there are training, tuning,"
            + " stopping, reporting, screening",
        "places --seed -1 | the seed must be from 0 to 72057594037927935, not -1",
      })
  void whatCannotBeDrawnEndsWithOneLine(String line, String message) {
    List<String> arguments = new ArrayList<>(Arrays.asList(line.split(" ")));
    arguments.addAll(List.of("--out", dir.resolve("none").toString(), "--count", "2"));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      assertThat(run(arguments)).isEqualTo(2);
    } finally {
      System.setErr(before);
    }
    assertThat(said.toString(StandardCharsets.UTF_8)).contains(message);
    assertThat(dir.resolve("none")).doesNotExist();
  }

  @Test
  void correlationsAreAsAskedFor() throws Exception {
    draw("faces", "all", "--count", "40", "--size", "16", "--correlate", "Male:Blond_Hair=1");
    List<String> lines = Files.readAllLines(dir.resolve("all/list_attr_celeba.txt"));
    int blond = Arrays.asList(lines.get(1).split(" ")).indexOf("Blond_Hair") + 1;
    int male = Arrays.asList(lines.get(1).split(" ")).indexOf("Male") + 1;
    for (String line : lines.subList(2, 42)) {
      String[] values = line.split(" +");
      assertThat(values[blond]).isEqualTo(values[male]);
    }
  }

  private DataSet draw(String generator, String name, String... options) {
    Path out = dir.resolve(name);
    List<String> arguments = new ArrayList<>(List.of(generator, "--out", out.toString()));
    arguments.addAll(List.of(options));
    if (!arguments.contains("--count")) {
      arguments.addAll(List.of("--count", "8"));
    }
    arguments.addAll(List.of("--seed", "5"));
    assertThat(run(arguments)).isZero();
    return DataSets.open(name, out, null);
  }

  private static int run(List<String> arguments) {
    List<String> line = new ArrayList<>(List.of("generate"));
    line.addAll(arguments);
    return Main.commandLine().execute(line.toArray(String[]::new));
  }

  private static Set<String> splits(DataSet set) {
    return set.samples().stream().map(sample -> sample.split()).collect(Collectors.toSet());
  }

  private static List<String> names(DataSet set) {
    return set.samples().stream()
        .map(sample -> sample.image().getFileName().toString())
        .sorted()
        .toList();
  }

  private static List<RgbImage> pictures(DataSet set) throws Exception {
    List<RgbImage> pictures = new ArrayList<>();
    for (var sample : set.samples()) {
      pictures.add(Pictures.decode(Files.readAllBytes(sample.image())));
    }
    return pictures;
  }
}
