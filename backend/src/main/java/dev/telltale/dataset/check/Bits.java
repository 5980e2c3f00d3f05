package dev.telltale.dataset.check;

import dev.telltale.dataset.Column;
import dev.telltale.dataset.SampleTable;
import dev.telltale.stats.TwoByTwo;

/** An indicator over all pictures, a bit each, so that a pair of a million takes milliseconds. */
final class Bits {
  private final Indicator indicator;
  private final long[] there;
  private final long[] known;

  private Bits(Indicator indicator, long[] there, long[] known) {
    this.indicator = indicator;
    this.there = there;
    this.known = known;
  }

  static Bits of(SampleTable samples, Column column, int code, String name) {
    long[] there = new long[(samples.size() + 63) / 64];
    long[] known = new long[there.length];
    for (int place = 0; place < samples.size(); place++) {
      int found = samples.code(column, place);
      known[place / 64] |= found == Column.UNKNOWN ? 0 : 1L << place;
      there[place / 64] |= found == code ? 1L << place : 0;
    }
    Indicator indicator =
        new Indicator(name, column.name(), column.values().get(code), count(there), count(known));
    return new Bits(indicator, there, known);
  }

  Indicator indicator() {
    return indicator;
  }

  /** How often the two go together, where both are known. */
  TwoByTwo with(Bits other) {
    long both = 0;
    long onlyThis = 0;
    long onlyOther = 0;
    long n = 0;
    for (int i = 0; i < there.length; i++) {
      long told = known[i] & other.known[i];
      n += Long.bitCount(told);
      both += Long.bitCount(there[i] & other.there[i]);
      onlyThis += Long.bitCount(there[i] & ~other.there[i] & told);
      onlyOther += Long.bitCount(~there[i] & other.there[i] & told);
    }
    return new TwoByTwo(n - both - onlyThis - onlyOther, onlyOther, onlyThis, both);
  }

  private static long count(long[] words) {
    long count = 0;
    for (long word : words) {
      count += Long.bitCount(word);
    }
    return count;
  }
}
