package dev.telltale.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.telltale.kafka.event.Attention;
import dev.telltale.kafka.event.ImageScore;
import dev.telltale.pipeline.index.IndexedImage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code ImageSummary} of the contract. */
record ImageSummary(
    String key,
    String id,
    String dataset,
    String model,
    String modelHash,
    @Nullable String label,
    Map<String, String> groups,
    String predicted,
    double confidence,
    @Nullable Boolean right,
    @Nullable Double maskScore,
    boolean hasMask,
    @Nullable Double spuriosity,
    @Nullable Double rankPercentile,
    Instant scoredAt) {

  static ImageSummary of(IndexedImage image) {
    ImageScore score = image.score();
    return new ImageSummary(
        image.key().hex(),
        score.id(),
        score.dataset(),
        score.model(),
        score.modelHash(),
        score.label(),
        score.groups(),
        score.predicted(),
        score.confidence(),
        image.right(),
        score.maskScore(),
        score.mask() != null,
        score.spuriosity(),
        score.rankPercentile(),
        score.scoredAt());
  }

  /** The {@code ImageDetail} of the contract. */
  record Detail(
      @JsonUnwrapped ImageSummary summary,
      @Nullable Double uniformMaskScore,
      @Nullable Instant capturedAt,
      double latencyMillis,
      String source,
      String member,
      String device,
      AttentionMap attention) {

    static Detail of(IndexedImage image) {
      ImageScore score = image.score();
      Instant from = score.capturedAt() != null ? score.capturedAt() : score.receivedAt();
      return new Detail(
          ImageSummary.of(image),
          score.uniformMaskScore(),
          score.capturedAt(),
          Duration.between(from, score.scoredAt()).toNanos() / 1e6,
          score.uri() != null ? score.uri() : "inline bytes, sha256 " + score.artifact(),
          score.member(),
          score.device(),
          AttentionMap.of(score.attention()));
    }
  }

  /**
   * An attention map in numbers.
   *
   * @param height h
   * @param width w
   * @param values [h·w] row-major in [0,1]
   */
  record AttentionMap(int height, int width, float[] values) {
    static AttentionMap of(Attention attention) {
      float[] values = new float[attention.values().length];
      for (int i = 0; i < values.length; i++) {
        values[i] = Byte.toUnsignedInt(attention.values()[i]) / 255f;
      }
      return new AttentionMap(attention.height(), attention.width(), values);
    }
  }
}
