package dev.telltale.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;

class ConfidenceSequenceTest {
  private static final double ALPHA = 0.1;
  private static final int STREAMS = 1000;
  private static final int VALUES = 1000;

  private static final List<ToDoubleFunction<Random>> OF_MEAN_HALF =
      List.of(
          Random::nextDouble,
          random -> random.nextInt(2),
          random -> 0.5,
          random -> random.nextInt(10) == 0 ? 1 : random.nextDouble() * 8 / 9);

  @Property(tries = 300, seed = "2026")
  void itIsWhatThePapersFormulasGive(
      @ForAll @Size(min = 1, max = 60) List<@DoubleRange(max = 1) Double> values,
      @ForAll @DoubleRange(min = 0.01, max = 0.5) double alpha) {
    ConfidenceSequence sequence = new ConfidenceSequence(alpha);
    values.forEach(sequence::add);
    Estimate slow = slow(values, alpha);
    Estimate fast = sequence.estimate();
    Offset<Double> rounding = within(1e-9);
    assertThat(fast.value()).isCloseTo(slow.value(), rounding);
    assertThat(fast.low()).isCloseTo(slow.low(), rounding);
    assertThat(fast.high()).isCloseTo(slow.high(), rounding);
    assertThat(fast.n()).isEqualTo(values.size());
  }

  /** Each term from all values before it, as the theorem is written. */
  private static Estimate slow(List<Double> x, double alpha) {
    double weights = 0;
    double weighted = 0;
    double spread = 0;
    for (int i = 1; i <= x.size(); i++) {
      double lambda =
          Math.min(
              0.5, Math.sqrt(2 * Math.log(2 / alpha) / (variance(x, i - 1) * i * Math.log(1 + i))));
      double off = x.get(i - 1) - mean(x, i - 1);
      weights += lambda;
      weighted += lambda * x.get(i - 1);
      spread += 4 * off * off * (-Math.log(1 - lambda) - lambda) / 4;
    }
    double half = (Math.log(2 / alpha) + spread) / weights;
    double middle = weighted / weights;
    return new Estimate(middle, Math.max(0, middle - half), Math.min(1, middle + half), x.size());
  }

  private static double mean(List<Double> x, int t) {
    return (0.5 + x.subList(0, t).stream().mapToDouble(v -> v).sum()) / (t + 1);
  }

  private static double variance(List<Double> x, int t) {
    double sum = 0.25;
    for (int i = 1; i <= t; i++) {
      sum += Math.pow(x.get(i - 1) - mean(x, i), 2);
    }
    return sum / (t + 1);
  }

  /** The same count catches an interval that is meant for one look only. */
  @Example
  void lookedAtAfterEveryValueItMissesNoMoreOftenThanItSays() {
    for (int kind = 0; kind < OF_MEAN_HALF.size(); kind++) {
      Random random = new Random(kind);
      int missed = 0;
      int missedByOneLook = 0;
      for (int stream = 0; stream < STREAMS; stream++) {
        ConfidenceSequence sequence = new ConfidenceSequence(ALPHA);
        Moments moments = Moments.NONE;
        boolean miss = false;
        boolean oneLook = false;
        for (int i = 0; i < VALUES; i++) {
          double value = OF_MEAN_HALF.get(kind).applyAsDouble(random);
          sequence.add(value);
          moments = moments.plus(value);
          Estimate now = sequence.estimate();
          miss |= now.low() > 0.5 || now.high() < 0.5;
          oneLook |=
              i >= 30 && Math.abs(moments.mean() - 0.5) > 1.645 * moments.meanAndError().error();
        }
        missed += miss ? 1 : 0;
        missedByOneLook += oneLook ? 1 : 0;
      }
      assertThat(missed).as("of kind %d", kind).isLessThanOrEqualTo((int) (ALPHA * STREAMS));
      if (kind != 2) {
        assertThat(missedByOneLook).as("of kind %d", kind).isGreaterThan((int) (ALPHA * STREAMS));
      }
    }
  }

  @Example
  void itNarrowsAroundTheMean() {
    Random random = new Random(7);
    ConfidenceSequence sequence = new ConfidenceSequence(0.01);
    for (int i = 0; i < 5000; i++) {
      sequence.add(Math.pow(random.nextDouble(), 3)); // mean 1/4
    }
    Estimate estimate = sequence.estimate();
    assertThat(estimate.low()).isBetween(0.2, 0.25);
    assertThat(estimate.high()).isBetween(0.25, 0.3);
  }

  @Example
  void nothingIsSaidBeforeAValueAndOnlySharesAreTaken() {
    assertThat(new ConfidenceSequence(0.1).estimate()).isEqualTo(new Estimate(Double.NaN, 0, 1, 0));
    for (double wrong : new double[] {-1e-9, 1.0000001, Double.NaN}) {
      assertThatThrownBy(() -> new ConfidenceSequence(0.1).add(wrong))
          .hasMessageContaining("is not in [0,1]");
    }
    for (double wrong : new double[] {0, 1, Double.NaN}) {
      assertThatThrownBy(() -> new ConfidenceSequence(wrong)).hasMessageContaining("alpha");
    }
  }
}
