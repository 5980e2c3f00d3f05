package dev.telltale.audit;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the units of a worker have in common and is costly to make, such as decoded pictures. Those
 * that were used last are kept, as far as there is room. Thread-safe; what lies on it must be so
 * too.
 */
public final class Shelf {
  private final long room;
  private final Map<Object, Item> items = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param room in bytes
   */
  public Shelf(long room) {
    this.room = room;
  }

  /** With a third of the heap as its room. */
  public static Shelf ofHeap() {
    return new Shelf(Runtime.getRuntime().maxMemory() / 3);
  }

  private record Item(Object value, long bytes) {}

  /**
   * What lies under a key; made, on this thread, if nothing does. Room for it is made before.
   *
   * @param key all that it depends on, with {@code equals} by content
   * @param bytes that it takes, about; what is larger than all the room is kept until the next
   *     comes
   * @param make makes it, never null
   */
  public <T> T get(Object key, long bytes, Supplier<T> make) {
    synchronized (this) {
      Item found = items.get(key);
      if (found != null) {
        return cast(found.value());
      }
      makeRoom(bytes);
    }
    T made = make.get();
    synchronized (this) {
      makeRoom(bytes);
      items.put(key, new Item(made, bytes));
    }
    return made;
  }

  private void makeRoom(long wanted) {
    long taken = items.values().stream().mapToLong(Item::bytes).sum();
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
