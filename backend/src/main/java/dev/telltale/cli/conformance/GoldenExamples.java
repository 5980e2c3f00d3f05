package dev.telltale.cli.conformance;

import dev.telltale.features.head.Examples;
import dev.telltale.model.LinearHead;
import dev.telltale.spuriosity.Activations;
import dev.telltale.spuriosity.ClassCues;
import dev.telltale.spuriosity.Ranking;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Features and labels of a golden case, and rankings of them as the published code makes them.
 *
 * @param values [N,C]
 * @param labels [N]
 */
record GoldenExamples(Tensor values, int[] labels) implements Examples {

  /**
   * Reads {@code features} and {@code labels}, with a prefix such as {@code train_}.
   *
   * @throws CaseFault if they do not agree
   */
  static GoldenExamples read(GoldenCase golden, String prefix) {
    Tensor features = golden.input(prefix + "features");
    int[] labels = golden.input(prefix + "labels").ints();
    if (features.size(0) != labels.length || Arrays.stream(labels).anyMatch(label -> label < 0)) {
      throw new CaseFault(
          "%sfeatures %s and %d labels do not agree"
              .formatted(prefix, Arrays.toString(features.shape()), labels.length));
    }
    return new GoldenExamples(features, labels);
  }

  /** A head of the case. */
  static LinearHead head(GoldenCase golden, String weight, float[] bias) {
    Tensor tensor = golden.input(weight); // [K,C]
    float[][] rows = new float[tensor.size(0)][];
    Arrays.setAll(rows, tensor::floatRow);
    return new LinearHead(rows, bias);
  }

  /** The rankings of all classes that have spurious features. */
  List<Ranking> rankings(List<int[]> spurious) {
    List<Ranking> rankings = new ArrayList<>();
    for (Activations one : Activations.gather(this, spurious)) {
      Ranking ranking = Ranking.of(one, ClassCues.of(one));
      if (ranking.missing() == null) {
        rankings.add(ranking);
      }
    }
    return rankings;
  }

  /**
   * What the published code calls the k images of highest spuriosity: the first k of the last
   * thousand, rising. Of a class of a thousand images or fewer these are the lowest ones; the paper
   * means {@link Ranking#highest}.
   */
  static int[] highestAsCoded(Ranking ranking, int k) {
    int[] top = ranking.highest(1000);
    return Arrays.copyOf(top, Math.min(k, top.length));
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public int channels() {
    return values.size(1);
  }

  @Override
  public int label(int example) {
    return labels[example];
  }

  @Override
  public void features(int example, float[] into, int at) {
    for (int c = 0; c < channels(); c++) {
      into[at + c] = (float) values.values()[example * channels() + c];
    }
  }
}
