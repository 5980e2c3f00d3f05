package dev.telltale.kafka.event;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one pass of a model found in one image, a record of {@code telltale.scores}.
 *
 * @param id the image's id within its data set
 * @param dataset the data set
 * @param model the model's name
 * @param modelHash the model's content hash, 1 to 128 of {@code A-Za-z0-9._:-}; two scores of an
 *     image by the same hash are the same score
 * @param label the true class by name, when the event told
 * @param groups attribute to value, as the event told
 * @param uri where the image is, when the event told; otherwise see {@code artifact}
 * @param artifact the content address (SHA-256, 64 hexadecimal digits) of inline bytes in the
 *     artifact store
 * @param mask where the mask is, when the event told
 * @param predictedIndex the predicted class, 0 or more, an index into the model's classes
 * @param predicted the predicted class by name
 * @param confidence the model's probability of that class, 0 to 1
 * @param attention where the model looked for that class
 * @param maskScore the mask score (Attention-IoU with the mask), 0 to 1, when there is a mask
 * @param uniformMaskScore the mask score of a uniform map on the same mask, 0 to 1: what looking
 *     everywhere alike would get
 * @param spuriosity how strongly the spurious cues of the predicted class are present, in standard
 *     deviations of the class, when the worker has a reference with a ranking of that class
 * @param rankPercentile where that stands among the reference's images of the same prediction, from
 *     0, lower than all, to 1, higher than all; not without spuriosity
 * @param reference identity of that reference, 1 to 128 of {@code A-Za-z0-9._:-}; not without
 *     spuriosity, and spuriosity not without it
 * @param capturedAt when the image was taken or first seen, when the event told
 * @param receivedAt when Telltale read the event
 * @param scoredAt when the score was ready
 * @param member the cluster member that scored
 * @param device the device it ran on, such as {@code cpu:0}
 * @param source where the event stood
 */
public record ImageScore(
    String id,
    String dataset,
    String model,
    String modelHash,
    @Nullable String label,
    Map<String, String> groups,
    @Nullable String uri,
    @Nullable String artifact,
    @Nullable String mask,
    int predictedIndex,
    String predicted,
    double confidence,
    Attention attention,
    @Nullable Double maskScore,
    @Nullable Double uniformMaskScore,
    @Nullable Double spuriosity,
    @Nullable Double rankPercentile,
    @Nullable String reference,
    @Nullable Instant capturedAt,
    Instant receivedAt,
    Instant scoredAt,
    String member,
    String device,
    Source source) {

  /**
   * Checks every rule above; text is not blank and has no control characters. A share that a
   * rounding error (1e-5) carried over 0 or 1 is brought back.
   *
   * @throws InvalidEventException if one is broken; its detail says which
   */
  public ImageScore {
    Check.text("id", id, Check.MAX_ID);
    Check.dataset(dataset);
    Check.text("model", model, Check.MAX_NAME);
    Check.hash("modelHash", modelHash);
    Check.optionalText("label", label, Check.MAX_NAME);
    groups = Check.groups(groups);
    Check.optionalText("uri", uri, Check.MAX_URI);
    Check.optionalSha256("artifact", artifact);
    Check.optionalText("mask", mask, Check.MAX_URI);
    Check.atLeastZero("predictedIndex", predictedIndex);
    Check.text("predicted", predicted, Check.MAX_NAME);
    confidence = Check.share("confidence", confidence);
    Check.present("attention", attention);
    maskScore = Check.optionalShare("maskScore", maskScore);
    uniformMaskScore = Check.optionalShare("uniformMaskScore", uniformMaskScore);
    Check.optionalFinite("spuriosity", spuriosity);
    rankPercentile = Check.optionalShare("rankPercentile", rankPercentile);
    Check.ranked(spuriosity, rankPercentile, reference);
    Check.optionalInstant("capturedAt", capturedAt);
    Check.instant("receivedAt", receivedAt);
    Check.instant("scoredAt", scoredAt);
    Check.text("member", member, Check.MAX_NAME);
    Check.text("device", device, Check.MAX_NAME);
    Check.present("source", source);
  }

  /** The Kafka key, {@code dataset/modelHash/id}: a later score of the same replaces this one. */
  public String key() {
    return dataset + "/" + modelHash + "/" + id;
  }
}
