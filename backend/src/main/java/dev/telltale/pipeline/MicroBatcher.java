package dev.telltale.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers items into batches, by size or by linger: a batch is ready when it is full, or when its
 * oldest item has waited long enough. While every device is busy nobody asks for a batch, so
 * batches grow by themselves under load. Not thread-safe.
 *
 * @param <T> what is gathered
 */
final class MicroBatcher<T> {
  private final ArrayDeque<Waiting<T>> waiting = new ArrayDeque<>();
  private final int size;
  private final long lingerNanos;

  /**
   * @param size most items of a batch
   * @param lingerMillis how long an item waits at most for others
   */
  MicroBatcher(int size, long lingerMillis) {
    this.size = size;
    this.lingerNanos = lingerMillis * 1_000_000;
  }

  private record Waiting<T>(T item, long since) {}

  /**
   * A batch.
   *
   * @param items oldest first
   * @param waitedNanos how long the oldest waited
   */
  record Batch<T>(List<T> items, long waitedNanos) {}

  void offer(T item, long nowNanos) {
    waiting.addLast(new Waiting<>(item, nowNanos));
  }

  /** Items waiting. */
  int depth() {
    return waiting.size();
  }

  /** Nanoseconds until a batch is ready: 0 when it is, -1 when nothing waits. */
  long readyInNanos(long nowNanos) {
    if (waiting.isEmpty()) {
      return -1;
    }
    if (waiting.size() >= size) {
      return 0;
    }
    return Math.max(0, waiting.peekFirst().since() + lingerNanos - nowNanos);
  }

  /** Takes the oldest items, as many as a batch holds. */
  Batch<T> take(long nowNanos) {
    long waited = waiting.isEmpty() ? 0 : nowNanos - waiting.peekFirst().since();
    List<T> items = new ArrayList<>(Math.min(size, waiting.size()));
    while (items.size() < size && !waiting.isEmpty()) {
      items.add(waiting.removeFirst().item());
    }
    return new Batch<>(items, waited);
  }
}
