package dev.telltale.cli.conformance;

import dev.telltale.stats.Bootstrap;
import dev.telltale.stats.Bootstrapped;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * {@code bootstrap_rows} and {@code bootstrap_groups}: mean and standard deviation of scores over
 * resampled images, for all images, those predicted right and those predicted wrong.
 */
final class BootstrapCase implements CaseKind {

  @Override
  public Set<String> names() {
    return Set.of("bootstrap_rows", "bootstrap_groups");
  }

  @Override
  public boolean fits(GoldenCase golden) {
    return golden.inputs().has("scores")
        && golden.inputs().has("indices")
        && golden.expected().has("all");
  }

  @Override
  public Answer answer(GoldenCase golden) {
    Tensor scores = golden.input("scores"); // […,N]
    int[] indices = golden.input("indices").ints(); // [S·N]
    int images = scores.size(scores.shape().length - 1);
    int resamples = golden.params().path("num_samples").asInt(indices.length / images);
    if (golden.params().path("N").asInt(images) != images || indices.length != resamples * images) {
      throw new CaseFault(
          "N, num_samples, scores of %d images and %d indices do not agree"
              .formatted(images, indices.length));
    }
    double[] correct =
        golden.inputs().has("correct") ? golden.input("correct").values() : new double[images];
    if (correct.length != images) {
      throw new CaseFault("correct has " + correct.length + " entries for " + images + " images");
    }
    return new Answer.Fields(
        Map.of(
            "all", Answer.numbers(bootstrap(scores, indices, i -> true)),
            "only_correct", Answer.numbers(bootstrap(scores, indices, i -> correct[i] != 0)),
            "only_incorrect", Answer.numbers(bootstrap(scores, indices, i -> correct[i] == 0))));
  }

  /**
   * The means, then below them along the first axis the deviations: […,N] → [2·first, …].
   *
   * @param kept the images of the group; the others count as not there
   */
  static Tensor bootstrap(Tensor scores, int[] indices, IntPredicate kept) {
    int axes = scores.shape().length;
    int images = scores.size(axes - 1);
    int rows = scores.values().length / images;
    double[] result = new double[2 * rows];
    for (int row = 0; row < rows; row++) {
      double[] values = Arrays.copyOfRange(scores.values(), row * images, (row + 1) * images);
      for (int i = 0; i < images; i++) {
        values[i] = kept.test(i) ? values[i] : Double.NaN;
      }
      Bootstrapped bootstrapped = Bootstrap.of(values, indices);
      result[row] = bootstrapped.mean();
      result[rows + row] = bootstrapped.deviation();
    }
    int[] shape = axes == 1 ? new int[] {1} : Arrays.copyOf(scores.shape(), axes - 1);
    shape[0] *= 2;
    return new Tensor(shape, result);
  }
}
