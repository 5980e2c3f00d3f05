package dev.telltale.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.saliency.HeatmapScore;
import dev.telltale.saliency.TargetOutput;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The attributes of a golden GradCAM case: their names in the order of the logits, the labels of
 * the images, and each attribute's attention maps with what follows from them.
 */
final class GradCamAttributes {
  private final GoldenCase golden;
  private final List<String> names;
  private final Tensor logits; // [N,K]
  private final Tensor labels; // [N,K]
  private final TargetOutput output;
  private final Map<String, float[][]> maps = new LinkedHashMap<>(); // [N][H·W] by name

  GradCamAttributes(GoldenCase golden, GradCamNetwork network) {
    this.golden = golden;
    String attribution = golden.params().path("attribution").asText("GradCAM");
    if (!attribution.equals("GradCAM")) {
      throw new CaseFault("does not compute the attribution " + attribution);
    }
    names = GoldenCase.strings(GoldenCase.need(golden.params(), "target_order"));
    logits = network.logits();
    labels = golden.input("labels");
    if (names.size() != network.targets() || !Arrays.equals(labels.shape(), logits.shape())) {
      throw new CaseFault(
          "%d names in target_order and labels %s do not fit logits %s"
              .formatted(
                  names.size(), Arrays.toString(labels.shape()), Arrays.toString(logits.shape())));
    }
    output =
        golden.params().path("absolute_logit").asBoolean(true)
            ? TargetOutput.ABSOLUTE_LOGIT
            : TargetOutput.LOGIT;
    for (int t = 0; t < names.size(); t++) {
      maps.put(names.get(t), network.maps(t, output));
    }
  }

  List<String> names() {
    return names;
  }

  TargetOutput output() {
    return output;
  }

  /** The authors' maps of an attribute [N][H·W]. */
  float[][] maps(String name) {
    index(name);
    return maps.get(name);
  }

  int index(String name) {
    int index = names.indexOf(name);
    if (index < 0) {
      throw new CaseFault("the target " + name + " is not in target_order");
    }
    return index;
  }

  /** The attribute that an expected field is about. */
  String target(JsonNode asked) {
    String target = GoldenCase.need(asked, "target").asText();
    index(target);
    return target;
  }

  /** B of an attribute's and the protected attribute's maps [N]. */
  double[] heatmapScores(String name) {
    return HeatmapScore.perImage(maps(name), maps(protectedName()));
  }

  /** Those scores by the labels of both attributes: rows TT, TF, FT, FF, all [5,N]. */
  Tensor heatmapTable(String name) {
    double[] scores = heatmapScores(name);
    int images = scores.length;
    double[] table = new double[5 * images];
    Arrays.fill(table, Double.NaN);
    for (int i = 0; i < images; i++) {
      double[] label = labels.row(i);
      int row = (label[index(name)] == 1 ? 0 : 2) + (label[index(protectedName())] == 1 ? 0 : 1);
      table[row * images + i] = scores[i];
      table[4 * images + i] = scores[i];
    }
    return new Tensor(new int[] {5, images}, table);
  }

  /** 1 where an attribute is predicted present, its logit being above 0 [N,K]. */
  Tensor predictions() {
    double[] present = new double[logits.values().length];
    for (int i = 0; i < present.length; i++) {
      present[i] = logits.values()[i] > 0 ? 1 : 0;
    }
    return new Tensor(logits.shape(), present);
  }

  /** 1 for an image of which every attribute is predicted right [N]. */
  double[] allCorrect() {
    Tensor predictions = predictions();
    double[] correct = new double[logits.size(0)];
    for (int i = 0; i < correct.length; i++) {
      correct[i] = Arrays.equals(predictions.row(i), labels.row(i)) ? 1 : 0;
    }
    return correct;
  }

  private String protectedName() {
    return GoldenCase.need(golden.params(), "protected").asText();
  }
}
