package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.ReadyPictures;
import dev.telltale.audit.Results;
import dev.telltale.audit.StagePlan;
import dev.telltale.audit.Workbench;
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
    return work(unit, 0, true, ReadyPictures.BYTES, bench);
  }

  /** The same of another model's features, without answers. */
  static JsonNode features(JsonNode unit, int model, Workbench bench) {
    return work(unit, model, false, ReadyPictures.BYTES, bench);
  }

  /** The same whatever the bytes. */
  static JsonNode work(JsonNode unit, int model, boolean asking, long bytes, Workbench bench) {
    int from = unit.get("from").intValue();
    int to = unit.get("to").intValue();
    Remembered remembered = Remembered.of(from, to, model, asking, bench);
    ArrayNode unreadable = JSON.arrayNode();
    if (!remembered.complete()) {
      try (Networks networks = new Networks(bench, remembered)) {
        int some = ReadyPictures.atOnce(bench.subject(), BATCH, bytes);
        for (int first = from; first < to; first += some) {
          int end = Math.min(to, first + some);
          networks.ask(
              new ReadyPictures(bench.subject(), first, end, BATCH, bench::breathe),
              first,
              unreadable);
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
    private final @Nullable FirstNetwork first;
    private final List<float[]> features = new ArrayList<>();
    private final List<List<Float>> answers = new ArrayList<>();

    Networks(Workbench bench, Remembered remembered) {
      this.bench = bench;
      this.remembered = remembered;
      this.first =
          remembered.features() == null ? FirstNetwork.of(bench, remembered.model()) : null;
      bench.subject().models().forEach(model -> answers.add(new ArrayList<>()));
    }

    /**
     * @param from place of the first picture
     */
    void ask(ReadyPictures pictures, int from, ArrayNode unreadable) {
      @Nullable String[] faults = new String[pictures.size()];
      Arrays.setAll(faults, pictures::fault);
      int[] own = first == null ? null : encode(first, pictures, faults);
      for (int i = 0; i < faults.length; i++) {
        if (faults[i] != null) {
          unreadable.addObject().put("place", from + i).put("reason", faults[i]);
        }
      }
      for (int m = 0; m < answers.size(); m++) {
        if (remembered.wanted(m)) {
          int[] of = m == remembered.model() && own != null ? own : answers(m, pictures);
          for (int i = 0; i < faults.length; i++) {
            answers.get(m).add(faults[i] == null ? (float) of[i] : Float.NaN);
          }
        }
      }
    }

    /**
     * Takes the features and, where they are wanted of the same model, gives its answers.
     *
     * @param faults takes those that the network finds
     */
    private int @Nullable [] encode(
        FirstNetwork network, ReadyPictures pictures, @Nullable String[] faults) {
      boolean asking = remembered.wanted(remembered.model());
      int[] own = asking ? new int[faults.length] : null;
      for (int from = 0; from < faults.length; from += BATCH) {
        bench.breathe();
        // What both are wanted of goes through once.
        FirstNetwork.Pass pass = network.pass(pictures.batch(remembered.model(), from), asking);
        float[] pooled = pass.pooled(); // [B·C]
        int channels = pooled.length / BATCH;
        int count = Math.min(BATCH, faults.length - from);
        for (int i = 0; i < count; i++) {
          float[] row = Arrays.copyOfRange(pooled, i * channels, (i + 1) * channels);
          if (faults[from + i] == null && !finite(row)) {
            faults[from + i] = "the network gives no number for it";
          }
          if (faults[from + i] != null) {
            Arrays.fill(row, Float.NaN);
          }
          features.add(row);
        }
        if (own != null && pass.answers() != null) {
          System.arraycopy(pass.answers(), 0, own, from, count);
        }
      }
      return own;
    }

    private int[] answers(int model, ReadyPictures pictures) {
      int[] all = new int[pictures.size()];
      for (int from = 0; from < all.length; from += BATCH) {
        bench.breathe();
        int[] some = LabelAnswers.of(model, pictures.batch(model, from), bench);
        System.arraycopy(some, 0, all, from, Math.min(BATCH, all.length - from));
      }
      return all;
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
      for (int m = 0; m < answers.size(); m++) {
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
