package dev.telltale.cli.conformance;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.model.Encoder;
import dev.telltale.spuriosity.FeatureAttack;
import dev.telltale.spuriosity.FeatureAttack.Attacked;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code feature_attack}: the feature's value before the first step and after each, the images at
 * the end; a run with other settings, one feature for all images; and single steps.
 */
final class FeatureAttackCase implements CaseKind {
  private static final Pattern SINGLE = Pattern.compile("grad_step_step_(\\d+)_(\\d+)");
  private static final String BIG = "broadcast_index_big_step";

  @Override
  public Set<String> names() {
    return Set.of("feature_attack");
  }

  @Override
  public boolean fits(GoldenCase golden) {
    return golden.params().has("feature_indices") && golden.inputs().has("encoder");
  }

  @Override
  public Answer answer(GoldenCase golden) {
    Tensor images = golden.input("images"); // [N,3,H,W]
    Map<String, Answer> answers = new HashMap<>();
    try (Encoder encoder = Encoder.load(golden.network("encoder"), Device.cpu())) {
      // The case's network pools by itself: [N,C].
      FeatureAttack attack =
          new FeatureAttack(encoder, pooled -> pooled, images.size(2), images.size(3));
      JsonNode params = golden.params();
      Attacked main = attacked(attack, images, params, "feature_indices");
      for (Map.Entry<String, JsonNode> entry : golden.expected().properties()) {
        String name = entry.getKey();
        Matcher single = SINGLE.matcher(name);
        if (name.startsWith("feature_values_after")) {
          answers.put(name, Answer.numbers(Tensor.rows(main.values(), images.size(0))));
        } else if (name.equals("final_images")) {
          answers.put(name, images(main, images));
        } else if (name.equals(BIG)) {
          Attacked big = attacked(attack, images, entry.getValue(), "feature_index");
          answers.put(
              name,
              new Answer.Fields(
                  Map.of(
                      "feature_index", new Answer.Given(),
                      "step_size", new Answer.Given(),
                      "iterations", new Answer.Given(),
                      "values", Answer.numbers(big.values()[big.values().length - 1]),
                      "final_images", images(big, images))));
        } else if (single.matches()) {
          double step = Double.parseDouble(single.group(1) + "." + single.group(2));
          answers.put(name, steps(golden, step));
        }
      }
    }
    return new Answer.Fields(answers);
  }

  /** One index per image, or one for all. */
  private static Attacked attacked(
      FeatureAttack attack, Tensor images, JsonNode settings, String field) {
    int[] indices = Tensor.parse(GoldenCase.need(settings, field), field).ints();
    int[] features = new int[images.size(0)];
    if (indices.length != 1 && indices.length != features.length) {
      throw new CaseFault(indices.length + " feature indices for " + features.length + " images");
    }
    Arrays.setAll(features, i -> indices[indices.length == 1 ? 0 : i]);
    float[][] rows = new float[features.length][];
    Arrays.setAll(rows, images::floatRow);
    return attack.attack(
        rows,
        features,
        GoldenCase.need(settings, "step_size").asDouble(),
        GoldenCase.need(settings, "iterations").asInt(),
        () -> {});
  }

  private static Answer images(Attacked attacked, Tensor like) {
    return Answer.numbers(
        Tensor.stack(attacked.images(), like.size(1), like.size(2), like.size(3)));
  }

  private static Answer steps(GoldenCase golden, double step) {
    Tensor x = golden.input("grad_step_x");
    Tensor g = golden.input("grad_step_g");
    float[][] moved = new float[x.size(0)][];
    Arrays.setAll(moved, i -> FeatureAttack.ascended(x.floatRow(i), g.floatRow(i), step));
    return Answer.numbers(Tensor.stack(moved, x.size(1), x.size(2), x.size(3)));
  }
}
