package dev.telltale.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.telltale.screening.ScreeningMetrics.Latency;
import dev.telltale.screening.ScreeningMetrics.Point;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final History history = new History();

  @Test
  void everySecondInWhichImagesWereScoredIsAPoint() {
    at(0, 10.0);
    at(0, 20.0);
    at(3, 30.0);
    assertThat(history.points())
        .extracting(Point::at, Point::scored)
        .containsExactly(tuple(0, 2), tuple(3, 1));
  }

  @Test
  void aLateImageCountsToItsOwnSecond() {
    at(0, 10.0);
    at(1, 20.0);
    at(0, 30.0);
    assertThat(history.points())
        .extracting(Point::at, Point::scored)
        .containsExactly(tuple(0, 2), tuple(1, 1));
  }

  @Test
  void aLateImageOfASecondThatWasEmptyMakesItsPoint() {
    at(0, 10.0);
    at(5, 20.0);
    at(2, 30.0);
    assertThat(history.points())
        .extracting(Point::at, Point::scored)
        .containsExactly(tuple(0, 1), tuple(2, 1), tuple(5, 1));
  }

  @Test
  void aWorkerWhoseClockIsAheadDoesNotStopTheChart() {
    at(0, 10.0);
    at(3600, 10.0);
    at(1, 10.0);
    at(2, 10.0);
    assertThat(history.points()).extracting(Point::scored).containsExactly(1L, 1L, 1L, 1L);
  }

  @Test
  void onlyTheLastSixHundredSecondsAreKept() {
    for (int second = 0; second < 1000; second++) {
      at(second, 1.0);
    }
    at(0, 1.0);
    List<Point> points = history.points();
    assertThat(points).hasSize(600);
    assertThat(points.get(0).at()).isEqualTo(START.getEpochSecond() + 400);
    assertThat(points.get(599).at()).isEqualTo(START.getEpochSecond() + 999);
  }

  @Test
  void theRateIsThatOfTheLastFiveWholeSecondsAndFallsToZero() {
    for (int second = 0; second < 10; second++) {
      for (int i = 0; i < 10; i++) {
        at(second, 1.0);
      }
    }
    assertThat(rate(9)).isEqualTo(10);
    assertThat(rate(10)).isEqualTo(10);
    assertThat(rate(12)).isEqualTo(6);
    assertThat(rate(14)).isEqualTo(2);
    assertThat(rate(15)).isZero();
    assertThat(rate(1000)).isZero();
  }

  @Test
  void quantilesAreThoseOfTheSortedLatenciesWithinOnePercent() {
    Random random = new Random(3);
    List<Double> all = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      double latency = Math.exp(random.nextGaussian() * 2 + 4);
      all.add(latency);
      at(i / 100, latency);
    }
    all.sort(null);
    Latency latency = history.latency();
    assertThat(latency).isNotNull();
    assertThat(latency.n()).isEqualTo(5000);
    assertQuantile(latency.p50(), all, 0.50);
    assertQuantile(latency.p95(), all, 0.95);
    assertQuantile(latency.p99(), all, 0.99);
    assertThat(history.points()).allSatisfy(p -> assertThat(p.p50()).isLessThanOrEqualTo(p.p95()));
  }

  @Test
  void latencyIsOverTheLastSixtySecondsWithImages() {
    for (int second = 0; second < 100; second++) {
      at(second * 10L, second < 40 ? 1000.0 : 10.0);
    }
    assertThat(history.latency()).isEqualTo(new Latency(10, 10, 10, 60));
  }

  @Test
  void unknownLatencyIsLeftOutAndTimeTurnedBackCountsZero() {
    at(0, null);
    assertThat(history.latency()).isNull();
    assertThat(history.points().get(0).p50()).isNull();
    at(0, -5000.0);
    assertThat(history.latency()).isEqualTo(new Latency(0, 0, 0, 1));
    at(0, 1e15);
    assertThat(history.latency().p99()).isCloseTo(24 * 3600e3, within(24 * 36_000.0));
  }

  @Test
  void aPointHoldsTheFiguresThatStoodWhenItsLastImageCame() {
    history.fold(seen(0, 1.0), 0.5, null, 0.1);
    assertThat(history.points().get(0).accuracy()).isEqualTo(0.5);
    history.fold(seen(0, 1.0), 0.75, 0.25, 0.2);
    Point point = history.points().get(0);
    assertThat(point.accuracy()).isEqualTo(0.75);
    assertThat(point.worstGroupAccuracy()).isEqualTo(0.25);
    assertThat(point.maskScore()).isEqualTo(0.2);
  }

  private static void assertQuantile(double got, List<Double> sorted, double q) {
    double want = sorted.get((int) Math.ceil(q * sorted.size()) - 1);
    assertThat(got).isCloseTo(want, within(0.01 * want + 1));
  }

  private void at(long second, @Nullable Double latency) {
    history.fold(seen(second, latency), null, null, null);
  }

  private double rate(long second) {
    return history.ratePerSecond(START.plusSeconds(second));
  }

  private static Observation seen(long second, @Nullable Double latency) {
    return new Observation(
        null, Map.of(), null, null, null, null, latency, START.plusSeconds(second));
  }

  private static Tuple tuple(long second, long scored) {
    return Assertions.tuple(START.getEpochSecond() + second, scored);
  }
}
