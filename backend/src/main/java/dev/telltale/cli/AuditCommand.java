package dev.telltale.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.dataset.Subset;
import dev.telltale.dataset.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code telltale audit}: asks a server for an audit, and looks after those that it has. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    subcommands = {
      AuditAdmin.ListAll.class,
      AuditAdmin.Show.class,
      AuditAdmin.Pause.class,
      AuditAdmin.Resume.class,
      AuditAdmin.Cancel.class,
      AuditAdmin.Retry.class,
      AuditAdmin.Delete.class
    },
    description = {
      "Audits models on many images, and reports what it found.",
      "With --server a running Telltale does it: Ctrl-C only ends the watching."
    })
final class AuditCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "METHOD", description = "such as groups")
  private @Nullable String method;

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "a running Telltale that does it, such as http://127.0.0.1:8080")
  private @Nullable String server;

  @Option(
      names = "--data",
      paramLabel = "DIR or NAME",
      description = "the images: a data set that the server has declared, or a directory there")
  private @Nullable String data;

  @Option(
      names = "--model",
      paramLabel = "NAME, DIR or NAME=DIR",
      description = "a bundle that the server knows, or a directory there; can be repeated")
  private List<String> models = List.of();

  @Option(
      names = "--option",
      paramLabel = "NAME=VALUE",
      description = "of the method; can be repeated")
  private Map<String, String> options = new LinkedHashMap<>();

  @Option(names = "--class-map", paramLabel = "FILE", description = "joins labels to classes")
  private @Nullable Path classMap;

  @Option(names = "--title", description = "what people call the audit")
  private @Nullable String title;

  @Option(names = "--detach", description = "return when the server has it, and print its id")
  private boolean detach;

  @Option(
      names = "--follow",
      description = "watch it until it ends; this is what is done without --detach")
  private boolean follow;

  @Option(names = "--out", paramLabel = "DIR", description = "keep the finished report there")
  private @Nullable Path out;

  @Mixin private DataOptions dataOptions;

  @Override
  public Integer call() throws InterruptedException {
    if (method == null) {
      throw new UsageException("name a method, or one of the commands that --help lists");
    }
    if (server == null) {
      throw new UsageException("--server URL says which Telltale is to do it");
    }
    if (detach && (follow || out != null)) {
      throw new UsageException("--detach does not wait for the end, as --follow and --out do");
    }
    AuditServer remote = new AuditServer(server);
    String id = remote.post("/api/audits", request()).get("id").asText();
    if (detach) {
      System.out.println(id);
      System.err.println(new AuditFollow(remote, id).comeBack());
      return ExitCode.OK;
    }
    System.err.println("Audit " + id + " at " + remote.address() + "/audits/" + id);
    int status = new AuditFollow(remote, id).toTheEnd();
    if (out != null && status != ExitCode.USAGE) {
      keep(remote, id, out);
    }
    return status;
  }

  private static void keep(AuditServer remote, String id, Path out) {
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw new UsageException("--out " + out + " cannot be made: " + e.getMessage());
    }
    remote.download("/api/audits/" + id + "/report", out.resolve("report.json"));
    remote.download("/api/audits/" + id + "/provenance", out.resolve("provenance.json"));
  }

  /** The {@code NewAudit} of the REST contract. */
  private ObjectNode request() {
    if (data == null || models.isEmpty()) {
      throw new UsageException("--data and --model say which images and which models are audited");
    }
    ObjectNode request = AuditServer.JSON.createObjectNode();
    if (title != null) {
      request.put("title", title);
    }
    ObjectNode spec = request.putObject("spec").put("method", method);
    ObjectNode images = spec.putObject("images");
    named(images, data);
    if (dataOptions.layout != null) {
      images.put("layout", dataOptions.layout);
    }
    if (classMap != null) {
      images.put("classMap", classMap.toAbsolutePath().toString());
    }
    images.put("lenient", dataOptions.lenient);
    Task task = dataOptions.task();
    images.set("task", AuditServer.JSON.valueToTree(task));
    Subset part = dataOptions.part();
    images.set("subset", AuditServer.JSON.valueToTree(part));
    for (String model : models) {
      named(spec.withArray("models").addObject(), model);
    }
    ObjectNode chosen = spec.putObject("options");
    options.forEach((name, value) -> chosen.set(name, value(value)));
    return request;
  }

  /** What is written with a / is a directory, after its name where that is given. */
  private static void named(ObjectNode node, String text) {
    int equals = text.indexOf('=');
    String path = text.substring(equals + 1);
    if (!path.contains("/")) {
      node.put("name", text);
      return;
    }
    Path directory = Path.of(path).toAbsolutePath().normalize();
    Path last = directory.getFileName();
    node.put("name", equals > 0 ? text.substring(0, equals) : String.valueOf(last));
    node.put("directory", directory.toString());
  }

  /** Numbers, true, false, null and lists as JSON has them; anything else is a text. */
  static JsonNode value(String text) {
    try {
      JsonNode json = AuditServer.JSON.readTree(text);
      return json.isMissingNode() ? AuditServer.JSON.getNodeFactory().textNode(text) : json;
    } catch (JsonProcessingException e) {
      return AuditServer.JSON.getNodeFactory().textNode(text);
    }
  }
}
