package dev.telltale.screening;

import dev.telltale.screening.ScreeningMetrics.Group;
import dev.telltale.spuriosity.SpuriosityReference;
import dev.telltale.stats.Accuracy;
import dev.telltale.stats.MeanAndError;
import dev.telltale.stats.Moments;
import dev.telltale.stats.WorstGroup;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Folds the scores of one screening into running metrics: accuracy per group, the worst group, mask
 * score, latency, rate, and against a reference how spuriosity is spread. Folding the same
 * observations in the same order gives the same metrics, so they can be rebuilt from the record.
 * Not thread-safe.
 */
public final class RunningMetrics {
  private static final double LEVEL = 0.95;

  private final String dataset;
  private final String model;
  private final String modelHash;
  private final Map<String, Cell> cells = new TreeMap<>();
  private final History history = new History();
  private long scored;
  private Accuracy accuracy = Accuracy.NONE;
  private Moments maskScores = Moments.NONE;
  private Moments uniformScores = Moments.NONE;
  private long zeroMaps;
  private @Nullable Instant lastScoredAt;
  private final @Nullable RunningRanks ranks;

  /**
   * @param dataset the data set's name
   * @param model the model's name
   * @param modelHash the bundle's hash
   * @param reference of spuriosity; null for none. One of another bundle is none
   */
  public RunningMetrics(
      String dataset, String model, String modelHash, @Nullable SpuriosityReference reference) {
    this.dataset = dataset;
    this.model = model;
    this.modelHash = modelHash;
    this.ranks =
        reference != null && reference.hash().equals(modelHash)
            ? new RunningRanks(reference)
            : null;
  }

  /** What identifies a screening: {@code dataset/modelHash}. */
  public static String key(String dataset, String modelHash) {
    return dataset + "/" + modelHash;
  }

  /** Adds one scored image. */
  public void fold(Observation image) {
    scored++;
    if (lastScoredAt == null || image.scoredAt().isAfter(lastScoredAt)) {
      lastScoredAt = image.scoredAt();
    }
    foldMaskScore(image);
    if (ranks != null) {
      ranks.fold(image);
    }
    if (image.right() != null && image.label() != null) {
      accuracy = accuracy.plus(image.right());
      cells
          .computeIfAbsent(groupName(image.label(), image.groups()), name -> new Cell(image))
          .fold(image.right(), image.maskScore());
    }
    history.fold(
        image, accuracyNow(), worstAccuracy(), maskScores.count() == 0 ? null : maskScores.mean());
  }

  /**
   * The metrics as they stand.
   *
   * @param now for the rate
   */
  public ScreeningMetrics snapshot(Instant now) {
    List<Group> groups =
        cells.entrySet().stream().map(e -> e.getValue().group(e.getKey())).toList();
    return new ScreeningMetrics(
        key(dataset, modelHash),
        dataset,
        model,
        modelHash,
        scored,
        accuracy.n(),
        accuracy.n() == 0 ? null : accuracy.interval(LEVEL),
        groups,
        worst().map(Map.Entry::getKey).orElse(null),
        maskScore(),
        history.ratePerSecond(now),
        history.latency(),
        lastScoredAt,
        history.points(),
        ranks == null ? null : ranks.snapshot());
  }

  private void foldMaskScore(Observation image) {
    if (image.uniformMaskScore() == null) {
      return;
    }
    if (image.maskScore() == null) {
      zeroMaps++;
      return;
    }
    maskScores = maskScores.plus(image.maskScore());
    uniformScores = uniformScores.plus(image.uniformMaskScore());
  }

  private ScreeningMetrics.@Nullable Mask maskScore() {
    if (maskScores.count() == 0) {
      return null;
    }
    MeanAndError mean = maskScores.meanAndError();
    return new ScreeningMetrics.Mask(
        mean.mean(),
        Double.isNaN(mean.error()) ? null : mean.error(),
        mean.n(),
        uniformScores.mean(),
        zeroMaps);
  }

  private @Nullable Double accuracyNow() {
    return accuracy.n() == 0 ? null : accuracy.value();
  }

  private @Nullable Double worstAccuracy() {
    return worst().map(group -> group.getValue().accuracy.value()).orElse(null);
  }

  private Optional<Map.Entry<String, Cell>> worst() {
    return WorstGroup.among(
        cells.entrySet(), group -> group.getValue().accuracy, ScreeningMetrics.FEWEST_IN_A_GROUP);
  }

  /** What a group is called: {@code waterbird, place=land}, attributes in order of their names. */
  public static String groupName(String label, Map<String, String> attributes) {
    String named =
        new TreeMap<>(attributes)
            .entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(", "));
    return named.isEmpty() ? label : label + ", " + named;
  }

  private static final class Cell {
    private final String label;
    private final Map<String, String> attributes;
    private Accuracy accuracy = Accuracy.NONE;
    private Moments maskScores = Moments.NONE;

    Cell(Observation first) {
      label = first.label();
      attributes = first.groups();
    }

    void fold(boolean isRight, @Nullable Double maskScore) {
      accuracy = accuracy.plus(isRight);
      if (maskScore != null) {
        maskScores = maskScores.plus(maskScore);
      }
    }

    Group group(String name) {
      return new Group(
          name,
          label,
          attributes,
          accuracy.interval(LEVEL),
          accuracy.n() < ScreeningMetrics.FEWEST_IN_A_GROUP,
          maskScores.count() == 0 ? null : maskScores.mean());
    }
  }
}
