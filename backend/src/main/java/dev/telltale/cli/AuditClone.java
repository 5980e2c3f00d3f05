package dev.telltale.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks for an audit like another one. */
@Command(
    name = "clone",
    mixinStandardHelpOptions = true,
    description = {
      "Asks for an audit like another one of the server, with changes to its options.",
      "What it looks at is read anew: pictures and bundles may have changed since."
    })
final class AuditClone extends AuditAdmin.OfOne {
  @Option(names = "--title", description = "what people call the audit (default: as the other)")
  private @Nullable String title;

  @Option(
      names = "--option",
      paramLabel = "NAME=VALUE",
      description =
          "an option of the method that is to be different; can be repeated. NAME=@FILE takes what is written in a file")
  private final Map<String, String> options = new LinkedHashMap<>();

  @Mixin private AuditWatch watch;

  @Override
  public Integer call() throws IOException {
    AuditServer remote = new AuditServer(server);
    JsonNode other = remote.audit(audit());
    ObjectNode request = AuditServer.JSON.createObjectNode();
    request.put("title", title == null ? other.get("title").asText() : title);
    ObjectNode spec = other.get("spec").deepCopy();
    // Of what there is now.
    ((ObjectNode) spec.get("images")).remove("hash");
    spec.get("models").forEach(model -> ((ObjectNode) model).remove("hash"));
    ((ObjectNode) spec.get("options")).setAll(AuditRequest.read(options));
    request.set("spec", spec);
    return watch.ask(remote, request);
  }
}
