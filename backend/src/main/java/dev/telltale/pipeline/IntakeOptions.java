package dev.telltale.pipeline;

import dev.telltale.screening.Screener;

/**
 * How images are taken in.
 *
 * @param group the consumer group that shares the stream
 * @param batchSize most images of a micro-batch, 1 to {@link Screener#MAX_BATCH}
 * @param lingerMillis how long an image waits at most for others
 * @param maxInFlight events held at most before the partitions are paused
 */
public record IntakeOptions(String group, int batchSize, long lingerMillis, int maxInFlight) {
  /** Checks the ranges. */
  public IntakeOptions {
    if (batchSize < 1 || batchSize > Screener.MAX_BATCH) {
      throw new IllegalArgumentException(
          "batch size is " + batchSize + "; it must be 1 to " + Screener.MAX_BATCH);
    }
    if (lingerMillis < 0 || maxInFlight < batchSize) {
      throw new IllegalArgumentException(
          "linger must not be negative, and max in flight not below the batch size");
    }
  }
}
