package dev.telltale.dataset.drawn;

/** Smooth random fields: normal numbers on a coarse grid, enlarged by cubic interpolation. */
public final class Noise {
  private static final double SHARPNESS = -0.75; // of the cubic kernel, as PyTorch's bicubic

  private Noise() {}

  /**
   * A field with about unit variance at the grid's points.
   *
   * @param rows where each row of the field lies in the grid, from 0 (upper edge) to 1
   * @param gridH rows of the grid: the finer, the faster it changes downwards
   * @param gridW columns of the grid, laid evenly
   * @return [rows.length, width]
   */
  public static float[] field(Draws draws, float[] rows, int width, int gridH, int gridW) {
    float[] grid = new float[gridH * gridW];
    for (int i = 0; i < grid.length; i++) {
      grid[i] = (float) draws.normal();
    }
    float[] weights = new float[4];
    float[] wide = new float[gridH * width];
    for (int x = 0; x < width; x++) {
      int first = kernel((x + 0.5) / width * gridW - 0.5, weights);
      for (int y = 0; y < gridH; y++) {
        float sum = 0;
        for (int k = 0; k < 4; k++) {
          sum += weights[k] * grid[y * gridW + inside(first + k, gridW)];
        }
        wide[y * width + x] = sum;
      }
    }
    float[] out = new float[rows.length * width];
    for (int y = 0; y < rows.length; y++) {
      int first = kernel(rows[y] * gridH - 0.5, weights);
      for (int k = 0; k < 4; k++) {
        int from = inside(first + k, gridH) * width;
        for (int x = 0; x < width; x++) {
          out[y * width + x] += weights[k] * wide[from + x];
        }
      }
    }
    return out;
  }

  /** Rows that lie evenly. */
  public static float[] even(int height) {
    float[] rows = new float[height];
    for (int y = 0; y < height; y++) {
      rows[y] = (y + 0.5f) / height;
    }
    return rows;
  }

  /** Fills the weights of the four grid points around {@code at}; returns the first one's index. */
  private static int kernel(double at, float[] weights) {
    int floor = (int) Math.floor(at);
    double t = at - floor;
    weights[0] = (float) outer(t + 1);
    weights[1] = (float) inner(t);
    weights[2] = (float) inner(1 - t);
    weights[3] = (float) outer(2 - t);
    return floor - 1;
  }

  private static double inner(double t) {
    return ((SHARPNESS + 2) * t - (SHARPNESS + 3)) * t * t + 1;
  }

  private static double outer(double t) {
    return ((SHARPNESS * t - 5 * SHARPNESS) * t + 8 * SHARPNESS) * t - 4 * SHARPNESS;
  }

  private static int inside(int index, int length) {
    return Math.max(0, Math.min(length - 1, index));
  }
}
