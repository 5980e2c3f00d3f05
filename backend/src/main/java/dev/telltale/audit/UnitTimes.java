package dev.telltale.audit;

import dev.telltale.stats.Moments;
import java.util.ArrayDeque;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * How long the units of a stage took that ended last, one after the other, and what that says of
 * those that are left.
 */
final class UnitTimes {
  private static final int LATELY = 100;
  private static final double LEVEL = 0.9;

  private final ArrayDeque<Double> seconds = new ArrayDeque<>();

  void add(double took) {
    seconds.add(took);
    if (seconds.size() > LATELY) {
      seconds.remove();
    }
  }

  @Nullable Double perSecond() {
    return seconds.isEmpty() ? null : 1 / Math.max(moments().mean(), 1e-9);
  }

  /**
   * The time of so many units more, with its prediction interval: they vary as those before did,
   * and the mean is known from these only.
   *
   * @return null until two units have ended
   */
  AuditProgress.@Nullable Left left(int units) {
    int n = seconds.size();
    if (n < 2) {
      return null;
    }
    double mean = units * moments().mean();
    double deviation = moments().sampleDeviation() * Math.sqrt(units + (double) units * units / n);
    double beyond =
        TDistribution.of(n - 1).inverseCumulativeProbability((1 + LEVEL) / 2) * deviation;
    return new AuditProgress.Left(mean, Math.max(0, mean - beyond), mean + beyond);
  }

  private Moments moments() {
    Moments moments = Moments.NONE;
    for (double one : seconds) {
      moments = moments.plus(one);
    }
    return moments;
  }
}
