package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Results;
import dev.telltale.audit.StagePlan;
import dev.telltale.audit.Workbench;
import dev.telltale.model.ModelSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every image once through every network: the first model's pooled features, and each classifier's
 * answer among the data set's labels. A chunk of images is an artifact of rows of C floats and, per
 * classifier, one of answers as floats, little-endian; NaN for images that cannot be read, and
 * those of which a feature is no number.
 */
final class EncodeStage {
  /** Images that go through a network at once. */
  static final int BATCH = 16;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private EncodeStage() {}

  static StagePlan plan(AuditSubject subject, int chunk) {
    return StagePlan.chunks(subject.images().samples().size(), chunk);
  }

  /**
   * Encodes a chunk; tells the addresses of its features and of each model's answers, and the
   * images that cannot be read. What another audit worked out of the same pictures is not worked
   * out again.
   */
  static JsonNode work(JsonNode unit, Workbench bench) {
    return work(unit, 0, true, bench);
  }

  /** The same of another model's features, without answers. */
  static JsonNode features(JsonNode unit, int model, Workbench bench) {
    return work(unit, model, false, bench);
  }

  private static JsonNode work(JsonNode unit, int model, boolean asking, Workbench bench) {
    int from = unit.get("from").intValue();
    int to = unit.get("to").intValue();
    Remembered remembered = Remembered.of(from, to, model, asking, bench);
    ArrayNode unreadable = JSON.arrayNode();
    if (!remembered.complete()) {
      try (Networks networks = new Networks(bench, remembered)) {
        for (int first = from; first < to; first += BATCH) {
          bench.breathe();
          networks.batch(first, Math.min(to, first + BATCH), unreadable);
        }
        networks.keep(unreadable.isEmpty());
      }
    }
    return remembered
        .tell(JSON.objectNode().put("from", from).put("to", to))
        .set("unreadable", unreadable);
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

  /** The networks of a unit, as far as they are asked; classifiers are the workbench's. */
  private static final class Networks implements AutoCloseable {
    private final Workbench bench;
    private final Remembered remembered;
    private final Inputs inputs;
    private final ModelSpec[] specs;
    private final @Nullable FirstNetwork first;
    private final List<float[]> features = new ArrayList<>();
    private final List<List<Float>> answers = new ArrayList<>();

    Networks(Workbench bench, Remembered remembered) {
      this.bench = bench;
      this.remembered = remembered;
      this.inputs = new Inputs(bench.subject());
      this.specs =
          bench.subject().models().stream().map(model -> model.spec()).toArray(ModelSpec[]::new);
      this.first =
          remembered.features() == null ? FirstNetwork.of(bench, remembered.model()) : null;
      for (int m = 0; m < specs.length; m++) {
        answers.add(new ArrayList<>());
      }
    }

    void batch(int from, int to, ArrayNode unreadable) {
      float[][] pixels = new float[specs.length][];
      for (int m = 0; m < specs.length; m++) {
        pixels[m] = new float[BATCH * 3 * specs[m].height() * specs[m].width()];
      }
      @Nullable String[] faults = new String[to - from];
      for (int place = from; place < to; place++) {
        faults[place - from] = inputs.read(place, specs, pixels, place - from);
      }
      int[] own = null;
      if (first != null) {
        // What both are wanted of goes through once.
        FirstNetwork.Pass pass =
            first.pass(pixels[remembered.model()], remembered.wanted(remembered.model()));
        own = pass.answers();
        float[] pooled = pass.pooled(); // [B·C]
        int channels = pooled.length / BATCH;
        for (int i = 0; i < faults.length; i++) {
          float[] row = Arrays.copyOfRange(pooled, i * channels, (i + 1) * channels);
          if (faults[i] == null && !finite(row)) {
            faults[i] = "the network gives no number for it";
          }
          if (faults[i] != null) {
            Arrays.fill(row, Float.NaN);
          }
          features.add(row);
        }
      }
      for (int i = 0; i < faults.length; i++) {
        if (faults[i] != null) {
          unreadable.addObject().put("place", from + i).put("reason", faults[i]);
        }
      }
      for (int m = 0; m < specs.length; m++) {
        if (remembered.wanted(m)) {
          int[] of =
              m == remembered.model() && own != null ? own : LabelAnswers.of(m, pixels[m], bench);
          for (int i = 0; i < faults.length; i++) {
            answers.get(m).add(faults[i] == null ? (float) of[i] : Float.NaN);
          }
        }
      }
    }

    private static boolean finite(float[] row) {
      for (float value : row) {
        if (!Float.isFinite(value)) {
          return false;
        }
      }
      return true;
    }

    /**
     * @param whole whether all pictures could be read: what could not may be there tomorrow
     */
    void keep(boolean whole) {
      if (first != null) {
        remembered.keepFeatures(features, whole);
      }
      for (int m = 0; m < specs.length; m++) {
        if (remembered.wanted(m)) {
          remembered.keepAnswers(m, answers.get(m), whole);
        }
      }
    }

    @Override
    public void close() {
      if (first != null) {
        first.close();
      }
    }
  }
}
