package dev.telltale.spuriosity;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * How directions are proposed along which the images of one class differ, each image counting as
 * much as its weight. The same rows, weights and generator give the same directions.
 */
public enum Proposal {
  /** Principal components of the features, weighted: by orthogonal iteration. */
  PCA {
    @Override
    public double[][] directions(
        float[][] rows, double[] weights, int count, RandomGenerator random) {
      double[][] centred = centred(rows, weights);
      double[][] found = random(count, rows[0].length, random);
      for (int round = 0; round < ROUNDS; round++) {
        orthonormalise(found);
        found = covarianceTimes(centred, found);
      }
      orthonormalise(found);
      Arrays.stream(found).forEach(Proposal::turnUp);
      return found;
    }
  },

  /**
   * Parts of a non-negative factorisation of the features, weighted, by the multiplicative updates
   * of Lee and Seung (2001); what is below 0 counts as 0.
   */
  NMF {
    @Override
    public double[][] directions(
        float[][] rows, double[] weights, int count, RandomGenerator random) {
      double[][] x = new double[rows.length][rows[0].length];
      for (int i = 0; i < x.length; i++) {
        double factor = Math.sqrt(weights[i]);
        for (int c = 0; c < x[i].length; c++) {
          x[i][c] = factor * Math.max(0, rows[i][c]);
        }
      }
      double[][] parts = positive(count, x[0].length, random);
      double[][] shares = positive(x.length, count, random);
      for (int round = 0; round < ROUNDS; round++) {
        // Both sides of each update: shares ∘ (X·Pᵀ) / (shares·P·Pᵀ), then the same for parts.
        update(shares, timesTransposed(x, parts), times(shares, timesTransposed(parts, parts)));
        double[][] turned = transposed(shares);
        update(parts, times(turned, x), times(timesTransposed(turned, turned), parts));
      }
      Arrays.stream(parts).forEach(Proposal::toUnit);
      return parts;
    }
  };

  private static final int ROUNDS = 60;
  private static final double NEVER_ZERO = 1e-12;

  /**
   * Proposes.
   *
   * @param rows features of the images, [n][C], at least one
   * @param weights of the images, at least 0, [n]
   * @param count how many directions, at least 1; no more than there are rows or features
   * @param random where to begin
   * @return [count][C], each of length 1, or 0 where nothing is left to explain
   */
  public abstract double[][] directions(
      float[][] rows, double[] weights, int count, RandomGenerator random);

  private static double[][] centred(float[][] rows, double[] weights) {
    double[] mean = new double[rows[0].length];
    double all = Arrays.stream(weights).sum();
    for (int i = 0; i < rows.length; i++) {
      for (int c = 0; c < mean.length; c++) {
        mean[c] += weights[i] / all * rows[i][c];
      }
    }
    double[][] centred = new double[rows.length][mean.length];
    for (int i = 0; i < rows.length; i++) {
      for (int c = 0; c < mean.length; c++) {
        centred[i][c] = Math.sqrt(weights[i]) * (rows[i][c] - mean[c]);
      }
    }
    return centred;
  }

  /** Σ_i x_i ⟨x_i, v⟩ of each direction v. */
  private static double[][] covarianceTimes(double[][] rows, double[][] directions) {
    double[][] sums = new double[directions.length][rows[0].length];
    for (double[] row : rows) {
      for (int d = 0; d < directions.length; d++) {
        double along = product(row, directions[d]);
        for (int c = 0; c < row.length; c++) {
          sums[d][c] += along * row[c];
        }
      }
    }
    return sums;
  }

  /** Gram and Schmidt; what the directions before leave nothing of becomes 0. */
  private static void orthonormalise(double[][] directions) {
    for (int d = 0; d < directions.length; d++) {
      double before = Math.sqrt(product(directions[d], directions[d]));
      for (int e = 0; e < d; e++) {
        double along = product(directions[d], directions[e]);
        for (int c = 0; c < directions[d].length; c++) {
          directions[d][c] -= along * directions[e][c];
        }
      }
      if (Math.sqrt(product(directions[d], directions[d])) <= 1e-9 * before) {
        Arrays.fill(directions[d], 0);
      }
      toUnit(directions[d]);
    }
  }

  private static void toUnit(double[] direction) {
    double length = Math.sqrt(product(direction, direction));
    for (int c = 0; c < direction.length && length > 0; c++) {
      direction[c] /= length;
    }
  }

  /** A component has no sign of its own: the feature that matters most in it is positive. */
  private static void turnUp(double[] direction) {
    int most = 0;
    for (int c = 1; c < direction.length; c++) {
      most = Math.abs(direction[c]) > Math.abs(direction[most]) ? c : most;
    }
    if (direction[most] < 0) {
      for (int c = 0; c < direction.length; c++) {
        direction[c] = -direction[c];
      }
    }
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int c = 0; c < a.length; c++) {
      sum += a[c] * b[c];
    }
    return sum;
  }

  private static void update(double[][] factor, double[][] over, double[][] under) {
    for (int i = 0; i < factor.length; i++) {
      for (int j = 0; j < factor[i].length; j++) {
        factor[i][j] *= over[i][j] / (under[i][j] + NEVER_ZERO);
      }
    }
  }

  /** A·B. */
  private static double[][] times(double[][] a, double[][] b) {
    double[][] c = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < b.length; k++) {
        for (int j = 0; j < b[k].length; j++) {
          c[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return c;
  }

  /** A·Bᵀ. */
  private static double[][] timesTransposed(double[][] a, double[][] b) {
    double[][] c = new double[a.length][b.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b.length; j++) {
        c[i][j] = product(a[i], b[j]);
      }
    }
    return c;
  }

  private static double[][] transposed(double[][] a) {
    double[][] turned = new double[a[0].length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[i].length; j++) {
        turned[j][i] = a[i][j];
      }
    }
    return turned;
  }

  private static double[][] random(int rows, int columns, RandomGenerator random) {
    double[][] values = new double[rows][columns];
    for (double[] row : values) {
      Arrays.setAll(row, c -> random.nextGaussian());
    }
    return values;
  }

  private static double[][] positive(int rows, int columns, RandomGenerator random) {
    double[][] values = new double[rows][columns];
    for (double[] row : values) {
      Arrays.setAll(row, c -> 0.1 + random.nextDouble());
    }
    return values;
  }
}
