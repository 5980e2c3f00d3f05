package dev.telltale.screening;

import dev.telltale.screening.ScreeningMetrics.ClassRanks;
import dev.telltale.screening.ScreeningMetrics.Ranks;
import dev.telltale.screening.ScreeningMetrics.State;
import dev.telltale.spuriosity.SpuriosityReference;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Histograms of rank percentiles per predicted class, and whether each drifts. Holds twenty counts
 * and a few numbers for each class, however many images come. Not thread-safe.
 */
final class RunningRanks {
  /** How far the mean percentile of a class may be off one half without being drift. */
  static final double TOLERANCE = 0.05;

  /** The probability that any class of a stream without drift is ever called drifting. */
  static final double ALPHA = 0.05;

  /** Classes that are told of; pages show no more, and the feed sends them four times a second. */
  static final int MOST_CLASSES = 50;

  private static final Comparator<Seen> ORDER =
      Comparator.comparing((Seen one) -> !one.drifts())
          .thenComparing(Comparator.comparingLong((Seen one) -> one.n).reversed())
          .thenComparing(one -> one.of.name());

  private final String reference;
  private final int classes;
  private final Map<Integer, SpuriosityReference.OfClass> byPrediction = new HashMap<>();
  private final Map<Integer, Seen> seen = new TreeMap<>();
  private long otherReference;

  RunningRanks(SpuriosityReference reference) {
    this.reference = reference.id();
    this.classes = reference.classes().size();
    for (SpuriosityReference.OfClass one : reference.classes()) {
      for (int prediction : one.predictions()) {
        byPrediction.put(prediction, one);
      }
    }
  }

  /** Takes an image in; of those ranked against another reference only their number is kept. */
  void fold(Observation image) {
    Observation.Rank rank = image.rank();
    if (rank == null) {
      return;
    }
    if (!rank.reference().equals(reference)) {
      otherReference++;
      return;
    }
    SpuriosityReference.OfClass of = byPrediction.get(rank.predictedIndex());
    if (of != null) {
      seen.computeIfAbsent(of.index(), index -> new Seen(of, ALPHA / classes))
          .fold(rank.percentile(), image.scoredAt());
    }
  }

  Ranks snapshot() {
    return new Ranks(
        reference,
        TOLERANCE,
        ALPHA,
        classes,
        seen.size(),
        seen.values().stream().filter(Seen::drifts).count(),
        otherReference,
        seen.values().stream().sorted(ORDER).limit(MOST_CLASSES).map(Seen::ranks).toList());
  }

  private static final class Seen {
    private final SpuriosityReference.OfClass of;
    private final Drift drift;
    private final long[] counts = new long[RankBins.COUNT];
    private final List<Double> expected;
    private long n;

    Seen(SpuriosityReference.OfClass of, double alpha) {
      this.of = of;
      this.drift = new Drift(alpha, TOLERANCE, of.n());
      this.expected = RankBins.expected(of.quantiles());
    }

    void fold(double percentile, Instant at) {
      n++;
      counts[RankBins.of(percentile)]++;
      drift.fold(percentile, at);
    }

    boolean drifts() {
      return drift.state() == State.DRIFTING;
    }

    ClassRanks ranks() {
      return new ClassRanks(
          of.name(),
          n,
          Arrays.stream(counts).boxed().toList(),
          expected,
          drift.state(),
          drift.direction(),
          drift.since(),
          drift.mean(),
          drift.allowed(),
          of.n());
    }
  }
}
