package dev.telltale.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.telltale.dataset.Column;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Task;
import dev.telltale.train.Objective.Attributes;
import dev.telltale.train.Objective.Weighting;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** See {@link Objective.Attributes}. */
final class SigmoidLesson extends Lesson {
  private final List<Question> questions;

  private SigmoidLesson(List<Question> questions, Answers learning, @Nullable Answers stopping) {
    super(learning, stopping);
    this.questions = questions;
  }

  static SigmoidLesson of(Attributes objective, TrainingData data) {
    List<Question> questions = new ArrayList<>();
    for (String name : objective.names()) {
      Question question = Question.of(Task.column(data.learning().dataSet(), name));
      if (question.values().size() != 2) {
        throw new TrainingException(
            "%s has %d values; an attribute has two: take it as --target, or ask for one value such as age>=40"
                .formatted(name, question.values().size()));
      }
      questions.add(question);
    }
    Answers learning = answers(questions, objective.names(), data.learning());
    double[][] weights =
        objective.weighting().by() == Weighting.By.CLASS ? inverse(questions, learning) : null;
    TrainingImages watched = data.stopping();
    return new SigmoidLesson(
        questions,
        weighted(learning, weights),
        watched == null ? null : weighted(answers(questions, objective.names(), watched), weights));
  }

  private static Answers answers(
      List<Question> questions, List<String> names, TrainingImages part) {
    DataSet dataSet = part.dataSet();
    List<int[]> codes = new ArrayList<>();
    for (int k = 0; k < names.size(); k++) {
      codes.add(questions.get(k).answers(part, Task.column(dataSet, names.get(k))));
    }
    return Answers.of(part, codes);
  }

  /** n / (2 · n of the answer), for no and yes of each attribute. */
  private static double[][] inverse(List<Question> questions, Answers learning) {
    double[][] weights = new double[questions.size()][2];
    for (int k = 0; k < weights.length; k++) {
      int[] images = new int[2];
      for (int place = 0; place < learning.part().size(); place++) {
        int code = learning.codes()[k][place];
        if (code != Column.UNKNOWN && learning.part().isReadable(place)) {
          images[code]++;
        }
      }
      for (int code = 0; code < 2; code++) {
        if (images[code] == 0) {
          throw new TrainingException(
              "%s: no image has %s %s, so it cannot be weighted; leave --weights out, or choose other images"
                  .formatted(
                      learning.part().dataSet().name(),
                      questions.get(k).name(),
                      questions.get(k).values().get(code)));
        }
        weights[k][code] = (images[0] + images[1]) / 2.0 / images[code];
      }
    }
    return weights;
  }

  private static Answers weighted(Answers answers, double @Nullable [][] weights) {
    for (int k = 0; weights != null && k < weights.length; k++) {
      for (int place = 0; place < answers.part().size(); place++) {
        int code = answers.codes()[k][place];
        answers.weights()[k][place] = code == Column.UNKNOWN ? 0 : (float) weights[k][code];
      }
    }
    return answers;
  }

  @Override
  int outputs() {
    return questions.size();
  }

  /** What a logit above 0 says: the attribute's name, or its second value. */
  @Override
  List<String> names() {
    return questions.stream()
        .map(
            question ->
                question.values().equals(Column.NO_YES)
                    ? question.name()
                    : question.values().get(1))
        .toList();
  }

  @Override
  List<Question> questions() {
    return questions;
  }

  @Override
  int terms() {
    return 1;
  }

  @Override
  List<Term> terms(NDArray output, NDArray images, Answers answers, int[] places) {
    int count = questions.size();
    float[] targets = new float[places.length * count];
    float[] weights = new float[targets.length];
    float[] logits = output.toFloatArray(); // [B,K]
    int[] right = new int[count];
    int[] answered = new int[count];
    double weight = 0;
    for (int i = 0; i < targets.length; i++) {
      int k = i % count;
      int code = answers.codes()[k][places[i / count]];
      targets[i] = code == 1 ? 1 : 0;
      weights[i] = answers.weights()[k][places[i / count]];
      weight += weights[i];
      if (code != Column.UNKNOWN) {
        answered[k]++;
        right[k] += (logits[i] > 0) == (code == 1) ? 1 : 0;
      }
    }
    Shape shape = output.getShape();
    NDArray mean =
        Loss.binaryCrossEntropy(
            output,
            output.getManager().create(targets, shape),
            output.getManager().create(weights, shape));
    return List.of(new Term(mean, weight, right, answered));
  }
}
