package dev.telltale.spuriosity;

import dev.telltale.features.head.Examples;
import dev.telltale.model.LinearHead;
import java.util.Random;

/** Examples in memory. */
record Drawn(float[][] rows, int[] labels, int channels) implements Examples {
  /** Random features and labels; some classes may have no image. */
  static Drawn of(int size, int channels, int classes, long seed) {
    Random random = new Random(seed);
    float[][] rows = new float[size][channels];
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      labels[i] = random.nextInt(classes);
      for (int c = 0; c < channels; c++) {
        rows[i][c] = (float) Math.max(0, random.nextGaussian() + 0.3 * labels[i]);
      }
    }
    return new Drawn(rows, labels, channels);
  }

  static LinearHead head(int classes, int channels, long seed) {
    Random random = new Random(seed);
    float[][] weight = new float[classes][channels];
    float[] bias = new float[classes];
    for (int k = 0; k < classes; k++) {
      bias[k] = (float) random.nextGaussian();
      for (int c = 0; c < channels; c++) {
        weight[k][c] = (float) random.nextGaussian();
      }
    }
    return new LinearHead(weight, bias);
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public int label(int example) {
    return labels[example];
  }

  @Override
  public void features(int example, float[] into, int at) {
    System.arraycopy(rows[example], 0, into, at, channels);
  }
}
