package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.arrays.NpyFile;
import dev.telltale.arrays.NpyType;
import dev.telltale.arrays.NpyWriter;
import dev.telltale.audit.Artifacts;
import dev.telltale.audit.AuditSubject;
import dev.telltale.features.head.Examples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The features and answers of an audit's images, memory-mapped from a file of the worker's own that
 * is gone when this is closed.
 */
final class StoredFeatures implements AutoCloseable {
  private final Path file;
  private final NpyFile rows;
  private final int channels;

  /** Class of each image; −1 for those that have none, or could not be read. */
  private final int[] labels;

  private final int[][] answers;

  StoredFeatures(AuditSubject subject, JsonNode encoded, Artifacts artifacts) {
    this(subject, encoded, artifacts, subject.models().size());
  }

  /**
   * Reads what a stage encoded.
   *
   * @param models whose answers stand beside the features
   */
  StoredFeatures(AuditSubject subject, JsonNode encoded, Artifacts artifacts, int models) {
    int images = subject.images().samples().size();
    this.labels = new int[images];
    this.answers = new int[models][images];
    Arrays.fill(labels, -1);
    JsonNode chunks = encoded.get("chunks");
    this.channels = chunks.isEmpty() ? 0 : chunks.get(0).get("channels").intValue();
    try {
      this.file = Files.createTempFile("telltale-features", ".npy");
      try (NpyWriter writer = NpyWriter.create(file, NpyType.F4, images, channels)) {
        byte[] none = new byte[channels * Float.BYTES];
        for (JsonNode chunk : chunks) {
          while (writer.rows() < chunk.get("from").intValue()) {
            writer.append(ByteBuffer.wrap(none)); // of a unit that was set aside
          }
          take(subject, chunk, artifacts.read(chunk.get("rows").textValue()), writer);
        }
        while (writer.rows() < images && channels > 0) {
          writer.append(ByteBuffer.wrap(none));
        }
      }
      this.rows = NpyFile.open(file);
    } catch (IOException e) {
      throw new UncheckedIOException("features cannot be read back: " + e.getMessage(), e);
    }
  }

  private void take(AuditSubject subject, JsonNode chunk, byte[] bytes, NpyWriter writer)
      throws IOException {
    ByteBuffer floats = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int length = channels + answers.length;
    for (int place = chunk.get("from").intValue(); place < chunk.get("to").intValue(); place++) {
      int at = (place - chunk.get("from").intValue()) * length * Float.BYTES;
      writer.append(floats.slice(at, channels * Float.BYTES));
      if (!Float.isNaN(floats.getFloat(at))) {
        String label = subject.images().samples().label(place);
        labels[place] = label == null ? -1 : subject.images().classes().indexOf(label);
      }
      for (int m = 0; m < answers.length; m++) {
        answers[m][place] = (int) floats.getFloat(at + (channels + m) * Float.BYTES);
      }
    }
  }

  /** The images that were read and have a label. */
  int[] usable() {
    return IntStream.range(0, labels.length).filter(place -> labels[place] >= 0).toArray();
  }

  int channels() {
    return channels;
  }

  int label(int place) {
    return labels[place];
  }

  /** A model's answers to some images; −1 from an encoder. */
  int[] answers(int model, int[] places) {
    return IntStream.of(places).map(place -> answers[model][place]).toArray();
  }

  /** Some of the images as examples. */
  Examples at(int[] places) {
    return new Examples() {
      @Override
      public int size() {
        return places.length;
      }

      @Override
      public int channels() {
        return channels;
      }

      @Override
      public int label(int example) {
        return labels[places[example]];
      }

      @Override
      public void features(int example, float[] into, int at) {
        rows.floats(places[example], into, at);
      }
    };
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
