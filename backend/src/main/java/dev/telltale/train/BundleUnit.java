package dev.telltale.train;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Artifacts;
import dev.telltale.model.ModelBundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The bundle of a finished training, as a unit of work. */
final class BundleUnit {
  private static final ObjectMapper JSON = new ObjectMapper();

  private BundleUnit() {}

  /**
   * Makes it: the same bytes as the command {@code train} saves.
   *
   * @return {@code name}, {@code hash} and {@code files} with their addresses
   */
  static JsonNode work(AuditedTraining training, TrainingState state, Artifacts artifacts) {
    return EpochUnit.inDirectory(
        directory -> {
          Path network = directory.resolve("network");
          try {
            Files.createDirectory(network);
            TrainingState.bring(state.best(), artifacts, network);
            ModelBundle bundle =
                TrainedBundle.save(
                    directory.resolve("bundle"),
                    training.name(),
                    training.spec(),
                    training.unread(),
                    network,
                    state.history(),
                    JSON.convertValue(
                        state.identity(), new TypeReference<LinkedHashMap<String, Object>>() {}));
            return told(training.name(), bundle, artifacts);
          } catch (IOException e) {
            throw new UncheckedIOException("the bundle cannot be made: " + e.getMessage(), e);
          }
        });
  }

  private static JsonNode told(String name, ModelBundle bundle, Artifacts artifacts)
      throws IOException {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    List<Path> files;
    try (Stream<Path> all = Files.list(bundle.directory())) {
      files = all.sorted().toList();
    }
    for (Path file : files) {
      contents.put(file.getFileName().toString(), Files.readAllBytes(file));
    }
    ObjectNode told = JSON.createObjectNode().put("name", name).put("hash", bundle.hash());
    ArrayNode list = told.putArray("files");
    TrainingState.keep(contents, artifacts)
        .forEach((file, address) -> list.addObject().put("name", file).put("artifact", address));
    return told;
  }
}
