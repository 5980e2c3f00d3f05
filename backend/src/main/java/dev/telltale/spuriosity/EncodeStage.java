package dev.telltale.spuriosity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Results;
import dev.telltale.audit.StagePlan;
import dev.telltale.audit.Workbench;
import dev.telltale.dataset.ClassMap;
import dev.telltale.model.Classifier;
import dev.telltale.model.Encoder;
import dev.telltale.model.ModelBundle;
import dev.telltale.model.ModelSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every image once through every network: the first model's pooled features, and each classifier's
 * answer among the data set's labels. A chunk of images is an artifact: rows of C floats and, per
 * model, an answer as a float, little-endian; NaN rows for images that cannot be read.
 */
final class EncodeStage {
  /** Images that go through a network at once. */
  static final int BATCH = 16;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private EncodeStage() {}

  static StagePlan plan(AuditSubject subject, int chunk) {
    List<JsonNode> chunks = new ArrayList<>();
    int images = subject.images().samples().size();
    for (int from = 0; from < images; from += chunk) {
      chunks.add(JSON.objectNode().put("from", from).put("to", Math.min(images, from + chunk)));
    }
    return StagePlan.parallel(chunks);
  }

  /** Encodes a chunk; tells its address and the images that cannot be read. */
  static JsonNode work(JsonNode unit, Workbench bench) {
    return work(unit, new Networks(bench), bench);
  }

  /** The same of another model's features, without answers. */
  static JsonNode features(JsonNode unit, int model, Workbench bench) {
    return work(unit, new Networks(bench, model), bench);
  }

  private static JsonNode work(JsonNode unit, Networks encoding, Workbench bench) {
    int from = unit.get("from").intValue();
    int to = unit.get("to").intValue();
    ObjectNode result = JSON.objectNode().put("from", from).put("to", to);
    ArrayNode unreadable = result.putArray("unreadable");
    List<float[]> rows = new ArrayList<>();
    int answered = encoding.answered();
    try (Networks networks = encoding) {
      for (int first = from; first < to; first += BATCH) {
        bench.breathe();
        rows.addAll(networks.batch(first, Math.min(to, first + BATCH), unreadable));
      }
    }
    int length = rows.get(0).length;
    ByteBuffer bytes =
        ByteBuffer.allocate(rows.size() * length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    FloatBuffer floats = bytes.asFloatBuffer();
    rows.forEach(floats::put);
    try {
      result.put("rows", bench.artifacts().write(bytes.array()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return result.put("channels", length - answered);
  }

  /** The chunks in order. */
  static JsonNode fold(Results results) {
    ObjectNode all = JSON.objectNode();
    ArrayNode chunks = all.putArray("chunks");
    try (Stream<Results.Result> units = results.stream()) {
      units.forEach(unit -> chunks.add(unit.value()));
    }
    return all;
  }

  /** The networks of a unit; classifiers are the workbench's. */
  private static final class Networks implements AutoCloseable {
    private final Workbench bench;
    private final Inputs inputs;
    private final ModelSpec[] specs;
    private final FirstNetwork first;
    private final boolean answers;

    /** The first model's features, and the answers of all. */
    Networks(Workbench bench) {
      this.bench = bench;
      this.inputs = new Inputs(bench.subject());
      this.specs =
          bench.subject().models().stream().map(model -> model.spec()).toArray(ModelSpec[]::new);
      this.first = FirstNetwork.of(bench);
      this.answers = true;
    }

    /** The features of one model. */
    Networks(Workbench bench, int model) {
      this.bench = bench;
      this.inputs = new Inputs(bench.subject());
      this.first = FirstNetwork.of(bench, model);
      this.specs = new ModelSpec[] {first.spec()};
      this.answers = false;
    }

    int answered() {
      return answers ? specs.length : 0;
    }

    /** [to − from][C + models]. */
    List<float[]> batch(int from, int to, ArrayNode unreadable) {
      float[][] pixels = new float[specs.length][];
      for (int m = 0; m < specs.length; m++) {
        pixels[m] = new float[BATCH * 3 * specs[m].height() * specs[m].width()];
      }
      boolean[] read = new boolean[to - from];
      for (int place = from; place < to; place++) {
        String fault = inputs.read(place, specs, pixels, place - from);
        read[place - from] = fault == null;
        if (fault != null) {
          unreadable.addObject().put("place", place).put("reason", fault);
        }
      }
      float[] pooled = first.pooled(pixels[0], BATCH); // [B·C]
      int channels = pooled.length / BATCH;
      List<float[]> rows = new ArrayList<>();
      float[][] said = new float[answered()][];
      for (int m = 0; m < said.length; m++) {
        said[m] = specs[m].kind() == ModelSpec.Kind.CLASSIFIER ? answers(m, pixels[m]) : null;
      }
      for (int i = 0; i < read.length; i++) {
        float[] row = new float[channels + said.length];
        System.arraycopy(pooled, i * channels, row, 0, channels);
        for (int m = 0; m < said.length; m++) {
          row[channels + m] = said[m] == null ? -1 : said[m][i];
        }
        if (!read[i]) {
          Arrays.fill(row, Float.NaN);
        }
        rows.add(row);
      }
      return rows;
    }

    /** The label whose classes have the largest logit, [B]. */
    private float[] answers(int model, float[] pixels) {
      Classifier classifier = bench.classifier(model);
      ModelSpec spec = specs[model];
      classifier.warmUp(BATCH, spec.height(), spec.width());
      float[] logits;
      try (NDManager scope = classifier.newScope()) {
        NDArray images =
            scope.create(
                FloatBuffer.wrap(pixels), new Shape(BATCH, 3, spec.height(), spec.width()));
        logits = classifier.logits(classifier.features(images)).toFloatArray(); // [B,K]
      }
      ClassMap map = bench.subject().classMaps().get(model);
      List<String> labels = bench.subject().images().classes();
      int classes = logits.length / BATCH;
      float[] answers = new float[BATCH];
      for (int i = 0; i < BATCH; i++) {
        float most = Float.NEGATIVE_INFINITY;
        answers[i] = -1;
        for (int label = 0; label < labels.size(); label++) {
          for (int k : map.indicesFor(labels.get(label))) {
            if (logits[i * classes + k] > most) {
              most = logits[i * classes + k];
              answers[i] = label;
            }
          }
        }
      }
      return answers;
    }

    @Override
    public void close() {
      first.close();
    }
  }

  /** The features of the first model, or another, whether it is an encoder or a classifier. */
  record FirstNetwork(Encoder encoder, ModelSpec spec) implements AutoCloseable {
    /** libtorch runs a network as it is while it watches it, then optimises: other last bits. */
    private static final int WARM_UP_RUNS = 3;

    static FirstNetwork of(Workbench bench) {
      return of(bench, 0);
    }

    static FirstNetwork of(Workbench bench, int model) {
      ModelBundle bundle = bench.subject().models().get(model);
      FirstNetwork first = new FirstNetwork(Encoder.load(bundle, bench.device()), bundle.spec());
      int size = 3 * first.spec.height() * first.spec.width();
      for (int i = 0; i < WARM_UP_RUNS; i++) {
        first.pooled(new float[BATCH * size], BATCH);
      }
      return first;
    }

    /** r of a batch, [B·C]. */
    float[] pooled(float[] pixels, int batch) {
      try (NDManager scope = encoder.newScope()) {
        Shape shape = new Shape(batch, 3, spec.height(), spec.width());
        return encoder.pooled(scope.create(FloatBuffer.wrap(pixels), shape)).toFloatArray();
      }
    }

    @Override
    public void close() {
      encoder.close();
    }
  }
}
