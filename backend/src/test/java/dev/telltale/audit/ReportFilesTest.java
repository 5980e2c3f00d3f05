package dev.telltale.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.telltale.audit.Report.Column;
import dev.telltale.audit.Report.Count;
import dev.telltale.audit.Report.Figure;
import dev.telltale.audit.Report.Picture;
import dev.telltale.audit.Report.Section;
import dev.telltale.audit.Report.Table;
import dev.telltale.audit.Report.Text;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports as files. */
class ReportFilesTest {
  private static final String ADDRESS = "0".repeat(64);
  private static final byte[] PIXELS = {1, 2, 3, 4, 5};

  private static final Table TABLE =
      new Table(
          "some-figures",
          "Some & others",
          List.of(
              new Column("group", "Group"),
              new Column("images", "Pictures"),
              new Column("accuracy", "Accuracy")),
          List.of(
              List.of(
                  new Text("land, \"<b>\""),
                  new Count(1200),
                  new Figure(0.5, 0.25, 0.75, 1200, null)),
              List.of(
                  new Text("water"),
                  new Count(0),
                  new Figure(Double.NaN, Double.NaN, Double.NaN, 0, "no picture"))));

  private static final ReportDocument DOCUMENT =
      new ReportDocument(
          new Report(
              "Birds <1>",
              List.of("It is so."),
              List.of(
                  new Section(
                      "One",
                      "First.\n\nSecond.",
                      List.of(TABLE),
                      List.of(new Picture("a picture", ADDRESS, "image/png"))))),
          List.of(new SetAside("scores", 3, "no luck", false)));

  @Test
  void theJsonFitsItsSchemaAndIsReadBackTheSame() throws IOException {
    fitsAndIsReadBack(DOCUMENT);
    assertThat(new ObjectMapper().readTree(DOCUMENT.json()).has("partial")).isFalse();
  }

  @Test
  void aReportInPartSaysHowMuchIsInIt() throws IOException {
    ReportDocument partial =
        new ReportDocument(
            DOCUMENT.report(), DOCUMENT.aside(), new ReportDocument.Partial("scores", 34, 120));
    fitsAndIsReadBack(partial);
    JsonNode read = new ObjectMapper().readTree(partial.json());
    assertThat(read.at("/partial/stage").asText()).isEqualTo("scores");
    assertThat(read.at("/partial/done").asInt()).isEqualTo(34);
    assertThat(read.at("/partial/units").asInt()).isEqualTo(120);
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    ReportFiles.html(partial, JsonNodeFactory.instance.objectNode(), new Pixels(PIXELS), page);
    assertThat(page.toString(StandardCharsets.UTF_8))
        .contains("34 of 120 units of the stage scores are in it");
  }

