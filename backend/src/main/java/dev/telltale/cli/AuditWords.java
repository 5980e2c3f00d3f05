package dev.telltale.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.audit.AuditProgress;
import java.time.Duration;
import java.time.Instant;

/** An audit of a server, in a few lines. */
final class AuditWords {
  private AuditWords() {}

  static String of(JsonNode audit) {
    AuditProgress progress = AuditServer.progress(audit);
    StringBuilder text = new StringBuilder();
    text.append(
        "%s: %s%n%s on %s, asked for %s%n%s%s%s%n"
            .formatted(
                audit.get("id").asText(),
                audit.get("title").asText(),
                audit.get("method").asText(),
                audit.get("dataset").asText(),
                audit.get("createdAt").asText(),
                audit.get("state").asText(),
                took(audit),
                reason(audit)));
    for (int i = 0; i < progress.stages().size(); i++) {
      text.append("  ")
          .append(
              i < progress.stage()
                  ? AuditProgressLine.ended(i, progress)
                  : i == progress.stage()
                      ? AuditProgressLine.under(progress)
                      : "stage %d of %d, %s"
                          .formatted(
                              i + 1, progress.stages().size(), progress.stages().get(i).name()))
          .append(System.lineSeparator());
    }
    for (JsonNode unit : audit.get("setAside")) {
      text.append(
          "  without unit %d of %s: %s%n"
              .formatted(
                  unit.get("unit").asInt() + 1,
                  unit.get("stage").asText(),
                  unit.get("reason").asText()));
    }
    return text.toString();
  }

  /** Why it failed or what it waits for, after a colon; empty where there is nothing to say. */
  static String reason(JsonNode audit) {
    return audit.path("reason").isTextual() ? ": " + audit.get("reason").asText() : "";
  }

  private static String took(JsonNode audit) {
    if (!audit.path("endedAt").isTextual()) {
      return "";
    }
    Duration took =
        Duration.between(
            Instant.parse(audit.get("createdAt").asText()),
            Instant.parse(audit.get("endedAt").asText()));
    return " after " + AuditProgressLine.time(took.toMillis() / 1000.0);
  }
}
