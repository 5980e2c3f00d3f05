package dev.telltale.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Accuracy, balanced accuracy and the worst group. */
class AccuracyTest {

  @Test
  void accuracyIsTheShareThatWasRight() {
    Accuracy accuracy = Accuracy.NONE.plus(true).plus(false).plus(true).plus(true);
    assertThat(accuracy).isEqualTo(new Accuracy(3, 4));
    assertThat(accuracy.value()).isEqualTo(0.75);
    assertThat(accuracy.interval(0.95)).isEqualTo(Wilson.interval(3, 4, 0.95));
    assertThat(Accuracy.NONE.value()).isNaN();
    assertThatThrownBy(() -> new Accuracy(3, 2)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theWorstGroupIsTheLowestOfThoseLargeEnough() {
    List<Accuracy> groups =
        List.of(Accuracy.NONE, new Accuracy(0, 3), new Accuracy(20, 40), new Accuracy(15, 30));
    assertThat(WorstGroup.among(groups, group -> group, 1)).contains(new Accuracy(0, 3));
    assertThat(WorstGroup.among(groups, group -> group, 3)).contains(new Accuracy(0, 3));
    assertThat(WorstGroup.among(groups, group -> group, 30)).contains(new Accuracy(20, 40));
    assertThat(WorstGroup.among(groups, group -> group, 41)).isEmpty();
    assertThat(WorstGroup.among(List.of(Accuracy.NONE), group -> group, 0)).isEmpty();
  }

  @Property(tries = 200)
  void balancedAccuracyIsTheMeanRecallOfTheClassesThatOccur(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 40) int items,
      @ForAll @IntRange(min = 1, max = 5) int classes) {
    Random random = new Random(seed);
    int[] labels = random.ints(items, 0, classes).toArray();
    int[] predicted = random.ints(items, 0, classes).toArray();
    double slow =
        Arrays.stream(labels)
            .distinct()
            .mapToDouble(
                label ->
                    IntStream.range(0, items)
                        .filter(i -> labels[i] == label)
                        .mapToDouble(i -> predicted[i] == label ? 1 : 0)
                        .average()
                        .orElseThrow())
            .average()
            .orElseThrow();
    assertThat(BalancedAccuracy.of(predicted, labels)).isCloseTo(slow, within(1e-12));
    double[] weights = new double[classes];
    for (int label = 0; label < classes; label++) {
      int c = label;
      weights[c] = items / (2.0 * Arrays.stream(labels).filter(l -> l == c).count());
    }
    assertThat(BalancedAccuracy.weighted(predicted, labels, weights))
        .isCloseTo(slow, within(1e-12));
    double[] equal = new double[classes];
    Arrays.fill(equal, 3);
    assertThat(BalancedAccuracy.weighted(predicted, labels, equal))
        .isCloseTo(
            IntStream.range(0, items).filter(i -> labels[i] == predicted[i]).count()
                / (double) items,
            within(1e-12));
  }

  @Test
  void balancedAccuracyOfNothingIsNotANumber() {
    assertThat(BalancedAccuracy.of(new int[0], new int[0])).isNaN();
    assertThatThrownBy(() -> BalancedAccuracy.of(new int[1], new int[2]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
