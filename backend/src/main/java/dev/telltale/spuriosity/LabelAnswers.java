package dev.telltale.spuriosity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Workbench;
import dev.telltale.dataset.ClassMap;
import dev.telltale.model.Classifier;
import dev.telltale.model.ModelSpec;
import java.nio.FloatBuffer;
import java.util.List;

/** What a classifier of the audit says of images, among the data set's labels. */
final class LabelAnswers {
  private LabelAnswers() {}

  /**
   * The label whose classes have the largest logit.
   *
   * @param model its place in the spec
   * @param pixels {@link EncodeStage#BATCH} images as it takes them, [B·3·H·W]
   * @return [B]; −1 where no logit is a number
   */
  static int[] of(int model, float[] pixels, Workbench bench) {
    Classifier classifier = bench.classifier(model);
    ModelSpec spec = bench.subject().models().get(model).spec();
    classifier.warmUp(EncodeStage.BATCH, spec.height(), spec.width());
    try (NDManager scope = classifier.newScope()) {
      Shape shape = new Shape(EncodeStage.BATCH, 3, spec.height(), spec.width());
      NDArray images = scope.create(FloatBuffer.wrap(pixels), shape);
      float[] logits = classifier.logits(classifier.features(images)).toFloatArray(); // [B,K]
      return of(model, logits, bench.subject());
    }
  }

  /**
   * The same of its logits.
   *
   * @param logits [B·K]
   */
  static int[] of(int model, float[] logits, AuditSubject subject) {
    ClassMap map = subject.classMaps().get(model);
    List<String> labels = subject.images().classes();
    int classes = logits.length / EncodeStage.BATCH;
    int[] answers = new int[EncodeStage.BATCH];
    for (int i = 0; i < answers.length; i++) {
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
}
