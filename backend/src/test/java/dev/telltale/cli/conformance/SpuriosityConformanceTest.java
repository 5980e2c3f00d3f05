package dev.telltale.cli.conformance;

import static dev.telltale.cli.conformance.GoldenCopy.GOLDEN;
import static dev.telltale.cli.conformance.GoldenCopy.change;
import static dev.telltale.cli.conformance.GoldenCopy.edit;
import static dev.telltale.cli.conformance.GoldenCopy.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Golden group 3: importance, rankings, gaps, activation maps and attacks. */
class SpuriosityConformanceTest {
  private static final String GROUP = "3_spuriosity_rankings/";

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({
    // 420 predictions; 4 and 3 classes of 18 features: the order of one class is arbitrary
    "find_important_ftrs, 546",
    // orders, places with scores and both ends of two splits, 48 gaps with 10 places, gaps
    "sort_and_gap, 4217",
    "sort_big_class, 2150",
    // maps [6,12,12,12]; 5 features of 6 images of 48 x 48; 3 overlays; counts and a shape
    "nam_and_overlay, 203919",
    // 11 rows of 4 values, 2 x 4 images, 4 values, a step [3,2,4,4]
    "feature_attack, 55440"
  })
  void theCaseAndAllItsNumbersPass(String kind, int values) throws IOException {
    GoldenCopy.Run run = run(GOLDEN.resolve(GROUP + kind));
    assertThat(run.summary()).as(run.text()).isEqualTo(new Summary(1, 0, 0));
    assertThat(run.lines().get(0)).endsWith(" in " + values + " values");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "find_important_ftrs /predictions/17",
        "find_important_ftrs /important/2/5",
        "find_important_ftrs /class_1_never_predicted/important/3/2",
        "sort_and_gap /ascending_order/val/1/3",
        "sort_and_gap /avg_zscores_recomputed_in_numpy/train/0/avg_zscore/7",
        "sort_and_gap /consolidated/20/high/val/30",
        "sort_and_gap /consolidated/100/acc_low",
        "sort_and_gap /true_extremes_spurious_gap/5/high/4",
        "sort_and_gap /true_extremes_spurious_gap/20/spurious_gap_val_percent",
        "sort_and_gap /measure_bias/9/gap_percent",
        "sort_and_gap /measure_bias/30/top5/1",
        "sort_big_class /low_50/9",
        "sort_big_class /high_50_as_coded/0",
        "sort_big_class /high_50_true_extremes/49",
        "nam_and_overlay /feature_with_zero_map/2/nan_count_per_image/5",
        "nam_and_overlay /non_square/nam_shape_as_coded/1",
        "feature_attack /feature_values_after_0_to_10_iterations/10/3",
        "feature_attack /broadcast_index_big_step/values/2"
      })
  void aNumberThatIsOffFailsTheCaseAndIsNamed(String where) throws IOException {
    String kind = where.substring(0, where.indexOf(' '));
    String pointer = where.substring(where.indexOf(' ') + 1);
    Path copy = GoldenCopy.of(GROUP + kind, dir);
    edit(copy, root -> change(root.get("expected"), pointer));
    // A number in a path may be a place in a list or the name of a field, such as a class.
    assertThat(run(copy).lines().get(0).replaceAll("\\[(\\d+)]", ".$1"))
        .startsWith("FAIL " + GROUP + kind + "  expected" + pointer.replace('/', '.') + ": got ")
        .contains("1 off among ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "find_important_ftrs",
        "sort_and_gap",
        "sort_big_class",
        "nam_and_overlay",
        "feature_attack"
      })
  void aCaseOfAnotherNameRunsByItsContents(String kind) throws IOException {
    Path copy = GoldenCopy.of(GROUP + kind, dir);
    edit(copy, root -> root.put("id", "elsewhere/another_name"));
    assertThat(run(copy).summary()).isEqualTo(new Summary(1, 0, 0));
  }

  @Test
  void aCaseThatContradictsItselfFailsInOneLine() throws IOException {
    Path attack = GoldenCopy.of(GROUP + "feature_attack", dir);
    edit(attack, root -> ((ArrayNode) root.at("/params/feature_indices")).remove(0));
    assertThat(run(attack).lines().get(0))
        .isEqualTo("FAIL " + GROUP + "feature_attack  3 feature indices for 4 images");
    Path sort = GoldenCopy.of(GROUP + "sort_and_gap", dir);
    edit(sort, root -> ((ObjectNode) root.get("inputs")).remove("val_labels"));
    assertThat(run(sort).lines().get(0))
        .isEqualTo("FAIL " + GROUP + "sort_and_gap  the field val_labels is missing");
  }
}
