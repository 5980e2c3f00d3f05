package dev.telltale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.dataset.check.CheckReport;
import dev.telltale.dataset.waterbirds.Waterbirds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCommandTest {
  @TempDir Path directory;

  private Path birds;
  private Path out;

  @BeforeEach
  void draw() {
    birds = directory.resolve("birds");
    out = directory.resolve("out");
    Waterbirds.generate(birds, 300, 0.9, 16, 3);
  }

  @Test
  void whatIsWholeEndsWithStatusZeroAndItsFilesTellTheSame() throws Exception {
    assertThat(check("--out", out.toString())).isZero();
    CheckReport report = CheckReport.of(Files.readAllBytes(out.resolve("report.json")));
    assertThat(report.clean()).isTrue();
    assertThat(report.overview().pictures()).isEqualTo(300);
    assertThat(Files.readAllLines(out.resolve("faults.csv")))
        .containsExactly("kind,file,line,what");
    List<String> pairs = Files.readAllLines(out.resolve("correlations.csv"));
    assertThat(pairs).hasSize(2);
    assertThat(pairs.get(1)).contains("waterbird").contains("place = water");
    try (Stream<Path> sheets = Files.list(out.resolve("sheets"))) {
      assertThat(sheets.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("landbird.png", "waterbird.png");
    }
  }

  @Test
  void whatIsWrongEndsWithStatusOneAndIsListedInFull() throws Exception {
    for (int i = 0; i < 7; i++) {
      Files.writeString(birds.resolve("images/%06d.png".formatted(i)), "no picture " + i);
    }
    Files.copy(
        birds.resolve("images/000010.png"),
        birds.resolve("images/000011.png"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThat(check("--out", out.toString(), "--json")).isEqualTo(1);
    List<String> faults = Files.readAllLines(out.resolve("faults.csv"));
    assertThat(faults).hasSize(8);
    assertThat(faults.get(7)).startsWith("unreadable-image,images/000006.png,,");
    List<String> equal = Files.readAllLines(out.resolve("duplicates.csv"));
    assertThat(equal).hasSize(3);
    assertThat(equal.get(2)).startsWith("1,").contains(",images/000011.png,");
  }

  @Test
  void aRowThatCannotBeRightIsPassedOverAndToldWithItsLine() throws Exception {
    Path metadata = birds.resolve("metadata.csv");
    Files.writeString(metadata, Files.readString(metadata) + "nonsense\n");
    assertThat(check("--out", out.toString())).isEqualTo(1);
    assertThat(Files.readAllLines(out.resolve("faults.csv")).get(1))
        .startsWith("metadata,metadata.csv,302,");
  }

  @Test
  void theSummaryNamesWhatIsWrongAndItsTablesFitATerminal() throws Exception {
    Path metadata = birds.resolve("metadata.csv");
    Files.writeString(metadata, Files.readString(metadata) + "nonsense\n");
    var dataSet = new DataOptions().openLeniently(birds);
    assertThat(check("--out", out.toString())).isEqualTo(1);
    CheckReport report = CheckReport.of(Files.readAllBytes(out.resolve("report.json")));
    List<String> lines = new CheckSummary(dataSet, report).text().lines().toList();
    assertThat(lines.subList(1, lines.size())).allMatch(line -> line.length() <= 100);
    assertThat(lines)
        .anyMatch(line -> line.matches(" {2}metadata +1 {2}rows that cannot be right"))
        .anyMatch(line -> line.matches(" {4}metadata.csv, line 302: .+"))
        .anyMatch(line -> line.matches(" {2}waterbird, place = land +\\d+ +\\d+\\.\\d%"))
        .anyMatch(line -> line.matches(" {2}waterbird ~ place = water +0\\.\\d{3}.*"));
  }

  private int check(String... more) {
    String[] args =
        Stream.concat(Stream.of("data", "check", birds.toString()), Stream.of(more))
            .toArray(String[]::new);
    return Main.commandLine().execute(args);
  }

  @Test
  void theReportDoesNotGoIntoTheDataSet() throws Exception {
    assertThat(check("--out", birds.resolve("report").toString())).isEqualTo(2);
    assertThat(birds.resolve("report")).doesNotExist();
  }
}
