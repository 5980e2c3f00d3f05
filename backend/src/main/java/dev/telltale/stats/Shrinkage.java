package dev.telltale.stats;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Estimates drawn towards their common mean by as much as their errors explain their spread: the
 * empirical Bayes means of a normal model, with the variance between them by DerSimonian and Laird
 * (1986). The extreme ones of many noisy estimates are extreme by chance; these are not.
 */
public final class Shrinkage {
  private Shrinkage() {}

  /**
   * Shrinks.
   *
   * @param values finite
   * @param errors standard error of each, above 0
   * @return one per value, between it and the mean; a single value as it is
   * @throws IllegalArgumentException if they differ in number or an error is not above 0
   */
  public static double[] of(double[] values, double[] errors) {
    Pairs.check(values.length, errors.length);
    double[] precision = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      if (!(errors[i] > 0)) {
        throw new IllegalArgumentException("error " + i + " is " + errors[i] + ", not above 0");
      }
      precision[i] = 1 / (errors[i] * errors[i]);
    }
    if (values.length < 2) {
      return values.clone();
    }
    double between = between(values, precision);
    double[] weight = new double[values.length];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = 1 / (between + errors[i] * errors[i]);
    }
    double mean = mean(values, weight);
    double[] shrunk = new double[values.length];
    for (int i = 0; i < shrunk.length; i++) {
      double kept = between / (between + errors[i] * errors[i]);
      shrunk[i] = mean + kept * (values[i] - mean);
    }
    return shrunk;
  }

  /** The standard error that an interval of a level stands for: half its width over z. */
  public static double error(Estimate estimate, double level) {
    double z = NormalDistribution.of(0, 1).inverseCumulativeProbability((1 + level) / 2);
    return (estimate.high() - estimate.low()) / 2 / z;
  }

  private static double between(double[] values, double[] weight) {
    double mean = mean(values, weight);
    double sum = 0;
    double squares = 0;
    double q = 0;
    for (int i = 0; i < values.length; i++) {
      sum += weight[i];
      squares += weight[i] * weight[i];
      q += weight[i] * (values[i] - mean) * (values[i] - mean);
    }
    return Math.max(0, (q - (values.length - 1)) / (sum - squares / sum));
  }

  private static double mean(double[] values, double[] weight) {
    double sum = 0;
    double all = 0;
    for (int i = 0; i < values.length; i++) {
      sum += weight[i] * values[i];
      all += weight[i];
    }
    return sum / all;
  }
}
