package dev.telltale.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.audit.AuditState;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** Does something to an audit of a server, and says what became of it. */
abstract class AuditChange extends AuditAdmin.OfOne {
  /** It takes effect in a second or so, where a coordinator leads the audit. */
  private static final int MOST_POLLS = 100;

  private static final int POLL_MILLIS = 100;

  /** Tells the server. */
  abstract void tell(AuditServer remote, String audit);

  /**
   * Whether an audit stands as it should after this.
   *
   * @param before the audit as it stood when the server was told
   */
  abstract boolean hasHappened(JsonNode before, JsonNode audit);

  @Override
  public Integer call() {
    AuditServer remote = new AuditServer(server);
    JsonNode before = remote.audit(audit());
    tell(remote, audit());
    String state = "not led by any coordinator";
    for (int i = 0; i < MOST_POLLS; i++) {
      JsonNode now;
      try {
        now = remote.audit(audit());
      } catch (AuditServer.NotThere e) {
        System.err.println(audit() + " is deleted");
        return ExitCode.OK;
      }
      state = now.get("state").asText();
      if (hasHappened(before, now)) {
        System.err.println(audit() + " is " + state);
        return ExitCode.OK;
      }
      pause();
    }
    System.err.println(
        "The server has been told, but %s is still %s. Does a coordinator run?"
            .formatted(audit(), state));
    return ExitCode.SOFTWARE;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UsageException("interrupted; the server has been told");
    }
  }

  private static AuditState state(JsonNode audit) {
    return AuditServer.state(audit);
  }

  @Command(name = "pause", mixinStandardHelpOptions = true, description = "Pauses an audit.")
  static final class Pause extends AuditChange {
    @Override
    void tell(AuditServer remote, String audit) {
      remote.change(audit, "pause");
    }

    @Override
    boolean hasHappened(JsonNode before, JsonNode audit) {
      return state(audit) == AuditState.PAUSED || state(audit).ended();
    }
  }

  @Command(name = "resume", mixinStandardHelpOptions = true, description = "Lets one go on.")
  static final class Resume extends AuditChange {
    @Override
    void tell(AuditServer remote, String audit) {
      remote.change(audit, "resume");
    }

    @Override
    boolean hasHappened(JsonNode before, JsonNode audit) {
      return state(audit) != AuditState.PAUSED;
    }
  }

  @Command(name = "cancel", mixinStandardHelpOptions = true, description = "Ends one for good.")
  static final class Cancel extends AuditChange {
    @Override
    void tell(AuditServer remote, String audit) {
      remote.change(audit, "cancel");
    }

    @Override
    boolean hasHappened(JsonNode before, JsonNode audit) {
      return state(audit).ended();
    }
  }

  @Command(
      name = "retry",
      mixinStandardHelpOptions = true,
      description = "Tries the units again that were set aside.")
  static final class Retry extends AuditChange {
    @Override
    void tell(AuditServer remote, String audit) {
      remote.change(audit, "retry");
    }

    /** They may be set aside again at once: then it has ended again, later. */
    @Override
    boolean hasHappened(JsonNode before, JsonNode audit) {
      return !state(audit).ended() || !audit.get("endedAt").equals(before.get("endedAt"));
    }
  }

  @Command(
      name = "delete",
      mixinStandardHelpOptions = true,
      description = "Takes one that has ended away, with its report.")
  static final class Delete extends AuditChange {
    @Override
    void tell(AuditServer remote, String audit) {
      remote.delete(audit);
    }

    @Override
    boolean hasHappened(JsonNode before, JsonNode audit) {
      return false;
    }
  }
}
