package dev.telltale.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands of {@code telltale audit} that look after the audits of a server. */
final class AuditAdmin {
  private AuditAdmin() {}

  /** What all of them are told. */
  abstract static class OfServer implements Callable<Integer> {
    @Option(
        names = "--server",
        paramLabel = "URL",
        defaultValue = "http://127.0.0.1:8080",
        description = "the Telltale that has it (default: ${DEFAULT-VALUE})")
    String server = "";
  }

  /** Those about one audit. */
  abstract static class OfOne extends OfServer {
    @Parameters(paramLabel = "AUDIT", description = "its id")
    String audit = "";

    /** What is done; then the server has been told. */
    abstract void act(AuditServer server);

    @Override
    public Integer call() {
      if (!audit.matches("[A-Za-z0-9._-]{1,100}")) {
        throw new UsageException(audit + " is no id of an audit");
      }
      act(new AuditServer(server));
      return ExitCode.OK;
    }
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the audits.")
  static final class ListAll extends OfServer {
    @Option(names = "--state", description = "only those in this state, such as running")
    private @Nullable String state;

    @Override
    public Integer call() {
      String query = state == null ? "" : "&state=" + state.replaceAll("[^a-z-]", "");
      JsonNode page = new AuditServer(server).get("/api/audits?limit=10000" + query);
      for (JsonNode audit : page.get("audits")) {
        JsonNode stage = audit.get("current");
        System.out.printf(
            "%-28s %-22s %-24s %s%n",
            audit.get("id").asText(),
            audit.get("state").asText(),
            stage.isNull()
                ? ""
                : "%s %d of %s"
                    .formatted(
                        stage.get("name").asText(),
                        stage.get("done").asInt(),
                        stage.get("units").isNull() ? "?" : stage.get("units").asText()),
            audit.get("title").asText());
      }
      return ExitCode.OK;
    }
  }

  @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows an audit.")
  static final class Show extends OfOne {
    @Option(names = "--follow", description = "watch it until it ends; Ctrl-C ends the watching")
    private boolean follow;

    @Option(names = "--json", description = "all that is known of it, as JSON")
    private boolean json;

    @Override
    public Integer call() {
      super.call();
      return follow ? new AuditFollow(new AuditServer(server), audit).toTheEnd() : ExitCode.OK;
    }

    @Override
    void act(AuditServer remote) {
      JsonNode found = remote.get("/api/audits/" + audit);
      System.out.print(
          json ? found.toString() + System.lineSeparator() : AuditFollow.inWords(found));
      System.out.flush();
    }
  }

  @Command(name = "pause", mixinStandardHelpOptions = true, description = "Pauses an audit.")
  static final class Pause extends OfOne {
    @Override
    void act(AuditServer remote) {
      remote.change(audit, "pause");
    }
  }

  @Command(name = "resume", mixinStandardHelpOptions = true, description = "Lets one go on.")
  static final class Resume extends OfOne {
    @Override
    void act(AuditServer remote) {
      remote.change(audit, "resume");
    }
  }

  @Command(name = "cancel", mixinStandardHelpOptions = true, description = "Ends one for good.")
  static final class Cancel extends OfOne {
    @Override
    void act(AuditServer remote) {
      remote.change(audit, "cancel");
    }
  }

  @Command(
      name = "retry",
      mixinStandardHelpOptions = true,
      description = "Tries the units again that were set aside.")
  static final class Retry extends OfOne {
    @Override
    void act(AuditServer remote) {
      remote.change(audit, "retry");
    }
  }

  @Command(
      name = "delete",
      mixinStandardHelpOptions = true,
      description = "Takes one that has ended away, with its report.")
  static final class Delete extends OfOne {
    @Override
    void act(AuditServer remote) {
      remote.delete(audit);
    }
  }
}
