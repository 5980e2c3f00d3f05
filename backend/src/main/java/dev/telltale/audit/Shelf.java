package dev.telltale.audit;

import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the units of a worker have in common and is costly to make, such as decoded pictures. Those
 * that were used last are kept, as far as there is room, and as long as units ask for them. What
 * several want at once is made by one of them. Thread-safe; what lies on it must be so too.
 */
public final class Shelf {
  /** Nobody has asked in so long: the audit has ended, or rests. Units are shorter. */
  static final Duration KEPT = Duration.ofMinutes(10);

  /** Between two breaths of one that waits for what another makes. */
  private static final long PAUSE_MILLIS = 50;

  private final long room;
  private final LongSupplier nanoTime;
  private final Map<Object, Item> items = new LinkedHashMap<>(16, 0.75f, true);

  /** Keys of what is being made. */
  private final Set<Object> inMaking = new HashSet<>();

  /** Bytes of what is being made. */
  private long making;

  /**
   * @param room in bytes
   * @param nanoTime as {@link System#nanoTime}
   */
  Shelf(long room, LongSupplier nanoTime) {
    this.room = room;
    this.nanoTime = nanoTime;
  }

  /** With a third of the heap as its room. */
  public static Shelf ofHeap() {
    return new Shelf(Runtime.getRuntime().maxMemory() / 3, System::nanoTime);
  }

  private record Item(Object value, long bytes, long usedNanos) {}

  /**
   * What lies under a key; made, on this thread, if nothing does. Room for it is made before, and
   * held meanwhile. What another thread makes is waited for, and made here if that one fails or is
   * stopped.
   *
   * @param key all that it depends on, with {@code equals} by content
   * @param bytes that it takes, about; what is larger than all the room is kept until the next
   *     comes
   * @param make makes it, never null; must not ask for the same key
   * @param breathe called many times a second while another makes it; what it throws ends the
   *     waiting
   */
  public <T> T get(Object key, long bytes, Supplier<T> make, Runnable breathe) {
    while (true) {
      synchronized (this) {
        Item found = items.get(key);
        if (found != null) {
          put(key, found.value(), found.bytes());
          return cast(found.value());
        }
        if (inMaking.add(key)) {
          makeRoom(bytes);
          making += bytes;
          break;
        }
        pause();
      }
      breathe.run();
    }
    T made = null;
    try {
      made = make.get();
      return made;
    } finally {
      kept(key, made, bytes);
    }
  }

  private synchronized void kept(Object key, @Nullable Object made, long bytes) {
    making -= bytes;
    inMaking.remove(key);
    if (made != null) {
      makeRoom(bytes);
      put(key, made, bytes);
    }
    notifyAll();
  }

  private void pause() {
    try {
      wait(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnitStoppedException();
    }
  }

  private void put(Object key, Object value, long bytes) {
    items.put(key, new Item(value, bytes, nanoTime.getAsLong()));
  }

  /** Lets go what was not asked for in ten minutes. */
  public synchronized void tidy() {
    long now = nanoTime.getAsLong();
    items.values().removeIf(item -> now - item.usedNanos() >= KEPT.toNanos());
  }

  private void makeRoom(long wanted) {
    long taken = making + items.values().stream().mapToLong(Item::bytes).sum();
    Iterator<Item> eldest = items.values().iterator();
    while (taken + wanted > room && eldest.hasNext()) {
      taken -= eldest.next().bytes();
      eldest.remove();
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> T cast(Object value) {
    return (T) value;
  }
}
