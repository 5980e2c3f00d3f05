package dev.telltale.stats;

/**
 * What the {@link Bootstrap} of a mean gives.
 *
 * @param mean the mean of the resampled means; NaN when no image had a value
 * @param deviation their population standard deviation, the figure behind the paper's "±"; NaN when
 *     no image had a value
 * @param resamples how many resamples had a value; those that drew none are left out
 */
public record Bootstrapped(double mean, double deviation, long resamples) {

  static Bootstrapped of(Moments means) {
    return new Bootstrapped(
        means.count() == 0 ? Double.NaN : means.mean(), means.populationDeviation(), means.count());
  }
}
