package dev.telltale.spuriosity;

import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Workbench;
import dev.telltale.features.head.Examples;
import dev.telltale.features.head.Heads;
import dev.telltale.model.ModelSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A model whose accuracy is measured.
 *
 * @param name in the report
 * @param model its place in the spec
 * @param byHead whether the head over the first model's features answers, not a head of its own
 */
record MeasuredModel(String name, int model, boolean byHead) {

  /** All of an audit, in the order of the report. */
  static List<MeasuredModel> of(AuditSubject subject, SpuriosityOptions options) {
    List<MeasuredModel> all = new ArrayList<>();
    String first = subject.spec().models().get(0).name();
    if (options.fitted()) {
      all.add(new MeasuredModel(first + ", head fitted here", 0, true));
    } else if (subject.models().get(0).spec().kind() != ModelSpec.Kind.CLASSIFIER) {
      all.add(new MeasuredModel(first, 0, true));
    }
    for (int m = 0; m < subject.models().size(); m++) {
      if (subject.models().get(m).spec().kind() == ModelSpec.Kind.CLASSIFIER
          && (m > 0 || knows(subject))) {
        all.add(new MeasuredModel(subject.spec().models().get(m).name(), m, false));
      }
    }
    return all;
  }

  /** Whether the first model has a class for every label; beside a fitted head it may not. */
  private static boolean knows(AuditSubject subject) {
    return subject.images().classes().stream()
        .noneMatch(label -> subject.classMaps().get(0).indicesFor(label).isEmpty());
  }

  /** The size of images that it takes. */
  ModelSpec spec(AuditSubject subject) {
    return subject.models().get(model).spec();
  }

  /** What it said of images when they were encoded, compared with their labels. */
  Predictions predictions(Ranked ranked, int[] places, Workbench bench) {
    if (byHead) {
      return Predictions.of(ranked.examples(places), ranked.head(), bench.device());
    }
    int[] labels = Arrays.stream(places).map(ranked.features()::label).toArray();
    return Predictions.of(
        labels,
        ranked.features().answers(model, places),
        bench.subject().images().classes().size());
  }

  /**
   * What it says of other images.
   *
   * @param first the first network
   * @param pixels {@link EncodeStage#BATCH} images as it takes them, [B·3·H·W]
   * @return the label, [B]; −1 for none
   */
  int[] answers(FirstNetwork first, float[] pixels, Ranked ranked, Workbench bench) {
    return byHead
        ? Heads.answers(rows(first.pooled(pixels)), ranked.head(), bench.device())
        : LabelAnswers.of(model, pixels, bench);
  }

  /** r of a batch as examples; their labels, which nobody asks for, are all the first. */
  private static Examples rows(float[] pooled) {
    int channels = pooled.length / EncodeStage.BATCH;
    return new Examples() {
      @Override
      public int size() {
        return EncodeStage.BATCH;
      }

      @Override
      public int channels() {
        return channels;
      }

      @Override
      public int label(int example) {
        return 0;
      }

      @Override
      public void features(int example, float[] into, int at) {
        System.arraycopy(pooled, example * channels, into, at, channels);
      }
    };
  }
}
