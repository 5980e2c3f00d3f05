package dev.telltale.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.telltale.dataset.Column;
import dev.telltale.dataset.Task;
import dev.telltale.train.Objective.Classes;
import dev.telltale.train.Objective.Columns;
import dev.telltale.train.Objective.Weighting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** See {@link Objective.Classes} and {@link Objective.Columns}: one softmax for each column. */
final class SoftmaxLesson extends Lesson {
  private final List<Question> questions;

  private SoftmaxLesson(List<Question> questions, Answers learning, @Nullable Answers stopping) {
    super(learning, stopping);
    this.questions = questions;
    for (int k = 0; k < questions.size(); k++) {
      refuseOneClass(questions.get(k), learning, learning.codes()[k]);
    }
  }

  static SoftmaxLesson classes(Classes objective, TrainingData data) {
    Column label = label(data.learning());
    Question question = Question.of(label);
    Weighting weighting = objective.weighting();
    Cells cells =
        weighting.equals(Weighting.NONE) ? null : new Cells(weighting, data.learning(), label);
    TrainingImages watched = data.stopping();
    return new SoftmaxLesson(
        List.of(question),
        labelled(question, data.learning(), cells),
        watched == null ? null : labelled(question, watched, cells));
  }

  static SoftmaxLesson columns(Columns objective, TrainingData data) {
    List<Question> questions =
        objective.names().stream()
            .map(name -> Question.of(Task.column(data.learning().dataSet(), name)))
            .toList();
    TrainingImages watched = data.stopping();
    return new SoftmaxLesson(
        questions,
        answers(questions, objective.names(), data.learning()),
        watched == null ? null : answers(questions, objective.names(), watched));
  }

  private static Column label(TrainingImages part) {
    return part.dataSet()
        .samples()
        .label()
        .orElseThrow(
            () ->
                new TrainingException(
                    part.dataSet().name() + " has no label of its own; give one with --target"));
  }

  private static Answers labelled(Question question, TrainingImages part, @Nullable Cells cells) {
    Answers answers = Answers.of(part, List.of(question.answers(part, label(part))));
    return cells == null
        ? answers
        : new Answers(part, answers.codes(), new float[][] {cells.weights(part)});
  }

  private static Answers answers(
      List<Question> questions, List<String> names, TrainingImages part) {
    List<int[]> codes = new ArrayList<>();
    for (int k = 0; k < names.size(); k++) {
      codes.add(questions.get(k).answers(part, Task.column(part.dataSet(), names.get(k))));
    }
    return Answers.of(part, codes);
  }

  private static void refuseOneClass(Question question, Answers learning, int[] codes) {
    int[] there =
        Arrays.stream(learning.usable())
            .map(place -> codes[place])
            .filter(code -> code != Column.UNKNOWN)
            .distinct()
            .limit(2)
            .toArray();
    if (there.length < 2) {
      throw new TrainingException(
          "%s: %s of %s, so there is nothing to tell apart"
              .formatted(
                  learning.part().dataSet().name(),
                  there.length == 0
                      ? "no image that can be read has a value"
                      : "every image has " + question.values().get(there[0]),
                  question.name()));
    }
  }

  @Override
  int outputs() {
    return questions.stream().mapToInt(question -> question.values().size()).sum();
  }

  @Override
  List<String> names() {
    return questions.size() == 1 ? questions.get(0).values() : List.of();
  }

  @Override
  List<Question> questions() {
    return questions;
  }

  @Override
  int terms() {
    return questions.size();
  }

  @Override
  List<Term> terms(NDArray output, NDArray images, Answers answers, int[] places) {
    List<Term> terms = new ArrayList<>();
    float[] logits = output.toFloatArray(); // [B,ΣK]
    int width = outputs();
    for (int q = 0, from = 0; q < questions.size(); q++) {
      int values = questions.get(q).values().size();
      NDArray some =
          questions.size() == 1
              ? output
              : output.get(new NDIndex(":, {}:{}", from, from + values)); // [B,K]
      terms.add(term(some, answers, q, places, logits, from, width));
      from += values;
    }
    return terms;
  }

  private Term term(
      NDArray some, Answers answers, int q, int[] places, float[] logits, int from, int width) {
    long[] labels = new long[places.length];
    float[] weights = new float[places.length];
    double weight = 0;
    boolean equal = true;
    int answered = 0;
    int right = 0;
    for (int i = 0; i < places.length; i++) {
      int code = answers.codes()[q][places[i]];
      labels[i] = Math.max(0, code);
      weights[i] = answers.weights()[q][places[i]];
      weight += weights[i];
      equal &= weights[i] == 1;
      if (code != Column.UNKNOWN) {
        answered++;
        int first = i * width + from;
        right += best(logits, first, questions.get(q).values().size()) == code ? 1 : 0;
      }
    }
    NDManager scope = some.getManager();
    NDArray mean =
        weight == 0
            // Nothing is known in this batch: no cost, no gradient. Not mul(0): see Loss.
            ? some.sum().mul(scope.zeros(new Shape()))
            : Loss.crossEntropy(some, scope.create(labels), equal ? null : scope.create(weights));
    return new Term(mean, weight, new int[] {right}, new int[] {answered});
  }

  private static int best(float[] logits, int first, int count) {
    int best = 0;
    for (int k = 1; k < count; k++) {
      best = logits[first + k] > logits[first + best] ? k : best;
    }
    return best;
  }
}
