package dev.telltale.features;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.telltale.files.Durable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What {@code features.json} says: whose features these are, and how far they are written. Schema:
 * {@code schemas/features.schema.json}.
 *
 * @param version of this format; {@value #VERSION}
 * @param bundle the model whose features they are
 * @param dataset the images, in the order of the rows
 * @param channels features of an image, C
 * @param batch images that go through the network at once; the last bits of a feature depend on it
 * @param rowsPerShard rows of every shard but the last, a multiple of {@code batch}
 * @param encoded rows that are surely in the files; all of them when the features are complete
 * @param shards those that are finished, in order
 * @param unreadable images whose rows are NaN, in order
 */
record FeatureManifest(
    int version,
    Bundle bundle,
    Images dataset,
    int channels,
    int batch,
    int rowsPerShard,
    int encoded,
    List<Shard> shards,
    List<Unreadable> unreadable) {
  static final int VERSION = 1;
  static final String FILE = "features.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A model bundle by name and {@link dev.telltale.model.ModelBundle#hash hash}. */
  record Bundle(String name, String hash) {}

  /**
   * The images.
   *
   * @param name of the data set
   * @param images how many
   * @param idsSha256 of {@code ids.txt}
   * @param labelsSha256 of {@code labels.npy}
   * @param splitsSha256 of {@code splits.npy}
   * @param classes names; {@code labels.npy} counts in them
   * @param splits names; {@code splits.npy} counts in them
   */
  record Images(
      String name,
      int images,
      String idsSha256,
      String labelsSha256,
      String splitsSha256,
      List<String> classes,
      List<String> splits) {}

  /** A finished file of rows. */
  record Shard(String file, int rows, String sha256) {}

  /** An image that could not be read, and why. */
  record Unreadable(int row, String id, String reason) {}

  boolean complete() {
    return encoded == dataset.images();
  }

  /**
   * Reads a directory's manifest.
   *
   * @throws FeaturesException when there is none, it is no manifest, or contradicts itself
   */
  static FeatureManifest read(Path directory) {
    Path file = directory.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new FeaturesException(
          file + ": missing; telltale encode makes a directory of features");
    }
    try {
      JsonNode node = JSON.readTree(file.toFile());
      String faults =
          Schema.INSTANCE.validate(node).stream()
              .map(ValidationMessage::getMessage)
              .sorted()
              .limit(3)
              .collect(Collectors.joining("; "));
      if (!faults.isEmpty()) {
        throw new FeaturesException(file + ": " + faults);
      }
      FeatureManifest manifest = JSON.treeToValue(node, FeatureManifest.class);
      if (!manifest.agrees()) {
        throw FeatureFiles.damaged(directory, file + ": its shards do not fit its rows");
      }
      return manifest;
    } catch (JacksonException e) {
      throw new FeaturesException(file + ": not a manifest: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new FeaturesException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Name of the shard of a number, from 0. */
  static String shardFile(int number) {
    return "features-%05d.npy".formatted(number);
  }

  /** Whether the shards that are finished are as many and as long as the rows say. */
  private boolean agrees() {
    int images = dataset.images();
    long finished =
        complete() ? (images + rowsPerShard - 1L) / rowsPerShard : encoded / rowsPerShard;
    if (encoded > images || shards.size() != finished) {
      return false;
    }
    for (int i = 0; i < shards.size(); i++) {
      long rows = Math.min(rowsPerShard, images - (long) i * rowsPerShard);
      if (shards.get(i).rows() != rows || !shards.get(i).file().equals(shardFile(i))) {
        return false;
      }
    }
    return unreadable.stream().allMatch(image -> image.row() < encoded);
  }

  /** Replaces a directory's manifest at once: whoever reads sees the old one or this. */
  void write(Path directory) throws IOException {
    Durable.write(
        directory.resolve(FILE), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
  }

  /** Loaded on first use: reading a schema takes longer than starting a small command. */
  private static final class Schema {
    static final JsonSchema INSTANCE = load();

    private static JsonSchema load() {
      try (InputStream in =
          FeatureManifest.class.getResourceAsStream("/schemas/features.schema.json")) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
