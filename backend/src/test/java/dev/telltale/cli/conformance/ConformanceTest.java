package dev.telltale.cli.conformance;

import static dev.telltale.cli.conformance.GoldenCopy.GOLDEN;
import static dev.telltale.cli.conformance.GoldenCopy.JSON;
import static dev.telltale.cli.conformance.GoldenCopy.change;
import static dev.telltale.cli.conformance.GoldenCopy.edit;
import static dev.telltale.cli.conformance.GoldenCopy.path;
import static dev.telltale.cli.conformance.GoldenCopy.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ConformanceTest {

  @TempDir Path dir;

  @Test
  void everyGoldenCaseOfAttentionIouPasses() throws IOException {
    GoldenCopy.Run run = run(GOLDEN.resolve("1_attention_iou"));
    assertThat(run.summary()).as(run.text()).isEqualTo(new Summary(7, 0, 0));
    assertThat(run.lines()).hasSize(8).last().isEqualTo("7 passed, 0 failed");
    assertThat(run.lines())
        .filteredOn(line -> line.startsWith("ok   1_attention_iou/score_pairs  largest error "))
        .hasSize(1);
  }

  @Test
  void everyExpectedNumberOfACaseIsCompared() throws IOException {
    // 5 sizes: 2 numbers of the size itself, 18 scores, 18 raw products each
    assertThat(run(GOLDEN.resolve("1_attention_iou/score_pairs")).text())
        .contains(" in " + 5 * (2 + 18 + 18) + " values");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "score_pairs /groups/2/score/7",
        "score_pairs /groups/0/score/13",
        "score_pairs /groups/1/raw_dot/0",
        "score_mask_downsample /groups/1/score_antialias_true/2",
        "score_mask_downsample /groups/1/score_antialias_false/3",
        "bootstrap_groups /only_correct/3/1",
        "bootstrap_rows /only_incorrect/4",
        "gradcam_linear /logits/3/2",
        "gradcam_linear /attention_map_sums/Smiling/4",
        "gradcam_linear /attention_map_max/Male/0",
        "gradcam_linear /positive_logit_variant/attention_map_sums/5",
        "gradcam_linear /heatmap_scores_vs_protected/Wavy_Hair/per_image/1",
        "gradcam_linear /heatmap_scores_vs_protected/Wavy_Hair/table_TT_TF_FT_FF_all/0/0",
        "gradcam_linear /heatmap_bootstrap/result/12/0",
        "gradcam_linear /heatmap_bootstrap/num_samples",
        "gradcam_linear /mask_scores/resize_attentions_true/per_image/2/1",
        "gradcam_linear /mask_scores/resize_attentions_false/per_image/3/1",
        "gradcam_linear /all_targets_correct/1",
        "gradcam_linear /predictions/2/2",
        "gradcam_degenerate /per_target/target_3/map_sum/1",
        "gradcam_degenerate /score_0_vs_3/2",
        "gradcam_degenerate /target_1_with_positive_logit/map_sum/0"
      })
  void aNumberThatIsOffFailsTheCaseAndIsNamed(String where) throws IOException {
    String kind = where.substring(0, where.indexOf(' '));
    String pointer = where.substring(where.indexOf(' ') + 1);
    Path copy = copy("1_attention_iou/" + kind);
    edit(copy, root -> change(root.get("expected"), pointer));
    GoldenCopy.Run run = run(copy);
    assertThat(run.summary()).as(run.text()).isEqualTo(new Summary(0, 1, 0));
    assertThat(run.lines().get(0))
        .startsWith("FAIL 1_attention_iou/" + kind + "  expected" + path(pointer) + ": got ")
        .contains(", want ")
        .contains("1 off among ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"act0.bin", "channel_weights.bin", "att_Male.bin"})
  void aTensorThatIsOffFailsTheCase(String file) throws IOException {
    Path copy = copy("1_attention_iou/gradcam_mlp");
    byte[] bytes = Files.readAllBytes(copy.resolve(file));
    bytes[43] ^= 0x40; // an exponent bit of the eleventh number
    Files.write(copy.resolve(file), bytes);
    assertThat(run(copy).lines().get(0)).startsWith("FAIL").contains("1 off among");
  }

  @Test
  void anExpectedFieldThatNobodyChecksFailsTheCase() throws IOException {
    Path copy = copy("1_attention_iou/score_pairs");
    edit(
        copy,
        root -> ((ObjectNode) root.at("/expected/groups/1")).putArray("score_squared").add(0.5));
    assertThat(run(copy).lines().get(0))
        .isEqualTo(
            "FAIL 1_attention_iou/score_pairs  "
                + "does not check field expected.groups[1].score_squared");
  }

  @Test
  void aTruncatedTensorFailsInOneClearLine() throws IOException {
    Path copy = copy("1_attention_iou/score_pairs");
    Path file = copy.resolve("a_7x7.bin");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 100));
    assertThat(run(copy).lines())
        .containsExactly(
            "FAIL 1_attention_iou/score_pairs  a_7x7.bin holds 100 bytes, shape [18, 7, 7] needs"
                + " 3528",
            "0 passed, 1 failed");
  }

  @Test
  void brokenCasesFailInOneLineEachAndTheOthersStillRun() throws IOException {
    Files.delete(copy("1_attention_iou/score_mask_downsample").resolve("att_8x8_from_64x64.bin"));
    Files.writeString(copy("1_attention_iou/gradcam_linear").resolve("head.pt"), "no network");
    Files.writeString(copy("1_attention_iou/gradcam_mlp").resolve("case.json"), "{\"id\": ");
    edit(
        copy("1_attention_iou/bootstrap_rows"),
        root -> ((ObjectNode) root.at("/inputs/indices")).put("bin", "../../secret.bin"));
    edit(copy("1_attention_iou/bootstrap_groups"), root -> root.remove("expected"));
    copy("1_attention_iou/score_pairs");
    GoldenCopy.Run run = run(dir);
    assertThat(run.summary()).as(run.text()).isEqualTo(new Summary(1, 5, 0));
    assertThat(run.lines()).hasSize(7);
    assertThat(run.text())
        .contains("att_8x8_from_64x64.bin is missing")
        .contains("../../secret.bin is not in the case's folder")
        .contains("the field expected is missing")
        .contains("case.json is not JSON")
        .contains("head.pt")
        .doesNotContain("\tat ");
  }

  @Test
  void aKindThatIsNotImplementedIsCountedApart() throws IOException {
    Path copy = copy("1_attention_iou/bootstrap_rows");
    edit(
        copy,
        root -> {
          root.put("id", "2_latent_shift/wachter");
          root.putObject("inputs");
        });
    assertThat(run(copy).lines())
        .containsExactly("unsupported 2_latent_shift/wachter", "0 passed, 0 failed, 1 unsupported");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "score_pairs",
        "score_mask_downsample",
        "bootstrap_groups",
        "bootstrap_rows",
        "gradcam_linear",
        "gradcam_mlp",
        "gradcam_degenerate"
      })
  void aCaseOfAnotherNameRunsByItsContents(String kind) throws IOException {
    Path copy = copy("1_attention_iou/" + kind);
    edit(copy, root -> root.put("id", "elsewhere/another_name"));
    assertThat(run(copy).summary()).isEqualTo(new Summary(1, 0, 0));
  }

  @Test
  void otherNumbersOfGroupsAndOfImagesRun() throws IOException {
    Path copy = copy("1_attention_iou/score_pairs");
    edit(
        copy,
        root -> {
          ArrayNode inputs = (ArrayNode) root.at("/inputs/groups");
          ArrayNode expected = (ArrayNode) root.at("/expected/groups");
          inputs.removeAll();
          expected.removeAll();
          ObjectNode group = inputs.addObject();
          group.set("a", JSON.valueToTree(new double[][][] {{{1, 0, 0}, {0, 1, 0}}}));
          group.set("b", JSON.valueToTree(new double[][][] {{{1, 0, 0}, {0, 0, 0}}}));
          // ½ / ((¾)² + (¼)²) = 0.8
          expected.addObject().putArray("score").add(0.8);
        });
    assertThat(run(copy).summary()).isEqualTo(new Summary(1, 0, 0));
  }

  @Test
  void theExitStatusTellsPassedFailedAndNothingToRun() throws IOException {
    Path empty = Files.createDirectory(dir.resolve("empty"));
    Path broken = copy("1_attention_iou/bootstrap_rows");
    edit(broken, root -> change(root.get("expected"), "/all/0"));
    assertThat(exit(GOLDEN.resolve("1_attention_iou/bootstrap_groups"))).isZero();
    assertThat(exit(broken)).isEqualTo(1);
    assertThat(exit(empty)).isEqualTo(2);
    assertThat(exit(dir.resolve("missing"))).isEqualTo(2);
  }

  /** What it prints is kept from the log of the tests, where a failure is to mean one. */
  private static int exit(Path path) {
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    try {
      return new CommandLine(new ConformanceCommand()).execute(path.toString());
    } finally {
      System.setOut(out);
    }
  }

  private Path copy(String which) throws IOException {
    return GoldenCopy.of(which, dir);
  }
}
