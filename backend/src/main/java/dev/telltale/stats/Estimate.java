package dev.telltale.stats;

/**
 * A figure with its confidence interval.
 *
 * @param value the figure; NaN where it is undefined, as its class says
 * @param low the lower end; NaN where there is no interval
 * @param high the upper end; NaN where there is no interval
 * @param n how many items (images, models) the figure is over
 */
public record Estimate(double value, double low, double high, long n) {}
