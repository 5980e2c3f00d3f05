package dev.telltale.screening;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.screening.ScreeningMetrics.Direction;
import dev.telltale.screening.ScreeningMetrics.State;
import dev.telltale.stats.Estimate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DriftTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final double ALPHA = 0.05;
  private static final double TOLERANCE = 0.05;
  private static final int STREAMS = 500;
  private static final int IMAGES = 5000;

  /** A reference and a stream drawn alike; the percentile is among the reference's images. */
  @ParameterizedTest
  @ValueSource(ints = {20, 100, 1000})
  void aStreamLikeItsReferenceIsSeldomCalledDriftingHoweverOftenItIsLookedAt(int referenceImages) {
    Random random = new Random(referenceImages);
    int alarms = 0;
    int steady = 0;
    for (int stream = 0; stream < STREAMS; stream++) {
      double[] reference = random.doubles(referenceImages).sorted().toArray();
      Drift drift = new Drift(ALPHA, TOLERANCE, referenceImages);
      boolean alarm = false;
      for (int i = 0; i < IMAGES; i++) {
        drift.fold(percentile(reference, random.nextDouble()), START);
        alarm |= drift.state() == State.DRIFTING;
      }
      alarms += alarm ? 1 : 0;
      steady += drift.state() == State.STEADY ? 1 : 0;
    }
    assertThat(alarms).isLessThanOrEqualTo((int) (ALPHA * STREAMS));
    assertThat(steady).isGreaterThan((int) (0.9 * STREAMS));
  }

  @Test
  void aMeanAtTheEdgeOfTheToleranceIsSeldomCalledDriftingEither() {
    Random random = new Random(1);
    double exponent = 1 / (0.5 + TOLERANCE) - 1;
    int alarms = 0;
    for (int stream = 0; stream < STREAMS; stream++) {
      Drift drift = new Drift(ALPHA, TOLERANCE, Integer.MAX_VALUE);
      boolean alarm = false;
      for (int i = 0; i < IMAGES; i++) {
        drift.fold(Math.pow(random.nextDouble(), exponent), START);
        alarm |= drift.state() == State.DRIFTING;
      }
      alarms += alarm ? 1 : 0;
    }
    assertThat(alarms).isLessThanOrEqualTo((int) (ALPHA * STREAMS));
  }

  /** Found by these many images in nine streams of ten; the reference has 1000. */
  @ParameterizedTest
  @CsvSource({"0.15, 900, HIGHER", "-0.15, 900, LOWER", "0.25, 200, HIGHER", "-0.4, 60, LOWER"})
  void aShiftIsFound(double shift, int within, Direction towards) {
    Random random = new Random(3);
    int[] found = new int[100];
    for (int stream = 0; stream < found.length; stream++) {
      Drift drift = new Drift(ALPHA / 2, TOLERANCE, 1000);
      while (drift.state() != State.DRIFTING && found[stream] < IMAGES) {
        drift.fold(shifted(random.nextDouble(), shift), START.plusSeconds(found[stream]++));
      }
      assertThat(drift.direction()).isEqualTo(towards);
      assertThat(drift.since()).isEqualTo(START.plusSeconds(found[stream] - 1));
    }
    Arrays.sort(found);
    assertThat(found[89]).isLessThanOrEqualTo(within);
  }

  /** A month like the reference does not hide what comes then, and it is told when it is over. */
  @Test
  void whatChangesLateIsFoundAsWellAndItsEndToo() {
    Random random = new Random(4);
    Drift drift = new Drift(ALPHA, TOLERANCE, 1000);
    fold(drift, random, 100_000, x -> x);
    assertThat(drift.state()).isEqualTo(State.STEADY);
    assertThat(drift.direction()).isNull();
    fold(drift, random, 2 * Drift.BLOCK, x -> shifted(x, 0.2));
    assertThat(drift.state()).isEqualTo(State.DRIFTING);
    Estimate mean = drift.mean();
    assertThat(mean.low()).isGreaterThan(0.5 + drift.allowed());
    assertThat(mean.value()).isBetween(mean.low(), mean.high());
    fold(drift, random, 2 * Drift.BLOCK, x -> x);
    assertThat(drift.state()).isEqualTo(State.STEADY);
  }

  /** The finding is shown until a later block has one. */
  @Test
  void aNewBlockDoesNotForgetWhatTheLastOneFound() {
    Drift drift = new Drift(ALPHA, TOLERANCE, 1000);
    fold(drift, new Random(5), Drift.BLOCK, x -> shifted(x, 0.2));
    Estimate found = drift.mean();
    drift.fold(0.5, START);
    assertThat(drift.state()).isEqualTo(State.DRIFTING);
    assertThat(drift.mean()).isEqualTo(found);
    assertThat(found.n()).isEqualTo(Drift.BLOCK);
  }

  @Test
  void beforeAnImageNothingIsSaid() {
    Drift drift = new Drift(ALPHA, TOLERANCE, 1000);
    assertThat(drift.state()).isEqualTo(State.TOO_FEW);
    assertThat(drift.mean()).isNull();
    assertThat(drift.since()).isNull();
    drift.fold(1, START);
    assertThat(drift.state()).isEqualTo(State.TOO_FEW);
    assertThat(drift.mean().n()).isEqualTo(1);
  }

  /** What a reference of few images cannot tell is not told. */
  @Test
  void aSmallReferenceNeedsALargerShift() {
    double few = new Drift(ALPHA, TOLERANCE, 20).allowed();
    double many = new Drift(ALPHA, TOLERANCE, 20_000).allowed();
    assertThat(few).isBetween(0.2, 0.3);
    assertThat(many).isBetween(TOLERANCE, 0.06);
  }

  private static void fold(Drift drift, Random random, int images, DoubleUnaryOperator of) {
    for (int i = 0; i < images; i++) {
      drift.fold(of.applyAsDouble(random.nextDouble()), START);
    }
  }

  /** Of mean ½ + shift. */
  private static double shifted(double uniform, double shift) {
    double mean = 0.5 + Math.abs(shift);
    double higher = Math.pow(uniform, 1 / mean - 1);
    return shift < 0 ? 1 - higher : higher;
  }

  private static double percentile(double[] sorted, double value) {
    int at = Arrays.binarySearch(sorted, value);
    return (double) (at < 0 ? -at - 1 : at) / sorted.length;
  }
}
