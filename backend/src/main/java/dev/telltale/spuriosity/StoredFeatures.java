package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.arrays.NpyFile;
import dev.telltale.arrays.NpyType;
import dev.telltale.arrays.NpyWriter;
import dev.telltale.audit.Artifacts;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.AuditedImages;
import dev.telltale.audit.Workbench;
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
 * The features and answers of an audit's images, put together once for all units of a worker. The
 * features are memory-mapped: they take no heap, and the system's memory only as long as there is
 * room. Their file has no name any more, so that its space comes back with the last use, however a
 * process ends. Thread-safe.
 */
final class StoredFeatures {
  private final NpyFile rows;
  private final int channels;

  /** Class of each image; −1 for those that have none, or could not be read. */
  private final int[] labels;

  private final int[][] answers;

  /**
   * @param images with their hash, which tells their labels too
   */
  private record Key(AuditedImages images, int models, JsonNode encoded) {}

  /**
   * Those of an audit, from the worker's shelf.
   *
   * @param encoded outcome of that stage
   */
  static StoredFeatures of(JsonNode encoded, Workbench bench) {
    AuditSubject subject = bench.subject();
    int models = subject.models().size();
    long heap = (1L + models) * Integer.BYTES * subject.images().samples().size();
    return bench.kept(
        new Key(subject.spec().images(), models, encoded),
        heap,
        () -> new StoredFeatures(subject, encoded, bench.artifacts()));
  }

  private StoredFeatures(AuditSubject subject, JsonNode encoded, Artifacts artifacts) {
    int images = subject.images().samples().size();
    int models = subject.models().size();
    this.labels = new int[images];
    this.answers = new int[models][images];
    Arrays.fill(labels, -1);
    JsonNode chunks = encoded.get("chunks");
    this.channels = chunks.isEmpty() ? 0 : chunks.get(0).get("channels").intValue();
    try {
      Path file = artifacts.scratch();
      try {
        write(file, subject, chunks, artifacts);
        this.rows = NpyFile.open(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("features cannot be read back: " + e.getMessage(), e);
    }
  }

  private void write(Path file, AuditSubject subject, JsonNode chunks, Artifacts artifacts)
      throws IOException {
    try (NpyWriter writer = NpyWriter.create(file, NpyType.F4, labels.length, channels)) {
      byte[] none = new byte[channels * Float.BYTES];
      for (JsonNode chunk : chunks) {
        while (writer.rows() < chunk.get("from").intValue()) {
          writer.append(ByteBuffer.wrap(none)); // of a unit that was set aside
        }
        take(subject, chunk, artifacts, writer);
      }
      while (writer.rows() < labels.length && channels > 0) {
        writer.append(ByteBuffer.wrap(none));
      }
    }
  }

  private void take(AuditSubject subject, JsonNode chunk, Artifacts artifacts, NpyWriter writer)
      throws IOException {
    int from = chunk.get("from").intValue();
    ByteBuffer rows = floats(chunk.get("features"), artifacts);
    for (int place = from; place < chunk.get("to").intValue(); place++) {
      int at = (place - from) * channels * Float.BYTES;
      writer.append(rows.slice(at, channels * Float.BYTES));
      if (!Float.isNaN(rows.getFloat(at))) {
        String label = subject.images().samples().label(place);
        labels[place] = label == null ? -1 : subject.images().classes().indexOf(label);
      }
    }
    for (int m = 0; m < answers.length; m++) {
      JsonNode address = chunk.get("answers").get(m);
      ByteBuffer given = address.isNull() ? null : floats(address, artifacts);
      for (int place = from; place < chunk.get("to").intValue(); place++) {
        answers[m][place] = given == null ? -1 : (int) given.getFloat((place - from) * Float.BYTES);
      }
    }
  }

  private static ByteBuffer floats(JsonNode address, Artifacts artifacts) throws IOException {
    return ByteBuffer.wrap(artifacts.read(address.textValue())).order(ByteOrder.LITTLE_ENDIAN);
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

      @Override
      public float feature(int example, int channel) {
        return rows.number(places[example], channel);
      }
    };
  }
}
