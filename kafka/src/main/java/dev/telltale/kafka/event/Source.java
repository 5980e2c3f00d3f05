package dev.telltale.kafka.event;

/**
 * Where on {@code telltale.images} an event stood.
 *
 * @param partition the partition, 0 or more
 * @param offset the offset in it, 0 or more
 */
public record Source(int partition, long offset) {
  /**
   * Checks the ranges.
   *
   * @throws InvalidEventException if one is negative
   */
  public Source {
    Check.atLeastZero("source.partition", partition);
    Check.atLeastZero("source.offset", offset);
  }
}
