package dev.telltale.image;

/**
 * The weights with which one axis is resampled: output cell {@code i} is the sum over {@code k <
 * width} of {@code weights[i * width + k]} times input cell {@code first[i] + k}. Weights of one
 * cell sum to 1; cells that need fewer than {@code width} inputs are padded with zeros, and {@code
 * first[i] + width} never passes the end of the input.
 */
record Taps(int width, int[] first, float[] weights) {

  /**
   * Bilinear weights with half-pixel centres ({@code align_corners=false}).
   *
   * @param from input cells, at least 1
   * @param to output cells, at least 1
   * @param antialias when reducing, widen the triangle by the scale, as Pillow does
   */
  static Taps bilinear(int from, int to, boolean antialias) {
    double scale = (double) from / to;
    double radius = antialias ? Math.max(scale, 1) : 1;
    double[] centres = new double[to];
    int width = 0;
    for (int i = 0; i < to; i++) {
      // Beside an edge the edge goes on. A centre kept inside says so for the plain kernel; the
      // widened one is renormalised over the cells that exist.
      double centre = scale * (i + 0.5);
      centres[i] = antialias ? centre : Math.min(Math.max(centre, 0.5), from - 0.5);
      width = Math.max(width, high(centres[i], radius, from) - low(centres[i], radius));
    }
    int[] first = new int[to];
    float[] weights = new float[to * width];
    double[] cell = new double[width];
    for (int i = 0; i < to; i++) {
      int low = low(centres[i], radius);
      int count = high(centres[i], radius, from) - low;
      double total = 0;
      for (int k = 0; k < count; k++) {
        cell[k] = Math.max(0, 1 - Math.abs((low + k + 0.5 - centres[i]) / radius));
        total += cell[k];
      }
      first[i] = Math.min(low, from - width);
      int shift = low - first[i];
      for (int k = 0; k < count; k++) {
        weights[i * width + shift + k] = (float) (cell[k] / total);
      }
    }
    return new Taps(width, first, weights);
  }

  /** The first cell whose middle is within the radius, or the first there is. */
  private static int low(double centre, double radius) {
    return Math.max((int) (centre - radius + 0.5), 0);
  }

  /** One past the last cell whose middle is within the radius. */
  private static int high(double centre, double radius, int from) {
    return Math.min((int) (centre + radius + 0.5), from);
  }
}
