package dev.telltale.features.head;

import java.util.Random;

/** Classes around centres of their own, that overlap. */
final class RandomExamples implements Examples {
  private final float[][] rows;
  private final int[] labels;

  RandomExamples(int size, int channels, int classes, double noise, long seed) {
    Random random = new Random(seed);
    double[][] centres = new double[classes][channels];
    for (double[] centre : centres) {
      for (int c = 0; c < channels; c++) {
        centre[c] = random.nextGaussian();
      }
    }
    rows = new float[size][channels];
    labels = new int[size];
    for (int i = 0; i < size; i++) {
      labels[i] = random.nextInt(classes);
      for (int c = 0; c < channels; c++) {
        rows[i][c] = (float) (centres[labels[i]][c] + noise * random.nextGaussian());
      }
    }
  }

  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public int channels() {
    return rows[0].length;
  }

  @Override
  public int label(int example) {
    return labels[example];
  }

  @Override
  public void features(int example, float[] into, int at) {
    System.arraycopy(rows[example], 0, into, at, channels());
  }
}
