package dev.telltale.screening;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.telltale.stats.Estimate;
import dev.telltale.stats.Proportion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where one data set as seen by one model stands; the {@code Screening} of the REST contract.
 *
 * @param key {@code dataset/modelHash}
 * @param dataset the data set's name
 * @param model the model's name
 * @param modelHash the bundle's hash
 * @param scored images scored
 * @param labelled of these, images whose label could be compared with the prediction
 * @param accuracy over the labelled, with its 95 % Wilson interval; null when there are none
 * @param groups label × attributes, sorted by name
 * @param worstGroup name of the group of lowest accuracy among those large enough; null if none is
 * @param maskScore over images with a mask; null when there are none
 * @param ratePerSecond images scored per second over the last five seconds
 * @param latency from capture to score over the last minute with images; null when there are none
 * @param lastScoredAt when the newest score was made
 * @param history one point per second in which images were scored, oldest first
 * @param ranks how spuriosity is spread against the reference; null without one
 */
public record ScreeningMetrics(
    String key,
    String dataset,
    String model,
    String modelHash,
    long scored,
    long labelled,
    @Nullable Proportion accuracy,
    List<Group> groups,
    @Nullable String worstGroup,
    @Nullable Mask maskScore,
    double ratePerSecond,
    @Nullable Latency latency,
    @Nullable Instant lastScoredAt,
    List<Point> history,
    @Nullable Ranks ranks) {

  /** The same with another history, as the live feed sends it. */
  public ScreeningMetrics withHistory(List<Point> points) {
    return new ScreeningMetrics(
        key,
        dataset,
        model,
        modelHash,
        scored,
        labelled,
        accuracy,
        groups,
        worstGroup,
        maskScore,
        ratePerSecond,
        latency,
        lastScoredAt,
        points,
        ranks);
  }

  /** Groups with fewer images are shown but never named worst ("Sound numbers": small groups). */
  public static final int FEWEST_IN_A_GROUP = 30;

  /**
   * One group.
   *
   * @param name e.g. {@code waterbird, place=land}
   * @param label the class
   * @param attributes attribute to value
   * @param accuracy with its 95 % Wilson interval
   * @param tooFew whether it has fewer than {@link #FEWEST_IN_A_GROUP} images
   * @param meanMaskScore null when no image of it has one
   */
  public record Group(
      String name,
      String label,
      Map<String, String> attributes,
      Proportion accuracy,
      boolean tooFew,
      @Nullable Double meanMaskScore) {}

  /**
   * Mask score of the predicted class.
   *
   * @param mean over images with a mask score
   * @param standardError of the mean; null for fewer than two
   * @param n images in the mean
   * @param uniform mean score that uniform maps would have on the same masks
   * @param zeroMaps images with a mask whose map is zero everywhere: not in the mean
   */
  public record Mask(
      double mean, @Nullable Double standardError, long n, double uniform, long zeroMaps) {}

  /**
   * How spuriosity is spread, per predicted class.
   *
   * @param reference identity of the reference
   * @param tolerance how far a class's mean percentile may be off one half without being drift
   * @param alpha the probability that any class is ever called drifting without drift
   * @param ofClasses classes that the reference ranks
   * @param seen of these, classes that were predicted
   * @param drifting of these, classes that drift
   * @param classes those that drift first, then those of most images; at most fifty
   */
  public record Ranks(
      String reference,
      double tolerance,
      double alpha,
      int ofClasses,
      int seen,
      long drifting,
      List<ClassRanks> classes) {}

  /**
   * Rank percentiles of the images predicted as a class.
   *
   * @param name the label that the prediction means
   * @param n images
   * @param counts of them in each twentieth of the reference, the lowest first
   * @param state whether they are like the reference
   * @param direction which way they drift; null unless they do
   * @param since when the image was scored by which the state was found; null for too few
   * @param mean percentile with its confidence sequence's interval, of the last block of images
   *     that decided, or of the one that runs
   * @param allowed how far that mean may be off one half: the tolerance, and what the reference may
   *     be off itself
   * @param referenceImages images of the reference that were predicted as the class
   */
  public record ClassRanks(
      String name,
      long n,
      List<Long> counts,
      State state,
      @Nullable Direction direction,
      @Nullable Instant since,
      @Nullable Estimate mean,
      double allowed,
      long referenceImages) {}

  /** What can be said of a class. */
  public enum State {
    /** Neither of the others, yet. */
    @JsonProperty("too-few")
    TOO_FEW,
    /** As the reference, within the tolerance. */
    @JsonProperty("steady")
    STEADY,
    /** Unlike the reference. */
    @JsonProperty("drifting")
    DRIFTING
  }

  /** How a class drifts. */
  public enum Direction {
    /** Its cues are stronger than in the reference. */
    @JsonProperty("higher")
    HIGHER,
    /** They are weaker. */
    @JsonProperty("lower")
    LOWER
  }

  /** Milliseconds from capture to score: quantiles over {@code n} images. */
  public record Latency(double p50, double p95, double p99, long n) {}

  /**
   * One second of the past.
   *
   * @param at epoch seconds
   * @param scored images scored in it
   * @param p50 median latency of these in milliseconds
   * @param p95 95th percentile
   * @param accuracy over all images up to then
   * @param worstGroupAccuracy lowest among the groups large enough then
   * @param maskScore mean over all images up to then
   */
  public record Point(
      long at,
      long scored,
      @Nullable Double p50,
      @Nullable Double p95,
      @Nullable Double accuracy,
      @Nullable Double worstGroupAccuracy,
      @Nullable Double maskScore) {}
}
