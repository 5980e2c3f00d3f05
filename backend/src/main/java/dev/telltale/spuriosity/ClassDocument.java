package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.stats.Proportion;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The document {@code class-C}: what people look at to judge a class, its ranking, and how models
 * fare along it.
 */
final class ClassDocument {
  /** Images at each end of a ranking that are listed. */
  static final int LISTED = 100;

  private ClassDocument() {}

  /** Features alone: nothing is ranked yet. */
  static ObjectNode of(int classIndex, String name, FeatureEntries features) {
    ObjectNode one =
        Json.NODES.objectNode().put("class", classIndex).put("name", name).putNull("k");
    one.put("missing", "the rankings are not made yet");
    ArrayNode list = one.putArray("features");
    features.of(classIndex).forEach(i -> list.add(features.json(i)));
    one.putNull("ranking");
    one.putArray("curves");
    one.putArray("gaps");
    one.putArray("flagged");
    return one;
  }

  /**
   * All of it.
   *
   * @param noise images of the class whose labels may be wrong; null where there are none
   */
  static ObjectNode of(
      int classIndex,
      String name,
      FeatureEntries features,
      Measured measured,
      @Nullable LabelNoise noise) {
    ObjectNode one = of(classIndex, name, features);
    Ends ends = measured.ends().get(classIndex);
    Ranking ranking = measured.rankings().get(classIndex);
    one.put("k", ends.missing() == null ? Integer.valueOf(ends.k()) : null);
    one.put("missing", ends.missing());
    if (ranking.missing() == null) {
      one.set("ranking", ranking(ranking, measured));
      one.set("curves", curves(ranking, measured));
    }
    if (ends.missing() == null) {
      one.set("gaps", gaps(classIndex, measured));
    }
    if (noise != null) {
      one.set("flagged", flagged(ranking, noise, measured));
    }
    return one;
  }

  private static ObjectNode ranking(Ranking ranking, Measured measured) {
    ObjectNode one = Json.NODES.objectNode().put("size", ranking.size());
    int listed = Math.min(LISTED, ranking.size());
    ArrayNode highest = one.putArray("highest");
    ArrayNode lowest = one.putArray("lowest");
    for (int i = 0; i < listed; i++) {
      highest.add(image(ranking, ranking.size() - 1 - i, measured));
      lowest.add(image(ranking, i, measured));
    }
    return one;
  }

  private static ObjectNode image(Ranking ranking, int rank, Measured measured) {
    int at = ranking.order()[rank];
    ObjectNode one = place(at, measured);
    one.set("spuriosity", Json.number(ranking.scores()[rank]));
    ArrayNode right = one.putArray("right");
    measured.predictions().forEach(model -> right.add(model.right()[at]));
    return one;
  }

  private static ObjectNode place(int at, Measured measured) {
    int place = measured.places()[at];
    return Json.NODES.objectNode().put("place", place).put("id", measured.samples().id(place));
  }

  private static ArrayNode curves(Ranking ranking, Measured measured) {
    ArrayNode list = Json.NODES.arrayNode();
    for (int m = 0; m < measured.models(); m++) {
      ObjectNode one = list.addObject().put("model", m);
      boolean[] right = measured.predictions().get(m).right();
      one.set(
          "parts",
          parts(RankCurve.of(List.of(ranking), right, HeadFigures.PARTS, measured.level())));
    }
    return list;
  }

  /** Parts of a curve that have images, by the percentiles of rank that they reach over. */
  static ArrayNode parts(RankCurve curve) {
    ArrayNode list = Json.NODES.arrayNode();
    int count = curve.parts().size();
    for (int i = 0; i < count; i++) {
      Proportion part = curve.parts().get(i);
      if (part.n() > 0) {
        ObjectNode one = list.addObject();
        one.set("from", Json.number(100.0 * i / count));
        one.set("to", Json.number(100.0 * (i + 1) / count));
        one.put("n", part.n());
        one.set("accuracy", Json.number(part.value()));
        one.set("low", Json.number(part.low()));
        one.set("high", Json.number(part.high()));
      }
    }
    return list;
  }

  private static ArrayNode gaps(int classIndex, Measured measured) {
    ArrayNode list = Json.NODES.arrayNode();
    int at = measured.at(classIndex);
    for (int m = 0; m < measured.models(); m++) {
      ModelGaps of = measured.gaps().get(m);
      ClassGap gap = of.classes().get(at);
      ObjectNode one = list.addObject().put("model", m);
      one.setAll(Json.estimate(gap.gap()));
      one.set("p", Json.number(gap.pValue()));
      one.set("adjusted", Json.number(measured.adjusted().get(m)[at]));
      one.set("shrunk", Json.number(of.shrunk()[at]));
      one.set("accuracyHigh", Json.number(gap.accuracyHigh()));
      one.set("accuracyLow", Json.number(gap.accuracyLow()));
      one.put("neverPredicted", gap.neverPredicted());
    }
    return list;
  }

  private static ArrayNode flagged(Ranking ranking, LabelNoise noise, Measured measured) {
    ArrayNode list = Json.NODES.arrayNode();
    int highest = ranking.size() - 1;
    for (int i = 0; i < noise.places().length; i++) {
      ObjectNode one = place(noise.places()[i], measured);
      // The flagged ones are the highest, the highest first.
      one.set("spuriosity", Json.number(ranking.scores()[highest - i]));
      one.putNull("crop").put("cropWhy", "crops are not made yet");
      list.add(one);
    }
    return list;
  }

  /** Models that give the class to no image. */
  static int[] neverPredictedBy(int classIndex, Measured measured) {
    int[] models = new int[measured.models()];
    int count = 0;
    for (int m = 0; m < models.length; m++) {
      if (!measured.predictions().get(m).predicted()[classIndex]) {
        models[count++] = m;
      }
    }
    return Arrays.copyOf(models, count);
  }
}
