package dev.telltale.train;

import ai.djl.ndarray.NDArray;
import dev.telltale.train.Objective.Reconstruction;
import dev.telltale.train.Objective.Reconstruction.Difference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** See {@link Objective.Reconstruction}. */
final class ReconstructionLesson extends Lesson {
  private final Difference difference;

  ReconstructionLesson(Reconstruction objective, TrainingData data) {
    super(unanswered(data.learning()), stopping(data.stopping()));
    this.difference = objective.difference();
  }

  private static Answers unanswered(TrainingImages part) {
    return Answers.of(part, List.of());
  }

  private static @Nullable Answers stopping(@Nullable TrainingImages part) {
    return part == null ? null : unanswered(part);
  }

  @Override
  int outputs() {
    return 0;
  }

  @Override
  List<String> names() {
    return List.of();
  }

  @Override
  List<Question> questions() {
    return List.of();
  }

  @Override
  int terms() {
    return 1;
  }

  @Override
  List<Term> terms(NDArray output, NDArray images, Answers answers, int[] places) {
    NDArray mean =
        difference == Difference.L1 ? Loss.absolute(output, images) : Loss.squared(output, images);
    return List.of(new Term(mean, places.length, new int[0], new int[0]));
  }
}
