package dev.telltale.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.audit.AuditState;
import java.util.Arrays;
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
    private String audit = "";

    /** Its id, fit to stand in an address. */
    String audit() {
      if (!audit.matches("[A-Za-z0-9._-]{1,100}")) {
        throw new UsageException(audit + " is no id of an audit");
      }
      return audit;
    }
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the audits.")
  static final class ListAll extends OfServer {
    @Option(names = "--state", description = "only those in this state, such as running")
    private @Nullable String state;

    @Override
    public Integer call() {
      String query = state == null ? "" : "&state=" + known(state);
      JsonNode audits =
          new AuditServer(server).get("/api/audits?limit=10000" + query).get("audits");
      if (audits.isEmpty()) {
        System.err.println(state == null ? "There is no audit." : "No audit is " + state + ".");
      }
      for (JsonNode audit : audits) {
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
      System.out.flush();
      return ExitCode.OK;
    }

    private static String known(String state) {
      String[] labels =
          Arrays.stream(AuditState.values()).map(AuditState::label).toArray(String[]::new);
      if (!Arrays.asList(labels).contains(state)) {
        throw new UsageException(
            "--state %s is none; there are %s".formatted(state, String.join(", ", labels)));
      }
      return state;
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
      AuditServer remote = new AuditServer(server);
      JsonNode found = remote.audit(audit());
      System.out.print(
          json
              ? found + System.lineSeparator()
              : AuditWords.of(found) + "  " + remote.page(audit()) + System.lineSeparator());
      System.out.flush();
      return follow ? new AuditFollow(remote, audit()).toTheEnd() : ExitCode.OK;
    }
  }
}
