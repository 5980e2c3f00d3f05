package dev.telltale.spuriosity;

import dev.telltale.dataset.SampleTable;
import dev.telltale.stats.Bootstrap;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Three parts of the images that share none: to fit and tune on, to stop by, to report on. The data
 * set's own {@code train}, {@code val} and {@code test} where all three have images that can be
 * used, which those of a part of the data set may not; else by a seed, of each class one half and
 * two quarters.
 *
 * @param own whether they are the data set's own
 * @param tuning places in the data set, rising
 * @param stopping likewise
 * @param reporting likewise
 */
record Splits(boolean own, int[] tuning, int[] stopping, int[] reporting) {
  private static final List<String> NAMES = List.of("train", "val", "test");

  static Splits of(SampleTable samples, StoredFeatures features, long seed) {
    int[] usable = features.usable();
    List<int[]> named = NAMES.stream().map(name -> named(samples, usable, name)).toList();
    if (named.stream().allMatch(places -> places.length > 0)) {
      return new Splits(true, named.get(0), named.get(1), named.get(2));
    }
    RandomGenerator random = Bootstrap.generator(seed);
    int[] part = new int[samples.size()];
    TreeSet<Integer> classes = new TreeSet<>();
    Arrays.stream(usable).forEach(place -> classes.add(features.label(place)));
    for (int c : classes) {
      int[] of = Arrays.stream(usable).filter(place -> features.label(place) == c).toArray();
      for (int i = of.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int other = of[j];
        of[j] = of[i];
        of[i] = other;
      }
      for (int i = 0; i < of.length; i++) {
        part[of[i]] = 2 * i < of.length ? 0 : 4 * i < 3 * of.length ? 1 : 2;
      }
    }
    return new Splits(false, part(usable, part, 0), part(usable, part, 1), part(usable, part, 2));
  }

  private static int[] named(SampleTable samples, int[] usable, String name) {
    return Arrays.stream(usable).filter(place -> name.equals(samples.split(place))).toArray();
  }

  private static int[] part(int[] usable, int[] part, int which) {
    return IntStream.of(usable).filter(place -> part[place] == which).toArray();
  }
}
