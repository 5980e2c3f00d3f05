package dev.telltale.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.ExitCode;

/**
 * Watches an audit of a server until it ends. Only watches: Ctrl-C ends the watching, and the audit
 * goes on; so does a server that is away for a while.
 */
final class AuditFollow {
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
          JsonNode audit = server.audit(id);
          away = false;
          line.show(AuditServer.progress(audit));
          String now = audit.get("state").asText();
          if (!now.equals(state) && !now.equals("running")) {
            line.line(id + " is " + now + AuditWords.reason(audit));
          }
          state = now;
          if (AuditServer.state(audit).ended()) {
            return status(audit);
          }
        } catch (AuditServer.Unreachable e) {
          if (!away) {
            line.line(e.getMessage() + " Still trying; the audit goes on.");
          }
          away = true;
        }
        AuditServer.pause();
      }
    } finally {
      forget(goodbye);
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

  private static int status(JsonNode audit) {
    return switch (audit.get("state").asText()) {
      case "completed" -> audit.get("aside").asInt() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
      case "cancelled" -> ExitCode.SOFTWARE;
      default -> ExitCode.USAGE;
    };
  }
}
