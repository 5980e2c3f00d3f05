package dev.telltale.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.stats.Estimate;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ReportTest {
  private static final Table TABLE =
      new Table("Two.", List.of("a", "b"), List.of(List.of("1", "2"), List.of("3", "4")));

  @Test
  void aPageHasClaimsTablesAndFigures(@TempDir Path dir) throws Exception {
    Report report =
        new Report(
            "Title",
            "How it was done.",
            List.of(new Report.Claim("one", true, "0.9"), new Report.Claim("two", false, "0.1")),
            List.of(TABLE),
            Map.of("line.svg", new byte[] {1, 2}),
            Map.of("figure", 3));
    report.write(dir.resolve("pages"), "name");
    assertThat(dir.resolve("pages/name.md"))
        .content()
        .startsWith("# Title\n\nHow it was done.\n")
        .contains("| one | 0.9 | yes |\n| two | 0.1 | NO |\n")
        .contains("Two.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n")
        .contains("![line.svg](name-line.svg)");
    assertThat(dir.resolve("pages/name-line.svg")).hasBinaryContent(new byte[] {1, 2});
    assertThat(new ObjectMapper().readTree(dir.resolve("pages/name.json").toFile()).get("figure"))
        .hasToString("3");
    assertThat(report.holds()).isFalse();
    assertThat(Files.list(dir.resolve("pages"))).hasSize(3);
  }

  @Test
  void aRowHasACellForEachColumn() {
    assertThatThrownBy(() -> new Table("", List.of("a", "b"), List.of(List.of("1"))))
        .hasMessageContaining("columns [a, b]");
    assertThat(Table.cell(new Estimate(.5, .25, .75, 9))).isEqualTo("0.500 [0.250, 0.750]");
  }

  /** A value in the middle of the axis lies in the middle of the chart; intervals around it. */
  @Test
  void aFigureShowsEachValueWhereItIs() throws Exception {
    Figure figure =
        new Figure(
            "A < B & C",
            List.of("p", "q"),
            List.of(
                new Figure.Line(
                    "line",
                    List.of(
                        Figure.Point.of(new Estimate(.5, .25, .75, 1)),
                        Figure.Point.of(Double.NaN)))),
            0,
            1);
    Document svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(figure.svg())));
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("A < B & C");
    assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(1);
    double middle = number(svg, "circle", 0, "cy");
    int lines = svg.getElementsByTagName("line").getLength();
    double low = number(svg, "line", lines - 1, "y1");
    double high = number(svg, "line", lines - 1, "y2");
    assertThat(low - middle).isPositive().isEqualTo(middle - high);
    double bottom = number(svg, "line", 0, "y1");
    double top = number(svg, "line", 5, "y1");
    assertThat(middle).isEqualTo((top + bottom) / 2);
  }

  private static double number(Document svg, String element, int index, String attribute) {
    return Double.parseDouble(
        svg.getElementsByTagName(element)
            .item(index)
            .getAttributes()
            .getNamedItem(attribute)
            .getNodeValue());
  }
}
