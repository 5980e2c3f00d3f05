package dev.telltale.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.image.Bilinear;
import dev.telltale.saliency.MaskScore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code score_mask_downsample}: attention maps against masks that are brought down to the maps'
 * size, antialiased and not; the paper's mask score.
 */
final class ScoreMaskDownsample implements CaseKind {

  @Override
  public Set<String> names() {
    return Set.of("score_mask_downsample");
  }

  @Override
  public boolean fits(GoldenCase golden) {
    JsonNode group = golden.inputs().path("groups").path(0);
    return group.has("attention") && group.has("mask");
  }

  @Override
  public Answer answer(GoldenCase golden) {
    List<Answer> groups = new ArrayList<>();
    for (JsonNode group : GoldenCase.need(golden.inputs(), "groups")) {
      String path = "inputs.groups[" + groups.size() + "]";
      Tensor maps =
          golden.tensor(GoldenCase.need(group, "attention"), path + ".attention"); // [N,h,w]
      Tensor masks = golden.tensor(GoldenCase.need(group, "mask"), path + ".mask"); // [N,H,W]
      if (maps.size(0) != masks.size(0)) {
        throw new CaseFault(path + ": " + maps.size(0) + " maps, " + masks.size(0) + " masks");
      }
      Map<String, Answer> fields = new HashMap<>(ScorePairs.labels(golden, group, path));
      for (boolean antialias : new boolean[] {false, true}) {
        fields.put("score_antialias_" + antialias, scores(maps, masks, antialias));
        fields.put("resized_mask_antialias_" + antialias, resized(maps, masks, antialias));
      }
      groups.add(new Answer.Fields(fields));
    }
    return new Answer.Fields(Map.of("groups", new Answer.Items(groups)));
  }

  private static Answer scores(Tensor maps, Tensor masks, boolean antialias) {
    double[] scores = new double[maps.size(0)];
    for (int i = 0; i < scores.length; i++) {
      scores[i] =
          MaskScore.of(
                  maps.floatRow(i),
                  maps.size(1),
                  maps.size(2),
                  masks.floatRow(i),
                  masks.size(1),
                  masks.size(2),
                  antialias)
              .value();
    }
    return Answer.numbers(scores);
  }

  private static Answer resized(Tensor maps, Tensor masks, boolean antialias) {
    float[][] resized = new float[masks.size(0)][];
    for (int i = 0; i < resized.length; i++) {
      resized[i] =
          Bilinear.resize(
              masks.floatRow(i),
              masks.size(1),
              masks.size(2),
              maps.size(1),
              maps.size(2),
              antialias);
    }
    return Answer.numbers(Tensor.stack(resized, maps.size(1), maps.size(2)));
  }
}
