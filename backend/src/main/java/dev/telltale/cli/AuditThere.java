package dev.telltale.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** An audit that a server does: asked for, and watched or left alone. */
final class AuditThere {
  @Option(
      names = "--server",
      required = true,
      paramLabel = "URL",
      description =
          "a running Telltale, such as http://127.0.0.1:8080; --data and --model then name what it"
              + " has declared, or directories there")
  String server = "";

  @Option(names = "--title", description = "what people call the audit")
  @Nullable String title;

  @Option(names = "--follow", description = "watch it until it ends; done without --detach too")
  boolean follow;

  @Option(names = "--detach", description = "return when the server has it, and print its id")
  boolean detach;

  /**
   * Asks for it, and watches it.
   *
   * @param out where the finished report is kept too; null for nowhere
   * @return the command's exit status
   */
  int run(String method, AuditRequest request, @Nullable Path out) throws IOException {
    if (detach && (follow || out != null)) {
      throw new UsageException("--detach does not wait for the end, as --follow and --out do");
    }
    AuditServer remote = new AuditServer(server);
    String id = remote.post("/api/audits", request.toServer(method, title)).get("id").asText();
    AuditFollow watching = new AuditFollow(remote, id);
    if (detach) {
      System.out.println(id);
      System.out.flush();
      System.err.println(watching.comeBack());
      return ExitCode.OK;
    }
    System.err.println("Audit " + id + ": " + remote.address() + "/audits/" + id);
    int status = watching.toTheEnd();
    if (out != null && remote.get("/api/audits/" + id).get("report").asText().equals("finished")) {
      Files.createDirectories(out);
      String address = "/api/audits/" + id;
      remote.download(address + "/report?format=json", out.resolve("report.json"));
      remote.download(address + "/report?format=html", out.resolve("report.html"));
      remote.download(address + "/report?format=csv", out.resolve("tables.zip"));
      remote.download(address + "/provenance", out.resolve("provenance.json"));
      AuditBundles.download(remote, id, out);
      System.err.println(out.resolve("report.html"));
    }
    return status;
  }
}
