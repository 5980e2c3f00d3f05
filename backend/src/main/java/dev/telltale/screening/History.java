package dev.telltale.screening;

import dev.telltale.screening.ScreeningMetrics.Latency;
import dev.telltale.screening.ScreeningMetrics.Point;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The last {@value #SECONDS} seconds in which images were scored, for rate, latency and charts. */
final class History {
  /** Points kept. */
  static final int SECONDS = 600;

  private static final int LATENCY_SECONDS = 60;
  private static final int RATE_SECONDS = 5;
  private static final long LONGEST_LATENCY_MILLIS = 24L * 3600 * 1000;

  private final NavigableMap<Long, Second> seconds = new TreeMap<>();

  void fold(
      Observation image,
      @Nullable Double accuracy,
      @Nullable Double worstGroupAccuracy,
      @Nullable Double maskScore) {
    Second second = at(image.scoredAt().getEpochSecond());
    second.scored++;
    second.point = null;
    if (image.latencyMillis() != null) {
      long latency = Math.round(Math.max(0, image.latencyMillis()));
      second.latency.recordValue(Math.min(latency, LONGEST_LATENCY_MILLIS));
    }
    second.accuracy = accuracy;
    second.worstGroupAccuracy = worstGroupAccuracy;
    second.maskScore = maskScore;
  }

  /** Mean over the last whole seconds before {@code now}. */
  double ratePerSecond(Instant now) {
    long current = now.getEpochSecond();
    long images = 0;
    for (Second second : seconds.subMap(current - RATE_SECONDS, current).values()) {
      images += second.scored;
    }
    return (double) images / RATE_SECONDS;
  }

  @Nullable Latency latency() {
    Histogram recent = new Histogram(2);
    seconds.descendingMap().values().stream()
        .limit(LATENCY_SECONDS)
        .forEach(second -> recent.add(second.latency));
    return recent.getTotalCount() == 0
        ? null
        : new Latency(
            recent.getValueAtPercentile(50),
            recent.getValueAtPercentile(95),
            recent.getValueAtPercentile(99),
            recent.getTotalCount());
  }

  List<Point> points() {
    List<Point> points = new ArrayList<>(seconds.size());
    for (Second second : seconds.values()) {
      points.add(second.point());
    }
    return points;
  }

  /** Scores of several workers arrive out of order, and their clocks differ: each to its second. */
  private Second at(long epochSecond) {
    Second second = seconds.computeIfAbsent(epochSecond, Second::new);
    if (seconds.size() > SECONDS) {
      seconds.pollFirstEntry();
    }
    return second;
  }

  private static final class Second {
    private final long at;
    private final Histogram latency = new Histogram(2);
    private long scored;
    private @Nullable Double accuracy;
    private @Nullable Double worstGroupAccuracy;
    private @Nullable Double maskScore;
    private @Nullable Point point;

    Second(long at) {
      this.at = at;
    }

    /** Kept until the next fold: quantiles of 600 histograms four times a second would be felt. */
    Point point() {
      if (point == null) {
        boolean known = latency.getTotalCount() > 0;
        point =
            new Point(
                at,
                scored,
                known ? (double) latency.getValueAtPercentile(50) : null,
                known ? (double) latency.getValueAtPercentile(95) : null,
                accuracy,
                worstGroupAccuracy,
                maskScore);
      }
      return point;
    }
  }
}
