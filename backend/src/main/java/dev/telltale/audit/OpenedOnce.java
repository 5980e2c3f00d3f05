package dev.telltale.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * What was opened, those that were used last; what several threads ask for at once is opened by one
 * of them. Thread-safe.
 */
final class OpenedOnce<K, V> {
  private final Map<K, CompletableFuture<V>> latest;

  /**
   * @param most so many are kept
   */
  OpenedOnce(int most) {
    latest =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, CompletableFuture<V>> eldest) {
            return size() > most;
          }
        };
  }

  /**
   * Opened outside the lock: what is large must not hold up the others. A failure is told to all
   * that wait, and not kept.
   *
   * @throws SpecException if opening does
   */
  V get(K key, Supplier<V> open) {
    CompletableFuture<V> mine = new CompletableFuture<>();
    CompletableFuture<V> first;
    synchronized (latest) {
      first = latest.putIfAbsent(key, mine);
    }
    if (first != null) {
      return opened(first);
    }
    try {
      mine.complete(open.get());
    } catch (RuntimeException | Error e) {
      synchronized (latest) {
        latest.remove(key, mine);
      }
      mine.completeExceptionally(e);
    }
    return opened(mine);
  }

  /** One that was opened elsewhere. */
  void put(K key, V value) {
    synchronized (latest) {
      latest.put(key, CompletableFuture.completedFuture(value));
    }
  }

  private static <V> V opened(CompletableFuture<V> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof SpecException wrong) {
        throw wrong;
      }
      throw e;
    }
  }
}
