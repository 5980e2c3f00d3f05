package dev.telltale.groups;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Workbench;
import dev.telltale.dataset.AllowedRoots;
import dev.telltale.dataset.ClassMap;
import dev.telltale.dataset.Sample;
import dev.telltale.dataset.check.PictureReader;
import dev.telltale.dataset.check.Unusable;
import dev.telltale.image.ModelInput;
import dev.telltale.image.Pictures;
import dev.telltale.image.RgbImage;
import dev.telltale.image.Room;
import dev.telltale.model.Classifier;
import dev.telltale.model.ModelSpec;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks every model about a unit's images: batches of one fixed size, padded with zeros, so that an
 * image's answer does not depend on those beside it. A picture that cannot be read is listed.
 */
final class Scorer {
  /** Images that go through a network at once. */
  static final int BATCH = 16;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Workbench bench;
  private final AuditSubject subject;
  private final PictureReader reader;

  Scorer(Workbench bench) {
    this.bench = bench;
    this.subject = bench.subject();
    this.reader =
        new PictureReader(
            subject.images().root(), new AllowedRoots(List.of()), Pictures.DEFAULT_MAX_PIXELS);
  }

  /**
   * Scores images.
   *
   * @param from place of the first
   * @param to place after the last
   * @return {@code from}, {@code to}, the {@code unreadable} ones, and for each of the {@code
   *     models} arrays over the images, null where there is nothing
   */
  JsonNode score(int from, int to) {
    ObjectNode result = JSON.objectNode().put("from", from).put("to", to);
    ArrayNode unreadable = result.putArray("unreadable");
    ArrayNode models = result.putArray("models");
    for (int model = 0; model < subject.models().size(); model++) {
      ObjectNode answers = models.addObject();
      ScoreTable.FIELDS.forEach(answers::putArray);
    }
    for (int first = from; first < to; first += BATCH) {
      bench.breathe();
      batch(first, Math.min(to, first + BATCH), unreadable, models);
    }
    return result;
  }

  private void batch(int from, int to, ArrayNode unreadable, ArrayNode results) {
    List<FloatBuffer> inputs = new ArrayList<>();
    for (int model = 0; model < subject.models().size(); model++) {
      ModelSpec spec = subject.models().get(model).spec();
      inputs.add(FloatBuffer.allocate(BATCH * 3 * spec.height() * spec.width()));
    }
    boolean[] read = new boolean[to - from];
    for (int place = from; place < to; place++) {
      Sample sample = subject.images().samples().get(place);
      String fault = read(sample, place - from, inputs);
      read[place - from] = fault == null;
      if (fault != null) {
        unreadable.addObject().put("place", place).put("reason", fault);
      }
    }
    for (int model = 0; model < subject.models().size(); model++) {
      float[][] logits = logits(model, inputs.get(model));
      ObjectNode into = (ObjectNode) results.get(model);
      for (int place = from; place < to; place++) {
        ScoreTable.add(
            into, read[place - from] ? answer(model, place, logits[place - from]) : null);
      }
    }
  }

  private Answer answer(int model, int place, float[] logits) {
    ClassMap map = subject.classMaps().get(model);
    String label = subject.images().samples().label(place);
    if (map.attribute().isPresent()) {
      int truth = label == null ? -1 : label.equals(map.answer(true)) ? 1 : 0;
      return Answer.ofAttribute(logits[map.attribute().getAsInt()], truth);
    }
    return Answer.ofClasses(
        logits,
        label == null ? Set.of() : map.indicesFor(label),
        subject.models().get(model).spec().activation());
  }

  private float[][] logits(int model, FloatBuffer input) {
    ModelSpec spec = subject.models().get(model).spec();
    Classifier classifier = bench.classifier(model);
    classifier.warmUp(BATCH, spec.height(), spec.width());
    try (NDManager scope = classifier.newScope()) {
      NDArray images =
          scope.create(input, new Shape(BATCH, 3, spec.height(), spec.width())); // [B,3,H,W]
      float[] all = classifier.logits(classifier.features(images)).toFloatArray(); // [B,K]
      int classes = all.length / BATCH;
      float[][] rows = new float[BATCH][classes];
      for (int i = 0; i < BATCH; i++) {
        System.arraycopy(all, i * classes, rows[i], 0, classes);
      }
      return rows;
    }
  }

  /** Reads one picture into every model's batch; null when it went well, else what is wrong. */
  private @Nullable String read(Sample sample, int row, List<FloatBuffer> inputs) {
    try (Room room = new Room(0)) {
      RgbImage picture = reader.decode(reader.bytes(sample.image()), room);
      for (int model = 0; model < inputs.size(); model++) {
        ModelSpec spec = subject.models().get(model).spec();
        int size = 3 * spec.height() * spec.width();
        ModelInput.into(
            picture, spec.height(), spec.width(), inputs.get(model).array(), row * size);
      }
      return null;
    } catch (Unusable e) {
      return e.getMessage();
    }
  }
}
