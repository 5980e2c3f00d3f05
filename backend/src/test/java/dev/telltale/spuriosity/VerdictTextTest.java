package dev.telltale.spuriosity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.audit.SpecException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTextTest {
  @Test
  void classesStandOnLinesOrBetweenSemicolons() {
    Map<String, List<Integer>> wanted =
        Map.of("waterbird", List.of(3, 17), "land: bird", List.of(5), "none", List.of());
    assertThat(VerdictText.read("waterbird: 3 17; land: bird: 5;none:")).isEqualTo(wanted);
    assertThat(VerdictText.read("\nwaterbird: 3, 17\r\n\nland: bird:5\nnone:\n")).isEqualTo(wanted);
    assertThat(VerdictText.read("0: 3 17; 1: 5").keySet()).containsExactly("0", "1");
    assertThat(VerdictText.read(" \n;")).isEmpty();
  }

  @Test
  void whatTheReportWritesIsReadBack() {
    Verdicts verdicts =
        new Verdicts(
            List.of(new int[] {1, 9}, new int[0], new int[0], new int[0]),
            List.of(new int[0], new int[] {4}, new int[0], new int[0]),
            new boolean[] {false, false, true, false});
    List<String> classes = List.of("a; b", "c", "d", "nobody spoke of");
    String text = VerdictText.json(classes, verdicts).toString();
    assertThat(text).isEqualTo("{\"a; b\":[1,9],\"c\":[],\"d\":[]}");
    assertThat(VerdictText.read("  " + text))
        .isEqualTo(Map.of("a; b", List.of(1, 9), "c", List.of(), "d", List.of()));
    assertThat(verdicts.verdict(0, 9)).isEqualTo("spurious");
    assertThat(verdicts.verdict(1, 4)).isEqualTo("core");
    assertThat(verdicts.verdict(1, 9)).isEqualTo("none");
  }

  @Test
  void whatIsWrongIsNamedInOneShortLine() {
    refused("3, 7", "verdicts are written class: channel channel; class: channel, not 3, 7");
    refused("a: 3; b: x", "verdicts are written class: channel channel; class: channel, not b: x");
    refused("a: 3\na: 4", "verdicts speak of a twice");
    refused(
        "{\"a\": [1], \"a\": [2]}", "verdicts begin as JSON, but are none: Duplicate field 'a'");
    refused("{\"a\": [1]", "verdicts begin as JSON, but are none: ");
    refused("{\"a\": [1]} x", "verdicts begin as JSON, but are none: ");
    refused("{\"a\": 3}", "verdicts give each class a list of channels, such as [3, 17]; a has 3");
    refused("{\"a\": [-1]}", "a has [-1]");
    refused("{\"a\": [1.5]}", "a has [1.5]");
    assertThatThrownBy(() -> VerdictText.read("x".repeat(9000)))
        .isInstanceOf(SpecException.class)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
  }

  private static void refused(String text, String message) {
    assertThatThrownBy(() -> VerdictText.read(text))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining(message);
  }
}
