package dev.telltale.stats;

import java.util.Arrays;

/**
 * A sample as deviations from its mean, in units of the largest of them, so that no square
 * overflows and none vanishes.
 *
 * @param mean of the values
 * @param unit the largest deviation; 0 for a constant sample
 * @param values the deviations over the unit, in [−1,1]; all 0 for a constant sample
 * @param squares the sum of their squares
 */
record Deviations(double mean, double unit, double[] values, double squares) {

  static Deviations of(double[] sample) {
    double first = sample.length == 0 ? Double.NaN : sample[0];
    if (Arrays.stream(sample).allMatch(value -> value == first)) {
      // The mean of a constant may be off by a rounding, and a correlation of roundings is noise.
      return new Deviations(first, 0, new double[sample.length], 0);
    }
    double mean = Arrays.stream(sample).average().orElse(Double.NaN);
    double[] off = Arrays.stream(sample).map(value -> value - mean).toArray();
    double unit = Arrays.stream(off).map(Math::abs).reduce(0, Math::max);
    double[] values = Arrays.stream(off).map(value -> value / unit).toArray();
    return new Deviations(mean, unit, values, Arrays.stream(values).map(v -> v * v).sum());
  }

  /** Σ of the products of both samples' deviations, in the product of their units. */
  double products(Deviations other) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[i] * other.values[i];
    }
    return sum;
  }
}
