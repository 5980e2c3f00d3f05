package dev.telltale.stats;

/**
 * A share of successes with its interval; see {@link Wilson}.
 *
 * @param value successes / n, in [0,1]; NaN when n is 0
 * @param low the lower end, in [0,1]
 * @param high the upper end, in [0,1]
 * @param n how many trials
 */
public record Proportion(double value, double low, double high, long n) {}
