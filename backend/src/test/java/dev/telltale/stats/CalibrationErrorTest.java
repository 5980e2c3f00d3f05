package dev.telltale.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The calibration error against its definition, bin by bin. */
class CalibrationErrorTest {
  private record Item(double confidence, boolean right) {}

  @Property(tries = 200)
  void itIsTheSumOverTheBinsAsDefined(
      @ForAll long seed,
      @ForAll @IntRange(max = 60) int n,
      @ForAll @IntRange(min = 1, max = 20) int bins) {
    List<Item> items = items(seed, n);
    assertThat(equalWidth(items, null, bins))
        .isCloseTo(slow(items, width(items, bins)), within(1e-12));
    assertThat(equalCount(items, null, bins))
        .isCloseTo(slow(items, count(items, bins)), within(1e-12));
  }

  @Property(tries = 100)
  void aWeightIsARepetition(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int n) {
    List<Item> items = items(seed, n);
    Random random = new Random(seed);
    int[] weight = random.ints(n, 0, 4).toArray();
    List<Item> repeated = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      for (int times = 0; times < weight[i]; times++) {
        repeated.add(items.get(i));
      }
    }
    assertThat(equalCount(items, weight, 7))
        .isCloseTo(equalCount(repeated, null, 7), within(1e-12));
    assertThat(equalWidth(items, weight, 7))
        .isCloseTo(equalWidth(repeated, null, 7), within(1e-12));
  }

  @Property(tries = 100)
  void theOrderOfEqualConfidencesDoesNotMatter(@ForAll long seed) {
    List<Item> items = items(seed, 50);
    List<Item> turned = new ArrayList<>(items);
    turned.sort(Comparator.comparingDouble(Item::confidence).thenComparing(item -> !item.right()));
    assertThat(equalCount(turned, null, 10)).isCloseTo(equalCount(items, null, 10), within(1e-12));
  }

  @Test
  void oneBinIsTheDifferenceOfAccuracyAndMeanConfidence() {
    List<Item> items =
        List.of(new Item(0.6, true), new Item(0.8, false), new Item(1, true), new Item(1, true));
    assertThat(equalCount(items, null, 1)).isCloseTo(0.1, within(1e-12));
    assertThat(equalWidth(items, null, 1)).isCloseTo(0.1, within(1e-12));
  }

  @Test
  void aModelThatIsSureAndRightIsCalibratedAndOneThatIsSureAndWrongIsNot() {
    assertThat(equalWidth(List.of(new Item(1, true)), null, 15)).isZero();
    assertThat(equalCount(List.of(new Item(1, false)), null, 15)).isEqualTo(1);
    assertThat(equalCount(List.of(), null, 15)).isNaN();
  }

  private static List<Item> items(long seed, int n) {
    Random random = new Random(seed);
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      // Coarse, so that many are equal.
      items.add(new Item(random.nextInt(11) / 10.0, random.nextBoolean()));
    }
    items.sort(Comparator.comparingDouble(Item::confidence));
    return items;
  }

  private static double slow(List<Item> items, int[] binOf) {
    double error = 0;
    for (int bin : Arrays.stream(binOf).distinct().toArray()) {
      double right = 0;
      double confidence = 0;
      double size = 0;
      for (int i = 0; i < items.size(); i++) {
        if (binOf[i] == bin) {
          right += items.get(i).right() ? 1 : 0;
          confidence += items.get(i).confidence();
          size++;
        }
      }
      error += size / items.size() * Math.abs(right / size - confidence / size);
    }
    return items.isEmpty() ? Double.NaN : error;
  }

  private static int[] width(List<Item> items, int bins) {
    return items.stream()
        .mapToInt(
            item -> item.confidence() == 1 ? bins - 1 : (int) Math.floor(item.confidence() * bins))
        .toArray();
  }

  private static int[] count(List<Item> items, int bins) {
    return items.stream()
        .mapToInt(
            item -> {
              long before =
                  items.stream().filter(other -> other.confidence() < item.confidence()).count();
              return (int) Math.floor((double) before * bins / items.size());
            })
        .toArray();
  }

  private static double equalWidth(List<Item> items, int[] weight, int bins) {
    return CalibrationError.equalWidth(confidences(items), rights(items), weight, bins);
  }

  private static double equalCount(List<Item> items, int[] weight, int bins) {
    return CalibrationError.equalCount(confidences(items), rights(items), weight, bins);
  }

  private static double[] confidences(List<Item> items) {
    return items.stream().mapToDouble(Item::confidence).toArray();
  }

  private static boolean[] rights(List<Item> items) {
    boolean[] right = new boolean[items.size()];
    for (int i = 0; i < right.length; i++) {
      right[i] = items.get(i).right();
    }
    return right;
  }
}
