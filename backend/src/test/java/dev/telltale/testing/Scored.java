package dev.telltale.testing;

import dev.telltale.kafka.event.Attention;
import dev.telltale.kafka.event.ImageScore;
import dev.telltale.kafka.event.Source;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plain score, with what a test cares about changed. */
public record Scored(
    String id,
    String dataset,
    String modelHash,
    @Nullable String label,
    Map<String, String> groups,
    @Nullable String uri,
    @Nullable String mask,
    int predicted,
    @Nullable Double percentile,
    long offset) {
  /** When all of them were scored. */
  public static final Instant AT = Instant.parse("2026-01-01T12:00:00Z");

  /** An image of the birds, predicted to be a landbird. */
  public static Scored image(String id) {
    return new Scored(
        id, "birds", "hash", "landbird", Map.of("place", "land"), id + ".png", null, 0, null, 0);
  }

  public Scored dataset(String name) {
    return new Scored(id, name, modelHash, label, groups, uri, mask, predicted, percentile, offset);
  }

  public Scored modelHash(String hash) {
    return new Scored(id, dataset, hash, label, groups, uri, mask, predicted, percentile, offset);
  }

  public Scored label(@Nullable String name) {
    return new Scored(
        id, dataset, modelHash, name, groups, uri, mask, predicted, percentile, offset);
  }

  public Scored files(@Nullable String picture, @Nullable String itsMask) {
    return new Scored(
        id, dataset, modelHash, label, groups, picture, itsMask, predicted, percentile, offset);
  }

  public Scored predicted(int index) {
    return new Scored(id, dataset, modelHash, label, groups, uri, mask, index, percentile, offset);
  }

  /** Ranked against the reference {@code ref}, with a spuriosity of −2 to 2. */
  public Scored percentile(@Nullable Double rank) {
    return new Scored(id, dataset, modelHash, label, groups, uri, mask, predicted, rank, offset);
  }

  public Scored offset(long at) {
    return new Scored(id, dataset, modelHash, label, groups, uri, mask, predicted, percentile, at);
  }

  /** The record as it would be on the topic; without a uri, it has an artifact. */
  public ImageScore score() {
    return new ImageScore(
        id,
        dataset,
        "birds-p95",
        modelHash,
        label,
        groups,
        uri,
        uri == null ? "0".repeat(64) : null,
        mask,
        predicted,
        predicted == 0 ? "landbird" : "waterbird",
        0.75,
        new Attention(2, 2, new byte[] {0, (byte) 255, 51, 102}),
        mask == null ? null : 0.5,
        mask == null ? null : 0.25,
        percentile == null ? null : 4 * percentile - 2,
        percentile,
        percentile == null ? null : "ref",
        AT.minusMillis(40),
        AT.minusMillis(20),
        AT,
        "member-1",
        "cpu-0",
        new Source(0, offset));
  }
}
