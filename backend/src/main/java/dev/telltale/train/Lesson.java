package dev.telltale.train;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An {@link Objective} on given images: which take part, and what a batch's output costs. */
abstract class Lesson {
  private final Answers learning;
  private final @Nullable Answers stopping;

  Lesson(Answers learning, @Nullable Answers stopping) {
    this.learning = learning;
    this.stopping = stopping;
  }

  /**
   * Looks up the answers.
   *
   * @throws TrainingException if there are none, too few, or of one class only
   * @throws dev.telltale.dataset.DataSetException if a column is not there
   */
  static Lesson of(Objective objective, TrainingData data) {
    if (objective instanceof Objective.Classes classes) {
      return SoftmaxLesson.classes(classes, data);
    }
    if (objective instanceof Objective.Columns columns) {
      return SoftmaxLesson.columns(columns, data);
    }
    if (objective instanceof Objective.Attributes attributes) {
      return SigmoidLesson.of(attributes, data);
    }
    return new ReconstructionLesson((Objective.Reconstruction) objective, data);
  }

  /** The answers of the images that are learnt from. */
  final Answers learning() {
    return learning;
  }

  /** The answers of the images that say when to stop; null for none. */
  final @Nullable Answers stopping() {
    return stopping;
  }

  /** Logits that the head needs; 0 where there is no head. */
  abstract int outputs();

  /** Names of the logits; empty where they are not one list of classes or attributes. */
  abstract List<String> names();

  /** The columns that are answered. */
  abstract List<Question> questions();

  /** Parts of the loss of a batch. */
  abstract int terms();

  /**
   * What an output costs.
   *
   * @param output of the network
   * @param images [B,3,H,W] it was computed from
   * @param answers of the part that the images are of
   * @param places of the images in the part, [B]
   */
  abstract List<Term> terms(NDArray output, NDArray images, Answers answers, int[] places);

  final Tally tally() {
    return new Tally(terms(), questions().stream().map(Question::name).toList());
  }

  /** The sum of the terms; the means of an encoder's columns are added. */
  static NDArray sum(List<Term> terms) {
    NDArray sum = terms.get(0).mean();
    for (Term term : terms.subList(1, terms.size())) {
      sum = sum.add(term.mean());
    }
    return sum;
  }
}
