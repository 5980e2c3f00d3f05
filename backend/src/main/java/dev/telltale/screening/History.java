package dev.telltale.screening;

import dev.telltale.screening.ScreeningMetrics.Latency;
import dev.telltale.screening.ScreeningMetrics.Point;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The last {@value #SECONDS} seconds in which images were scored, for rate, latency and charts. */
final class History {
  /** Points kept. */
  static final int SECONDS = 600;

  private static final int LATENCY_SECONDS = 60;
  private static final int RATE_SECONDS = 5;
  private static final long LONGEST_LATENCY_MILLIS = 24L * 3600 * 1000;

  private final ArrayDeque<Second> seconds = new ArrayDeque<>();

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
    for (Iterator<Second> newest = seconds.descendingIterator(); newest.hasNext(); ) {
      Second second = newest.next();
      if (second.at < current - RATE_SECONDS) {
        break;
      }
      if (second.at < current) {
        images += second.scored;
      }
    }
    return (double) images / RATE_SECONDS;
  }

  @Nullable Latency latency() {
    Histogram recent = new Histogram(2);
    int counted = 0;
    for (Iterator<Second> newest = seconds.descendingIterator();
        newest.hasNext() && counted < LATENCY_SECONDS;
        counted++) {
      recent.add(newest.next().latency);
    }
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
    for (Second second : seconds) {
      points.add(second.point());
    }
    return points;
  }

  /** Scores of several workers arrive slightly out of order: a late one counts to its own second. */
  private Second at(long epochSecond) {
    for (Iterator<Second> newest = seconds.descendingIterator(); newest.hasNext(); ) {
      Second second = newest.next();
      if (second.at == epochSecond) {
        return second;
      }
      if (second.at < epochSecond) {
        break;
      }
    }
    Second last = seconds.peekLast();
    if (last != null && last.at > epochSecond) {
      return last;
    }
    Second second = new Second(epochSecond);
    seconds.addLast(second);
    if (seconds.size() > SECONDS) {
      seconds.removeFirst();
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
