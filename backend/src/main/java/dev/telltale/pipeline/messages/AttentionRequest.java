package dev.telltale.pipeline.messages;

import dev.telltale.kafka.event.Attention;
import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.ImageScore;
import io.vertx.core.json.JsonObject;

/**
 * Asks a device for the attention map of a class other than the predicted one.
 *
 * @param score of the image
 * @param target name of the class
 */
public record AttentionRequest(ImageScore score, String target) {
  /** Failure code of a request that cannot be met, with the reason as message. */
  public static final int REFUSED = 1;

  /** To the wire. */
  public JsonObject toJson() {
    return new JsonObject().put("score", EventCodec.write(score)).put("target", target);
  }

  /** From the wire. */
  public static AttentionRequest of(JsonObject json) {
    return new AttentionRequest(
        EventCodec.readImageScore(json.getBinary("score")), json.getString("target"));
  }

  /** The answer, to the wire. */
  public static JsonObject answer(Attention map) {
    return new JsonObject()
        .put("height", map.height())
        .put("width", map.width())
        .put("values", map.values());
  }

  /** The answer, from the wire. */
  public static Attention answer(JsonObject json) {
    return new Attention(
        json.getInteger("height"), json.getInteger("width"), json.getBinary("values"));
  }
}
