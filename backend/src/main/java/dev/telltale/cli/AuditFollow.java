package dev.telltale.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.audit.AuditProgress;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ExitCode;

/**
 * Watches an audit of a server until it ends. Only watches: Ctrl-C ends the watching, and the audit
 * goes on; so does a server that is away for a while.
 */
final class AuditFollow {
  private static final long PAUSE_MILLIS = 500;

  private final AuditServer server;
  private final String id;

  AuditFollow(AuditServer server, String id) {
    this.server = server;
    this.id = id;
  }

  /**
   * Follows it.
   *
   * @return 0 when it is completed, 1 when units are missing or it was cancelled, 2 when it failed
   */
  int toTheEnd() {
    Thread goodbye = new Thread(() -> System.err.println("\n" + comeBack()), "goodbye");
    Runtime.getRuntime().addShutdownHook(goodbye);
    String state = "";
    boolean away = false;
    try (AuditProgressLine line = new AuditProgressLine()) {
      while (true) {
        try {
          JsonNode audit = server.get("/api/audits/" + id);
          away = false;
          line.show(AuditServer.progress(audit));
          String now = audit.get("state").asText();
          if (!now.equals(state) && !now.equals("running")) {
            line.line(id + " is " + now + reason(audit));
          }
          state = now;
          if (ended(now)) {
            return status(audit);
          }
        } catch (AuditServer.Unreachable e) {
          if (!away) {
            line.line(e.getMessage() + " Still trying; the audit goes on.");
          }
          away = true;
        }
        pause();
      }
    } finally {
      forget(goodbye);
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UsageException("interrupted; the audit goes on");
    }
  }

  /** How to see it again. */
  String comeBack() {
    return "The audit %s goes on at %s. Watch it again: ./telltale audit show %s --follow --server %s"
        .formatted(id, server.address(), id, server.address());
  }

  private static void forget(Thread goodbye) {
    try {
      Runtime.getRuntime().removeShutdownHook(goodbye);
    } catch (IllegalStateException e) {
      // It is being said.
    }
  }

  /** A few lines of an audit. */
  static String inWords(JsonNode audit) {
    AuditProgress progress = AuditServer.progress(audit);
    StringBuilder text = new StringBuilder();
    text.append(
        "%s: %s%n%s on %s, asked for %s%n%s%s%n"
            .formatted(
                audit.get("id").asText(),
                audit.get("title").asText(),
                audit.get("method").asText(),
                audit.get("dataset").asText(),
                audit.get("createdAt").asText(),
                audit.get("state").asText(),
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

  private static String reason(JsonNode audit) {
    return audit.path("reason").isTextual() ? ": " + audit.get("reason").asText() : "";
  }

  private static boolean ended(String state) {
    return switch (state.toLowerCase(Locale.ROOT)) {
      case "completed", "failed", "cancelled" -> true;
      default -> false;
    };
  }

  private static int status(JsonNode audit) {
    return switch (audit.get("state").asText()) {
      case "completed" -> audit.get("aside").asInt() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
      case "cancelled" -> ExitCode.SOFTWARE;
      default -> ExitCode.USAGE;
    };
  }
}
