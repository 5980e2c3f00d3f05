package dev.telltale.groups;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.ReadyPictures;
import dev.telltale.audit.Workbench;
import dev.telltale.dataset.ClassMap;
import dev.telltale.model.Classifier;
import dev.telltale.model.ModelSpec;
import java.nio.FloatBuffer;
import java.util.Set;

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

  Scorer(Workbench bench) {
    this.bench = bench;
    this.subject = bench.subject();
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
    int some = ReadyPictures.atOnce(subject, BATCH, ReadyPictures.BYTES);
    for (int first = from; first < to; first += some) {
      int end = Math.min(to, first + some);
      ask(new ReadyPictures(subject, first, end, BATCH, bench::breathe), first, unreadable, models);
    }
    return result;
  }

  private void ask(ReadyPictures pictures, int from, ArrayNode unreadable, ArrayNode results) {
    for (int i = 0; i < pictures.size(); i++) {
      if (pictures.fault(i) != null) {
        unreadable.addObject().put("place", from + i).put("reason", pictures.fault(i));
      }
    }
    for (int model = 0; model < subject.models().size(); model++) {
      ObjectNode into = (ObjectNode) results.get(model);
      for (int first = 0; first < pictures.size(); first += BATCH) {
        bench.breathe();
        float[][] logits = logits(model, FloatBuffer.wrap(pictures.batch(model, first)));
        for (int i = first; i < Math.min(pictures.size(), first + BATCH); i++) {
          boolean read = pictures.fault(i) == null;
          ScoreTable.add(into, read ? answer(model, from + i, logits[i - first]) : null);
        }
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
}
