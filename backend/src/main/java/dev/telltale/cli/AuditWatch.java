package dev.telltale.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** An audit that a server was asked for: watched to its end, or left alone. */
final class AuditWatch {
  private static final int SILENT_SECONDS = 10;

  @Option(
      names = "--follow",
      description = "watch it until it ends; done without --detach too, by a server")
  boolean follow;

  @Option(
      names = "--detach",
      description = "return when the server has it, and print its id; by a server")
  boolean detach;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "where the report goes (default: .telltale/audits/METHOD-DATA-HASH; by a server, it"
              + " keeps the report and only findings are printed)")
  @Nullable Path out;

  @Option(names = "--json", description = "print the outcome as one JSON line on standard output")
  boolean json;

  /**
   * Asks for it, and watches it.
   *
   * @param request a {@code NewAudit} of the REST contract
   * @return the command's exit status
   */
  int ask(AuditServer remote, ObjectNode request) throws IOException {
    if (detach && (follow || out != null)) {
      throw new UsageException("--detach does not wait for the end, as --follow and --out do");
    }
    if (out != null) {
      made(out);
    }
    String id = asked(remote, request);
    AuditFollow watching = new AuditFollow(remote, id);
    if (detach) {
      ObjectNode asked = AuditServer.JSON.createObjectNode().put("audit", id);
      System.out.println(json ? asked.toString() : id);
      System.out.flush();
      System.err.println(watching.comeBack());
      return ExitCode.OK;
    }
    System.err.println("Audit " + id + ": " + remote.page(id));
    int status = watching.toTheEnd();
    tell(remote, AuditServer.patiently(() -> remote.audit(id)));
    return status;
  }

  /** All that it names is opened first; where that takes long, it is said. */
  private static String asked(AuditServer remote, ObjectNode request) {
    CompletableFuture<Void> word =
        CompletableFuture.runAsync(
            () ->
                System.err.println(remote.address() + " opens and checks what is to be audited …"),
            CompletableFuture.delayedExecutor(SILENT_SECONDS, TimeUnit.SECONDS));
    try {
      return remote.request(request);
    } finally {
      word.cancel(false);
    }
  }

  /** Found out before anything is worked on, not after it. */
  private static void made(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("--out " + directory + " cannot be made: " + e, e);
    }
  }

  private void tell(AuditServer remote, JsonNode audit) throws IOException {
    String address = "/api/audits/" + audit.get("id").asText();
    boolean reported = audit.get("report").asText().equals("finished");
    JsonNode findings =
        reported
            ? AuditServer.patiently(() -> remote.get(address + "/report?format=json"))
                .get("findings")
            : AuditServer.JSON.createArrayNode();
    if (json) {
      ObjectNode outcome = AuditServer.JSON.createObjectNode();
      outcome.put("audit", audit.get("id").asText()).put("state", audit.get("state").asText());
      outcome.put("aside", audit.get("aside").asInt()).set("findings", findings);
      System.out.println(outcome.put("report", out == null ? null : out.toString()));
    } else {
      findings.forEach(finding -> System.out.println(finding.asText()));
    }
    System.out.flush();
    if (out != null && reported) {
      remote.download(address + "/report?format=json", out.resolve("report.json"));
      remote.download(address + "/report?format=html", out.resolve("report.html"));
      remote.download(address + "/report?format=csv", out.resolve("tables.zip"));
      remote.download(address + "/provenance", out.resolve("provenance.json"));
      AuditBundles.download(remote, audit.get("id").asText(), out);
      AuditData.download(remote, audit.get("id").asText(), out);
      System.err.println(out.resolve("report.html"));
    }
  }
}