  @Test
  void documentsAreNamedAndWrittenAsFilesOfTheirOwn(@TempDir Path directory) throws IOException {
    byte[] json = "{\"class\": 3}".getBytes(StandardCharsets.UTF_8);
    ReportDocument documented =
        new ReportDocument(
            new Report(
                "Cues",
                List.of(),
                List.of(),
                List.of(),
                List.of(
                    new Report.Document("classes", ADDRESS),
                    new Report.Document("class-3", ADDRESS))),
            List.of());
    fitsAndIsReadBack(documented);
    ReportFiles.write(
        documented, JsonNodeFactory.instance.objectNode(), new Pixels(json), directory);
    assertThat(directory.resolve("data/class-3.json")).hasBinaryContent(json);
    ReportFiles.write(
        DOCUMENT, JsonNodeFactory.instance.objectNode(), new Pixels(PIXELS), directory);
    assertThat(directory.resolve("data")).as("of the report before").doesNotExist();
    assertThatThrownBy(() -> new Report.Document("../class-3", ADDRESS))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void fitsAndIsReadBack(ReportDocument document) throws IOException {
    byte[] json = document.json();
    try (InputStream schema =
        ReportFiles.class.getResourceAsStream("/schemas/audit-report.schema.json")) {
      JsonNode read = new ObjectMapper().readTree(json);
      assertThat(
              JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                  .getSchema(schema)
                  .validate(read))
          .isEmpty();
    }
    assertThat(ReportDocument.read(json)).isEqualTo(document);
    assertThat(ReportDocument.read(json).json()).isEqualTo(json);
    String later =
        new String(json, StandardCharsets.UTF_8).replace("\"version\" : 1", "\"version\" : 2");
    assertThatThrownBy(() -> ReportDocument.read(later.getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("version 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../etc/cron", "/tmp/a", "a/b", ".profile", "", "a\u0000"})
  void aTableWhoseNameWouldLeaveTheDirectoryIsRefused(String name) {
    assertThatThrownBy(() -> new Table(name, "", List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be the name of a file");
  }

  @Test
  void aFigureIsFiveColumnsOfCsv() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ReportFiles.csv(TABLE, out);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "group,images,accuracy,accuracyLow,accuracyHigh,accuracyN,accuracyWhy\r\n"
                + "\"land, \"\"<b>\"\"\",1200,0.5,0.25,0.75,1200,\r\n"
                + "water,0,,,,0,no picture\r\n");
  }

  @Test
  void thePageShowsEveryNumberWithItsIntervalAndNAndNeedsNoOtherFile() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ReportFiles.html(
        DOCUMENT,
        JsonNodeFactory.instance.objectNode().put("hash", "12ab"),
        new Pixels(PIXELS),
        out);
    String page = out.toString(StandardCharsets.UTF_8);
    assertThat(page)
        .contains("<small>0.250 to 0.750, n = 1,200</small>")
        .contains("–<small>no picture</small>")
        .contains("land, &quot;&lt;b&gt;&quot;")
        .contains("Birds &lt;1&gt;")
        .contains("scores, unit 3: no luck")
        .contains("12ab")
        .contains("data:image/png;base64," + Base64.getEncoder().encodeToString(PIXELS) + "\"")
        .doesNotContain("<b>")
        .doesNotContain("src=\"http");
  }

  @Test
  void allFilesAreWrittenAndReplaced(@TempDir Path directory) throws IOException {
    for (int i = 0; i < 2; i++) {
      ReportFiles.write(
          DOCUMENT, JsonNodeFactory.instance.objectNode(), new Pixels(PIXELS), directory);
    }
    try (var files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "report.json", "report.html", "provenance.json", "some-figures.csv");
    }
  }

  @Test
  void aHundredMegabytesOfPicturesPassThroughInSmallPieces() throws IOException {
    int pictures = 100;
    byte[] megabyte = new byte[1 << 20];
    Arrays.fill(megabyte, (byte) 7);
    ReportDocument large =
        new ReportDocument(
            new Report(
                "Large",
                List.of(),
                List.of(
                    new Section(
                        "Pictures",
                        "",
                        List.of(),
                        Collections.nCopies(pictures, new Picture("one", ADDRESS, "image/png"))))),
            List.of());
    Longest out = new Longest();
    ReportFiles.html(large, JsonNodeFactory.instance.objectNode(), new Pixels(megabyte), out);
    assertThat(out.total).isGreaterThan((long) pictures * megabyte.length * 4 / 3);
    // No piece is near the size of a picture: what is in memory at once does not grow with them.
    assertThat(out.longest).isLessThan(megabyte.length / 16);
  }

  private static final class Longest extends OutputStream {
    private long total;
    private int longest;

    @Override
    public void write(int one) {
      total++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      total += length;
      longest = Math.max(longest, length);
    }
  }

  private record Pixels(byte[] bytes) implements Artifacts {
    @Override
    public String write(byte[] other) throws IOException {
      throw new IOException("nothing is kept");
    }

    @Override
    public int collect(Set<String> named, Instant before) {
      return 0;
    }

    @Override
    public InputStream open(String address) {
      return new ByteArrayInputStream(bytes) {
        @Override
        public long transferTo(OutputStream out) throws IOException {
          // As a file is read: piece by piece.
          byte[] piece = new byte[8192];
          long total = 0;
          for (int n = read(piece); n >= 0; n = read(piece)) {
            out.write(piece, 0, n);
            total += n;
          }
          return total;
        }
      };
    }
  }
}
