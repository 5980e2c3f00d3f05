package dev.telltale.model;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A model bundle: a directory with {@code model.json} and TorchScript files, the unit that a user
 * brings.
 *
 * @param directory where it lies
 * @param spec what it says of itself
 * @param hash identity of its contents: the first 16 hex digits of a SHA-256 over the names and
 *     bytes of the files that decide what it computes
 */
public record ModelBundle(Path directory, ModelSpec spec, String hash) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> FILES =
      List.of(
          "model.json",
          "features.pt",
          "head.pt",
          "head.json",
          "encoder.pt",
          "decoder.pt",
          "inpaint.pt",
          "segment.pt",
          "guided.pt");

  /**
   * Reads a bundle's description and checks that the files of its kind are there. The networks
   * themselves are not loaded: {@link Classifier#load} and {@link ModelCheck} do that.
   *
   * @throws BundleException naming the file and what is wrong with it
   */
  public static ModelBundle read(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new BundleException(directory + ": no such directory; a model bundle is a directory");
    }
    Path json = directory.resolve("model.json");
    if (!Files.isRegularFile(json)) {
      throw new BundleException(
          json + ": missing; a bundle needs model.json, and a classifier features.pt and head.pt");
    }
    ModelSpec spec;
    try {
      JsonNode node = JSON.readTree(json.toFile());
      List<String> faults =
          Schema.INSTANCE.validate(node).stream()
              .map(ValidationMessage::getMessage)
              .sorted()
              .toList();
      if (!faults.isEmpty()) {
        throw new BundleException(
            json + ": " + faults.stream().limit(3).collect(Collectors.joining("; ")));
      }
      spec = JSON.treeToValue(node, ModelSpec.class);
    } catch (JacksonException e) {
      throw new BundleException(json + ": not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new BundleException(json + ": cannot be read: " + e.getMessage(), e);
    }
    if (spec.guided() != null && spec.kind() != ModelSpec.Kind.CLASSIFIER) {
      throw new BundleException(json + ": guided goes with a classifier; this is " + spec.kind());
    }
    for (String needed : needed(spec)) {
      if (!Files.isRegularFile(directory.resolve(needed))) {
        throw new BundleException(
            directory.resolve(needed)
                + (needed.equals("guided.pt")
                    ? ": missing, although model.json tells of it"
                    : ": missing; " + spec.kind() + " needs it"));
      }
    }
    return new ModelBundle(directory, spec, hashOf(directory));
  }

  /** The linear last layer, when the bundle carries {@code head.json}. */
  public Optional<LinearHead> linearHead() {
    Path file = directory.resolve("head.json");
    return Files.isRegularFile(file) ? Optional.of(LinearHead.read(file)) : Optional.empty();
  }

  private static List<String> needed(ModelSpec spec) {
    return switch (spec.kind()) {
      case CLASSIFIER ->
          spec.guided() == null
              ? List.of("features.pt", "head.pt")
              : List.of("features.pt", "head.pt", "guided.pt");
      case ENCODER -> List.of("features.pt");
      case AUTOENCODER -> List.of("encoder.pt", "decoder.pt");
      case INPAINTER -> List.of("inpaint.pt");
      case SEGMENTER -> List.of("segment.pt");
    };
  }

  private static String hashOf(Path directory) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String name : FILES) {
        Path file = directory.resolve(name);
        if (!Files.isRegularFile(file)) {
          continue;
        }
        digest.update((name + '\0' + Files.size(file) + '\0').getBytes(StandardCharsets.UTF_8));
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
          in.transferTo(OutputStream.nullOutputStream());
        }
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (IOException e) {
      throw new BundleException(directory + ": cannot be read: " + e.getMessage(), e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /** Loaded on first use: reading a schema takes longer than starting a small command. */
  private static final class Schema {
    static final JsonSchema INSTANCE = load();

    private static JsonSchema load() {
      try (InputStream in = ModelBundle.class.getResourceAsStream("/schemas/model.schema.json")) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
