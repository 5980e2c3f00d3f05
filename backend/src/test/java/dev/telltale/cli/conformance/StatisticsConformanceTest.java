package dev.telltale.cli.conformance;

import static dev.telltale.cli.conformance.GoldenCopy.GOLDEN;
import static dev.telltale.cli.conformance.GoldenCopy.JSON;
import static dev.telltale.cli.conformance.GoldenCopy.change;
import static dev.telltale.cli.conformance.GoldenCopy.edit;
import static dev.telltale.cli.conformance.GoldenCopy.path;
import static dev.telltale.cli.conformance.GoldenCopy.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Golden group 5: plain statistics. */
class StatisticsConformanceTest {

  @TempDir Path dir;

  @Test
  void everyGoldenCaseOfStatisticsPasses() throws IOException {
    GoldenCopy.Run run = run(GOLDEN.resolve("5_statistics"));
    assertThat(run.summary()).as(run.text()).isEqualTo(new Summary(4, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "matthews /results/3/sklearn",
        "matthews /results/15/celeb_mcc",
        "matthews /results/16/sklearn",
        "matthews /results/6/counts_n00_n01_n10_n11/2",
        "normalized_average_precision /cases/10/normalized_ap",
        "normalized_average_precision /cases/2/normalized_ap_slow",
        "normalized_average_precision /cases/11/average_precision",
        "normalized_average_precision /cases/7/normalized_ap_N_equals_positives",
        "normalized_average_precision /cases/8/roc_auc",
        "normalized_average_precision /wrapper/2",
        "normalized_average_precision /wrapper_rate_0_1/1",
        "normalized_average_precision /wrapper_with_one_constant_class/0",
        "group_accuracy /normalized_ap/7",
        "group_accuracy /balanced_accuracy/39",
        "group_accuracy /group_accuracy/20/1",
        "group_accuracy /group_accuracy/3/2",
        "group_accuracy /group_size/20/2",
        "group_accuracy /worst_group_accuracy/22",
        "pearson_effective_robustness /pearson/1/r",
        "pearson_effective_robustness /pearson/0/p_value",
        "pearson_effective_robustness /pearson/5/r",
        "pearson_effective_robustness /effective_robustness/1/slope",
        "pearson_effective_robustness /effective_robustness/0/intercept",
        "pearson_effective_robustness /effective_robustness/0/r",
        "pearson_effective_robustness /effective_robustness/1/effective_robustness/88"
      })
  void aNumberThatIsOffFailsTheCaseAndIsNamed(String where) throws IOException {
    String kind = where.substring(0, where.indexOf(' '));
    String pointer = where.substring(where.indexOf(' ') + 1);
    Path copy = GoldenCopy.of("5_statistics/" + kind, dir);
    edit(copy, root -> change(root.get("expected"), pointer));
    GoldenCopy.Run run = run(copy);
    assertThat(run.summary()).as(run.text()).isEqualTo(new Summary(0, 1, 0));
    assertThat(run.lines().get(0))
        .startsWith("FAIL 5_statistics/" + kind + "  expected" + path(pointer) + ": got ")
        .contains("1 off among ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "matthews",
        "normalized_average_precision",
        "group_accuracy",
        "pearson_effective_robustness"
      })
  void aCaseOfAnotherNameRunsByItsContents(String kind) throws IOException {
    Path copy = GoldenCopy.of("5_statistics/" + kind, dir);
    edit(copy, root -> root.put("id", "elsewhere/another_name"));
    assertThat(run(copy).summary()).isEqualTo(new Summary(1, 0, 0));
  }

  /**
   * Ranks 1 and 3 of three are right, N is 1: ½·1 + ½·1/(1 + 1); the other class has no positive.
   */
  @Test
  void otherConfoundersNumbersOfAttributesAndEmptyGroupsRun() throws IOException {
    assertThat(
            runOf(
                    "group_accuracy",
                    """
                    {"probabilities": [[0.9, 0.5], [0.4, 0.1], [0.7, 0.2]],
                     "labels": [[1, 0], [1, 0], [0, 0]],
                     "attribute_order": ["Bald", "Male"], "confounder": "Male (column 20)"}
                    """,
                    """
                    {"normalized_ap": [0.75],
                     "balanced_accuracy": [0.25, 1.0],
                     "group_accuracy": [["NaN", 0.5, "NaN", 0.0], ["NaN", "NaN", "NaN", 1.0]],
                     "group_size": [[0, 2, 0, 1], [0, 0, 0, 3]],
                     "worst_group_accuracy": [0.0, 1.0]}
                    """)
                .summary())
        .isEqualTo(new Summary(1, 0, 0));
  }

  @Test
  void otherRatesAndClassesWithoutPositivesRun() throws IOException {
    assertThat(
            runOf(
                    "normalized_average_precision",
                    """
                    {"cases": [{"targets": [0, 0], "scores": [1, 2], "N": 3}],
                     "wrapper": {"targets": [[1, 0], [0, 0]], "scores": [[1, 2], [3, 4]]}}
                    """,
                    """
                    {"cases": [{"average_precision": 0.0, "normalized_ap": "NaN"}],
                     "wrapper": [0.3333333333333333], "wrapper_rate_0_25": [0.3333333333333333],
                     "wrapper_rate_1_5": [0.75]}
                    """)
                .summary())
        .isEqualTo(new Summary(1, 0, 0));
  }

  @Test
  void constantAccuraciesAndShortPairsRun() throws IOException {
    assertThat(
            runOf(
                    "pearson_effective_robustness",
                    """
                    {"pearson": [{"a": [1, 2], "b": [4, 3]}, {"a": [0.1, 0.1, 0.1], "b": [1, 2, 4]}],
                     "models": [{"acc_top": [70, 80, 90], "acc_bottom": [50, 50, 50]}]}
                    """,
                    """
                    {"pearson": [{"r": -1, "p_value": 1}, {"r": "NaN", "p_value": "NaN"}],
                     "effective_robustness": [
                       {"slope": 0, "intercept": 50, "r": 0, "effective_robustness": [0, 0, 0]}]}
                    """)
                .summary())
        .isEqualTo(new Summary(1, 0, 0));
  }

  @Test
  void aLabelThatIsNoTruthFailsInOneClearLine() throws IOException {
    assertThat(
            runOf("matthews", "{\"pairs\": [{\"a\": [0, 2], \"b\": [0, 1]}]}", "{\"results\": []}")
                .lines()
                .get(0))
        .isEqualTo("FAIL 5_statistics/matthews  inputs.pairs[0].a[1] is 2.0, neither 0 nor 1");
  }

  private GoldenCopy.Run runOf(String kind, String inputs, String expected) throws IOException {
    Path copy = GoldenCopy.of("5_statistics/" + kind, dir);
    JsonNode in = JSON.readTree(inputs);
    JsonNode out = JSON.readTree(expected);
    Consumer<ObjectNode> replace =
        root -> {
          root.set("inputs", in);
          root.set("expected", out);
        };
    edit(copy, replace);
    return run(copy);
  }
}
