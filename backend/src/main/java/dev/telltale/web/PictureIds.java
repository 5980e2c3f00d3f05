package dev.telltale.web;

import dev.telltale.dataset.SampleTable;

/**
 * Whether an id is one of a data set's: a table of places, open to the next free one, of eight
 * bytes a picture. A set of a million strings would take a hundred megabytes.
 */
final class PictureIds {
  private final SampleTable samples;

  /** Place + 1 of a picture; 0 where there is none. A power of two, at least twice the pictures. */
  private final int[] table;

  PictureIds(SampleTable samples) {
    this.samples = samples;
    this.table = new int[Integer.highestOneBit(Math.max(1, samples.size())) * 4];
    for (int place = 0; place < samples.size(); place++) {
      int at = first(samples.id(place));
      while (table[at] != 0) {
        at = next(at);
      }
      table[at] = place + 1;
    }
  }

  boolean contains(String id) {
    for (int at = first(id); table[at] != 0; at = next(at)) {
      if (samples.id(table[at] - 1).equals(id)) {
        return true;
      }
    }
    return false;
  }

  private int first(String id) {
    int hash = id.hashCode();
    return (hash ^ hash >>> 15) & table.length - 1;
  }

  private int next(int at) {
    return at + 1 & table.length - 1;
  }
}
