package dev.telltale.train;

import dev.telltale.dataset.Column;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The right answers of the images of one part, and what they weigh.
 *
 * @param part the images
 * @param codes [question][image], {@link Column#UNKNOWN} where the answer is not known
 * @param weights [question][image], 0 where the answer is not known
 */
record Answers(TrainingImages part, int[][] codes, float[][] weights) {

  /** Every answer that is known weighs the same. */
  static Answers of(TrainingImages part, List<int[]> codes) {
    float[][] weights = new float[codes.size()][part.size()];
    for (int question = 0; question < weights.length; question++) {
      for (int place = 0; place < part.size(); place++) {
        weights[question][place] = codes.get(question)[place] == Column.UNKNOWN ? 0 : 1;
      }
    }
    return new Answers(part, codes.toArray(int[][]::new), weights);
  }

  /** The images that take part: they can be read, and an answer that weighs something is known. */
  int[] usable() {
    return IntStream.range(0, part.size())
        .filter(place -> part.isReadable(place) && (codes.length == 0 || weighs(place)))
        .toArray();
  }

  private boolean weighs(int place) {
    for (float[] of : weights) {
      if (of[place] > 0) {
        return true;
      }
    }
    return false;
  }
}
