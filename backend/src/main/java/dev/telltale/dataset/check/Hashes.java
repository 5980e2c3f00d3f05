package dev.telltale.dataset.check;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The hashes of all pictures in one array: 32 bytes each, 40 MB for 1.3 million. */
final class Hashes {
  private static final int BYTES = 32;

  private final byte[] all;
  private final BitSet present = new BitSet();

  Hashes(int pictures) {
    all = new byte[Math.multiplyExact(pictures, BYTES)];
  }

  void put(int place, byte[] hash) {
    System.arraycopy(hash, 0, all, place * BYTES, BYTES);
    present.set(place);
  }

  String hex(int place) {
    return HexFormat.of().formatHex(all, place * BYTES, (place + 1) * BYTES);
  }

  /** Places of the same hash, rising; groups in the order of their first places. */
  List<int[]> equal() {
    long[] beginnings = present.stream().mapToLong(this::beginning).sorted().toArray();
    Map<ByteBuffer, List<Integer>> groups = new LinkedHashMap<>();
    present.stream()
        .filter(place -> repeats(beginnings, beginning(place)))
        .forEach(
            place ->
                groups
                    .computeIfAbsent(
                        ByteBuffer.wrap(all, place * BYTES, BYTES), hash -> new ArrayList<>())
                    .add(place));
    return groups.values().stream()
        .filter(places -> places.size() > 1)
        .map(places -> places.stream().mapToInt(Integer::intValue).toArray())
        .toList();
  }

  private long beginning(int place) {
    return ByteBuffer.wrap(all).getLong(place * BYTES);
  }

  /** Whether a value stands twice or more in a sorted array, in which it stands. */
  private static boolean repeats(long[] sorted, long value) {
    int at = Arrays.binarySearch(sorted, value);
    return (at > 0 && sorted[at - 1] == value)
        || (at + 1 < sorted.length && sorted[at + 1] == value);
  }
}
