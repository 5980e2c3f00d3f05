package dev.telltale.cli.conformance;

import static dev.telltale.cli.conformance.GoldenCopy.GOLDEN;
import static dev.telltale.cli.conformance.GoldenCopy.change;
import static dev.telltale.cli.conformance.GoldenCopy.edit;
import static dev.telltale.cli.conformance.GoldenCopy.path;
import static dev.telltale.cli.conformance.GoldenCopy.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Golden group 3: the fitting of heads. */
class FitHeadConformanceTest {
  private static final String GROUP = "3_spuriosity_rankings/";
  private static final String MAIN = "/expected/default_lr_0_01_epochs_20_batch_128";

  @TempDir Path dir;

  @Test
  void bothCasesOfFittingPass() throws IOException {
    GoldenCopy.Run fit = run(GOLDEN.resolve(GROUP + "fit_head"));
    assertThat(fit.summary()).as(fit.text()).isEqualTo(new Summary(1, 0, 0));
    // 2 runs: epochs, losses of batches and epochs, accuracy, a head of 4 x 18 and 4
    assertThat(fit.lines().get(0))
        .contains(" in " + ((1 + 80 + 20 + 1 + 76) + (1 + 54 + 6 + 1 + 76)) + " values");
    GoldenCopy.Run gap = run(GOLDEN.resolve(GROUP + "fit_head_close_gap"));
    assertThat(gap.summary()).as(gap.text()).isEqualTo(new Summary(1, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fit_head /default_lr_0_01_epochs_20_batch_128/batch_loss/19/3",
        "fit_head /default_lr_0_01_epochs_20_batch_128/weight/3/17",
        "fit_head /lr_0_05_epochs_6_batch_50/epoch_mean_batch_loss/5",
        "fit_head /lr_0_05_epochs_6_batch_50/bias/2",
        "fit_head /lr_0_05_epochs_6_batch_50/val_accuracy",
        "fit_head_close_gap /initial_gap",
        "fit_head_close_gap /runs/stop_early/epochs_run",
        "fit_head_close_gap /runs/lr_0_001/final_gap",
        "fit_head_close_gap /runs/not_verbose/weight/1/1"
      })
  void aNumberThatIsOffFailsTheCaseAndIsNamed(String where) throws IOException {
    String kind = where.substring(0, where.indexOf(' '));
    String pointer = where.substring(where.indexOf(' ') + 1);
    Path copy = copy(kind);
    edit(copy, root -> change(root.get("expected"), pointer));
    assertThat(run(copy).lines().get(0))
        .startsWith("FAIL " + GROUP + kind + "  expected" + path(pointer) + ": got ")
        .contains("1 off among ");
  }

  @Test
  void aPrintedLineThatDiffersFailsTheCase() throws IOException {
    Path copy = copy("fit_head");
    edit(
        copy,
        root -> ((ArrayNode) root.at(MAIN + "/printed")).set(4, "Epoch:   5/ 20, all is well"));
    assertThat(run(copy).lines().get(0))
        .startsWith("FAIL")
        .contains(".printed[4]: got \"Epoch:   5/ 20, Training Accuracy: ");
  }

  @Test
  void settingsInFieldsGoBeforeThoseInTheNameOfARun() throws IOException {
    Path copy = copy("fit_head");
    edit(
        copy,
        root -> {
          ObjectNode expected = (ObjectNode) root.get("expected");
          ObjectNode other = (ObjectNode) expected.remove("lr_0_05_epochs_6_batch_50");
          expected.set("other_lr_0_7", other.put("lr", 0.05).put("batch_size", 50));
        });
    assertThat(run(copy).summary()).isEqualTo(new Summary(1, 0, 0));
    edit(copy, root -> ((ObjectNode) root.at("/expected/other_lr_0_7")).remove("lr"));
    assertThat(run(copy).summary()).isEqualTo(new Summary(0, 1, 0));
  }

  @Test
  void aCaseOfAnotherNameRunsByItsContents() throws IOException {
    Path copy = copy("fit_head_close_gap");
    edit(copy, root -> root.put("id", "elsewhere/another_name"));
    assertThat(run(copy).summary()).isEqualTo(new Summary(1, 0, 0));
  }

  @Test
  void aCaseThatContradictsItselfFailsInOneLine() throws IOException {
    Path copy = copy("fit_head_close_gap");
    edit(copy, root -> ((ArrayNode) root.at("/inputs/low_val")).set(0, 210));
    assertThat(run(copy).lines().get(0))
        .isEqualTo(
            "FAIL " + GROUP + "fit_head_close_gap  low_val holds 210, which is not from 0 to 209");
  }

  private Path copy(String kind) throws IOException {
    return GoldenCopy.of(GROUP + kind, dir);
  }
}
