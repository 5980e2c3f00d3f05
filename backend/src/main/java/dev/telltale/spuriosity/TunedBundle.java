package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Report.Bundle;
import dev.telltale.audit.Report.BundleFile;
import dev.telltale.audit.Workbench;
import dev.telltale.files.Durable;
import dev.telltale.model.BundleException;
import dev.telltale.model.HeadBundle;
import dev.telltale.model.LinearHead;
import dev.telltale.model.ModelBundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A tuned head on its model's features, as a bundle that goes back into PyTorch. */
final class TunedBundle {
  private TunedBundle() {}

  /**
   * Makes the bundle, and keeps its files; features that several bundles share are kept once.
   *
   * @param name of the bundle in the report
   * @param model whose features the head is on
   * @return as {@link #read} takes it, or {@code {why}} where no bundle can be made of it
   */
  static ObjectNode keep(
      String name, LinearHead head, int model, Map<String, Object> provenance, Workbench bench) {
    ModelBundle parent = bench.subject().models().get(model);
    ObjectNode made = Json.NODES.objectNode();
    try {
      Path directory = Files.createTempDirectory("telltale-tuned");
      try {
        ModelBundle bundle =
            HeadBundle.save(
                directory.resolve(name),
                name,
                parent,
                head,
                bench.subject().images().classes(),
                provenance);
        made.put("name", name).put("hash", bundle.hash());
        ArrayNode files = made.putArray("files");
        for (Path file : files(bundle.directory())) {
          bench.breathe();
          files
              .addObject()
              .put("name", String.valueOf(file.getFileName()))
              .put("artifact", bench.artifacts().write(Files.readAllBytes(file)));
        }
        return made;
      } catch (BundleException e) {
        return made.put("why", e.getMessage());
      } finally {
        Durable.delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the tuned head cannot be kept: " + e.getMessage(), e);
    }
  }

  /** The bundle that was kept. */
  static Bundle read(JsonNode made) {
    List<BundleFile> files = new ArrayList<>();
    for (JsonNode file : made.get("files")) {
      files.add(new BundleFile(file.get("name").textValue(), file.get("artifact").textValue()));
    }
    return new Bundle(made.get("name").textValue(), made.get("hash").textValue(), files);
  }

  /** What a head tuned on low spuriosity says of where it comes from. */
  static Map<String, Object> provenance(SpuriosityOptions options, int trial) {
    // In one order: the bundle's bytes are the same each time.
    Map<String, Object> from = new LinkedHashMap<>();
    from.put("method", "spuriosity");
    from.put("tunedOn", "low spuriosity");
    from.put("perClass", options.whole("perClass"));
    from.put("threshold", options.real("threshold"));
    from.put("rate", options.real("rate"));
    from.put("seed", options.seed());
    from.put("trial", trial + 1);
    return from;
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
