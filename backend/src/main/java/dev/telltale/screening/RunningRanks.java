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
  /** Bins of a histogram, each a twentieth of the reference. */
  static final int BINS = 20;

  /** How far the mean percentile of a class may be off one half without being drift. */
  static final double TOLERANCE = 0.05;

  /** The probability that any class of a stream without drift is ever called drifting. */
  static final double ALPHA = 0.05;

  /** Classes that are told of; pages show no more, and the feed sends them four times a second. */
  static final int MOST_CLASSES = 50;

  private static final Comparator<ClassRanks> ORDER =
      Comparator.comparing((ClassRanks one) -> one.state() != State.DRIFTING)
          .thenComparing(Comparator.comparingLong(ClassRanks::n).reversed())
          .thenComparing(ClassRanks::name);

  private final String reference;
  private final int classes;
  private final Map<Integer, SpuriosityReference.OfClass> byPrediction = new HashMap<>();
  private final Map<Integer, Seen> seen = new TreeMap<>();

  RunningRanks(SpuriosityReference reference) {
    this.reference = reference.id();
    this.classes = reference.classes().size();
    for (SpuriosityReference.OfClass one : reference.classes()) {
      for (int prediction : one.predictions()) {
        byPrediction.put(prediction, one);
      }
    }
  }

  /** Takes an image in; one that was ranked against another reference is not counted. */
  void fold(Observation image) {
    Observation.Rank rank = image.rank();
    if (rank == null || !rank.reference().equals(reference)) {
      return;
    }
    SpuriosityReference.OfClass of = byPrediction.get(rank.predictedIndex());
    if (of != null) {
      seen.computeIfAbsent(of.index(), index -> new Seen(of, ALPHA / classes))
          .fold(rank.percentile(), image.scoredAt());
    }
  }

  Ranks snapshot() {
    List<ClassRanks> all = seen.values().stream().map(Seen::ranks).sorted(ORDER).toList();
    long drifting = all.stream().filter(one -> one.state() == State.DRIFTING).count();
    return new Ranks(
        reference,
        TOLERANCE,
        ALPHA,
        classes,
        all.size(),
        drifting,
        all.subList(0, Math.min(MOST_CLASSES, all.size())));
  }

  private static final class Seen {
    private final SpuriosityReference.OfClass of;
    private final Drift drift;
    private final long[] counts = new long[BINS];
    private long n;

    Seen(SpuriosityReference.OfClass of, double alpha) {
      this.of = of;
      this.drift = new Drift(alpha, TOLERANCE, of.n());
    }

    void fold(double percentile, Instant at) {
      n++;
      counts[(int) Math.min(BINS - 1, percentile * BINS)]++;
      drift.fold(percentile, at);
    }

    ClassRanks ranks() {
      return new ClassRanks(
          of.name(),
          n,
          Arrays.stream(counts).boxed().toList(),
          drift.state(),
          drift.direction(),
          drift.since(),
          drift.mean(),
          drift.allowed(),
          of.n());
    }
  }
}
