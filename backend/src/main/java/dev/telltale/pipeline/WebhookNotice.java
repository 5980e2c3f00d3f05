package dev.telltale.pipeline;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.kafka.event.AuditRecord;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a webhook is told of an audit.
 *
 * @param id the same whenever the same is told again: receivers pass over one they know
 * @param body JSON
 */
record WebhookNotice(String id, String body) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The notice of where an audit stands; null when nobody needs to be told. */
  static @Nullable WebhookNotice of(AuditRecord audit) {
    boolean told =
        switch (audit.state()) {
          case COMPLETED, FAILED, WAITING_FOR_ANNOTATION -> true;
          case REQUESTED, RUNNING, PAUSED, CANCELLED -> false;
        };
    if (!told) {
      return null;
    }
    String state = audit.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
    String id = "%s.%s.%d.%d".formatted(audit.audit(), state, audit.stage(), audit.retries());
    if (audit.endedAt() != null) {
      // One that failed and was tried again as a whole may fail once more, in the same place.
      id += "." + audit.endedAt().toEpochMilli();
    }
    ObjectNode body = JSON.createObjectNode().put("type", "audit." + state);
    body.put("timestamp", audit.updatedAt().toString());
    ObjectNode data = body.putObject("data");
    data.put("id", audit.audit()).put("title", audit.title()).put("state", state);
    data.put("method", audit.spec().path("method").asText());
    data.put("dataset", audit.spec().at("/images/name").asText());
    data.put("requestedAt", audit.requestedAt().toString());
    data.put("endedAt", audit.endedAt() == null ? null : audit.endedAt().toString());
    data.put("aside", audit.aside().size());
    data.put("reason", audit.reason());
    return new WebhookNotice(id, body.toString());
  }
}
