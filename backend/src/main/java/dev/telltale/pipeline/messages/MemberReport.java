package dev.telltale.pipeline.messages;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a member says of itself on the clustered bus. It may be lost: the next one is a quarter of a
 * second away.
 *
 * @param id the member's name
 * @param roles {@code web}, {@code worker}
 * @param worker the {@code WorkerReport} of the REST contract; null for a member that is none
 */
public record MemberReport(String id, List<String> roles, @Nullable JsonObject worker) {
  /** To the wire. */
  public JsonObject toJson() {
    return new JsonObject()
        .put("id", id)
        .put("roles", new JsonArray(List.copyOf(roles)))
        .put("worker", worker);
  }

  /** From the wire. */
  public static MemberReport of(JsonObject json) {
    return new MemberReport(
        json.getString("id"),
        json.getJsonArray("roles").stream().map(String::valueOf).toList(),
        json.getJsonObject("worker"));
  }
}
