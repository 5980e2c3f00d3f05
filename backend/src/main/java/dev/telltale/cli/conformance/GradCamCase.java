package dev.telltale.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.saliency.TargetOutput;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;

/**
 * {@code gradcam_linear} and {@code gradcam_mlp}: GradCAM of every attribute of a small multi-label
 * network, the heatmap scores against a protected attribute in the groups of its labels, their
 * bootstrap, and mask scores; maps as the authors make them.
 */
final class GradCamCase implements CaseKind {

  @Override
  public Set<String> names() {
    return Set.of("gradcam_linear", "gradcam_mlp");
  }

  @Override
  public boolean fits(GoldenCase golden) {
    return golden.inputs().has("features")
        && golden.inputs().has("head")
        && golden.params().has("target_order")
        && (golden.expected().has("attention_maps")
            || golden.expected().has("heatmap_scores_vs_protected"));
  }

  @Override
  public Answer answer(GoldenCase golden) {
    try (GradCamNetwork network = GradCamNetwork.of(golden)) {
      GradCamAttributes attributes = new GradCamAttributes(golden, network);
      Map<String, Answer> fields = new HashMap<>(mapsOf(attributes, network));
      fields.put("logits", Answer.numbers(network.logits()));
      fields.put("activations_first_image", Answer.numbers(network.firstActivations()));
      fields.put("channel_weights", Answer.numbers(network.channelWeights(attributes.output())));
      fields.put("predictions", Answer.numbers(attributes.predictions()));
      fields.put("all_targets_correct", Answer.numbers(attributes.allCorrect()));
      Map<String, Function<JsonNode, Answer>> onRequest =
          Map.of(
              "positive_logit_variant", asked -> positiveLogit(attributes, network, asked),
              "heatmap_scores_vs_protected", asked -> heatmapScores(attributes),
              "heatmap_bootstrap", asked -> heatmapBootstrap(golden, attributes, asked),
              "mask_scores", asked -> GradCamMaskScores.answer(golden, attributes, asked));
      onRequest.forEach(
          (name, compute) -> {
            if (golden.expected().has(name)) {
              fields.put(name, compute.apply(golden.expected().get(name)));
            }
          });
      return new Answer.Fields(fields);
    }
  }

  private static Map<String, Answer> mapsOf(GradCamAttributes attributes, GradCamNetwork network) {
    Map<String, Answer> maps = new HashMap<>();
    Map<String, Answer> sums = new HashMap<>();
    Map<String, Answer> largest = new HashMap<>();
    for (String target : attributes.names()) {
      float[][] map = attributes.maps(target);
      maps.put(target, Answer.numbers(network.pictures(map)));
      sums.put(target, Answer.numbers(GradCamNetwork.sums(map)));
      largest.put(target, Answer.numbers(GradCamNetwork.largest(map)));
    }
    return Map.of(
        "attention_maps", new Answer.Fields(maps),
        "attention_map_sums", new Answer.Fields(sums),
        "attention_map_max", new Answer.Fields(largest));
  }

  /** One target with y in place of |y|. */
  private static Answer positiveLogit(
      GradCamAttributes attributes, GradCamNetwork network, JsonNode asked) {
    float[][] map = network.maps(attributes.index(attributes.target(asked)), TargetOutput.LOGIT);
    return new Answer.Fields(
        Map.of(
            "target", new Answer.Given(),
            "attention_maps", Answer.numbers(network.pictures(map)),
            "attention_map_sums", Answer.numbers(GradCamNetwork.sums(map)),
            "attention_map_max", Answer.numbers(GradCamNetwork.largest(map))));
  }

  private static Answer heatmapScores(GradCamAttributes attributes) {
    Map<String, Answer> scores = new HashMap<>();
    for (String target : attributes.names()) {
      scores.put(
          target,
          new Answer.Fields(
              Map.of(
                  "per_image", Answer.numbers(attributes.heatmapScores(target)),
                  "table_TT_TF_FT_FF_all", Answer.numbers(attributes.heatmapTable(target)))));
    }
    return new Answer.Fields(scores);
  }

  /** Means and deviations of the table's rows for all images, those all right, and the others. */
  private static Answer heatmapBootstrap(
      GoldenCase golden, GradCamAttributes attributes, JsonNode asked) {
    String path = "expected.heatmap_bootstrap.indices";
    int[] indices = golden.tensor(GoldenCase.need(asked, "indices"), path).ints();
    double[] correct = attributes.allCorrect();
    int images = correct.length;
    double[] table = attributes.heatmapTable(attributes.target(asked)).values();
    Tensor column = new Tensor(new int[] {5, 1, images}, table);
    List<IntPredicate> blocks = List.of(i -> true, i -> correct[i] == 1, i -> correct[i] == 0);
    double[] result = new double[30];
    for (int block = 0; block < 3; block++) {
      Tensor one = BootstrapCase.bootstrap(column, indices, blocks.get(block)); // [10,1]
      System.arraycopy(one.values(), 0, result, 10 * block, 10);
    }
    return new Answer.Fields(
        Map.of(
            "target", new Answer.Given(),
            "indices", new Answer.Given(),
            "layout", new Answer.Given(),
            "num_samples", Answer.numbers(Tensor.scalar((double) indices.length / images)),
            "result", Answer.numbers(new Tensor(new int[] {30, 1}, result))));
  }
}
