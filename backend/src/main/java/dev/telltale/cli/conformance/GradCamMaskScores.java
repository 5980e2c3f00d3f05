package dev.telltale.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.saliency.AuthorsAttention;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The mask scores of a golden GradCAM case: an attribute's maps against groups of mask parts, which
 * {@code mask_index} [N,H,W] numbers and {@code mask_groups} names.
 */
final class GradCamMaskScores {
  private GradCamMaskScores() {}

  static Answer answer(GoldenCase golden, GradCamAttributes attributes, JsonNode asked) {
    Map<String, Answer> scores = new HashMap<>();
    for (boolean resizeAttentions : new boolean[] {true, false}) {
      String name = "resize_attentions_" + resizeAttentions;
      if (asked.has(name)) {
        scores.put(name, variant(golden, attributes, asked.get(name), resizeAttentions));
      }
    }
    return new Answer.Fields(scores);
  }

  private static Answer variant(
      GoldenCase golden, GradCamAttributes attributes, JsonNode asked, boolean resizeAttentions) {
    List<String> rows = GoldenCase.strings(GoldenCase.need(asked, "rows"));
    float[][] maps = attributes.maps(attributes.target(asked));
    Tensor images = golden.input("images"); // [N,3,h,w]; the maps have the images' size
    Tensor index = golden.input("mask_index"); // [N,H,W]
    double[] scores = new double[rows.size() * maps.length];
    for (int row = 0; row < rows.size(); row++) {
      JsonNode parts = GoldenCase.need(golden.params().path("mask_groups"), rows.get(row));
      double[] members = Tensor.parse(parts, "params.mask_groups." + rows.get(row)).values();
      double[] ofRow = scores(maps, images, index, members, resizeAttentions);
      System.arraycopy(ofRow, 0, scores, row * maps.length, maps.length);
    }
    return new Answer.Fields(
        Map.of(
            "target", new Answer.Given(),
            "rows", new Answer.Given(),
            "per_image", Answer.numbers(new Tensor(new int[] {rows.size(), maps.length}, scores))));
  }

  private static double[] scores(
      float[][] maps, Tensor images, Tensor index, double[] members, boolean resizeAttentions) {
    int h = images.size(2);
    int w = images.size(3);
    double[] scores = new double[maps.length];
    for (int i = 0; i < scores.length; i++) {
      float[] mask = mask(index.row(i), members);
      scores[i] =
          resizeAttentions
              ? AuthorsAttention.maskScoreAtMaskSize(
                  maps[i], h, w, mask, index.size(1), index.size(2))
              : AuthorsAttention.maskScoreAtMapSize(
                  maps[i], h, w, mask, index.size(1), index.size(2));
    }
    return scores;
  }

  private static float[] mask(double[] index, double[] members) {
    float[] mask = new float[index.length];
    for (int i = 0; i < mask.length; i++) {
      for (double member : members) {
        mask[i] = index[i] == member ? 1 : mask[i];
      }
    }
    return mask;
  }
}
