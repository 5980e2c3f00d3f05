package dev.telltale.stats;

/**
 * A mean with its standard error, s/√n with the sample standard deviation s (divisor n − 1).
 *
 * @param mean NaN when n is 0
 * @param error NaN when n is below 2: one value says nothing of its own error
 * @param n how many values the mean is over, shown beside it
 */
public record MeanAndError(double mean, double error, long n) {}
