package dev.telltale.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.saliency.AttentionIou;
import dev.telltale.saliency.AuthorsAttention;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code score_pairs}: Attention-IoU of pairs of maps, in groups of one size each; {@code raw_dot}
 * is the authors' score without normalising.
 */
final class ScorePairs implements CaseKind {

  @Override
  public Set<String> names() {
    return Set.of("score_pairs");
  }

  @Override
  public boolean fits(GoldenCase golden) {
    JsonNode group = golden.inputs().path("groups").path(0);
    return group.has("a")
        && group.has("b")
        && golden.expected().path("groups").path(0).has("score");
  }

  @Override
  public Answer answer(GoldenCase golden) {
    boolean normalize = golden.params().path("normalize_scores").asBoolean(true);
    List<Answer> groups = new ArrayList<>();
    for (JsonNode group : GoldenCase.need(golden.inputs(), "groups")) {
      String path = "inputs.groups[" + groups.size() + "]";
      Tensor a = golden.tensor(GoldenCase.need(group, "a"), path + ".a"); // [N,h,w]
      Tensor b = golden.tensor(GoldenCase.need(group, "b"), path + ".b");
      if (!Arrays.equals(a.shape(), b.shape())) {
        throw new CaseFault(path + ": a and b have different shapes");
      }
      double[] score = new double[a.size(0)];
      double[] product = new double[a.size(0)];
      for (int i = 0; i < score.length; i++) {
        product[i] = AuthorsAttention.meanProduct(a.floatRow(i), b.floatRow(i));
        score[i] = normalize ? AttentionIou.score(a.floatRow(i), b.floatRow(i)) : product[i];
      }
      Map<String, Answer> fields = new HashMap<>(labels(golden, group, path));
      fields.put("score", Answer.numbers(score));
      fields.put("raw_dot", Answer.numbers(product));
      groups.add(new Answer.Fields(fields));
    }
    return new Answer.Fields(Map.of("groups", new Answer.Items(groups)));
  }

  /** What a group says of itself must come back: it shows that the groups are in the same order. */
  static Map<String, Answer> labels(GoldenCase golden, JsonNode group, String path) {
    Map<String, Answer> labels = new HashMap<>();
    if (group.has("tag")) {
      labels.put("tag", new Answer.Text(group.get("tag").asText()));
    }
    if (group.has("size")) {
      labels.put("size", Answer.numbers(golden.tensor(group.get("size"), path + ".size")));
    }
    return labels;
  }
}
