package dev.telltale.cli.bench;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.telltale.model.Classifier;
import dev.telltale.model.ModelBundle;
import dev.telltale.model.ModelSpec;
import dev.telltale.spuriosity.SpuriosityReference;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A reference of the size that an audit makes, for every class of a model; its figures mean
 * nothing.
 */
final class Reference {
  /** Spurious features of each class. */
  static final int FEATURES = 5;

  private static final int IMAGES = 5000;

  private Reference() {}

  static SpuriosityReference of(Classifier classifier, ModelBundle bundle) {
    int channels = channels(classifier, bundle.spec());
    int features = Math.min(FEATURES, channels);
    double[] ones = new double[features];
    Arrays.fill(ones, 1);
    double[] quantiles =
        IntStream.range(0, SpuriosityReference.MOST_QUANTILES)
            .mapToDouble(i -> 6.0 * i / SpuriosityReference.MOST_QUANTILES - 3)
            .toArray();
    return new SpuriosityReference(
        bundle.spec().name(),
        bundle.hash(),
        IntStream.range(0, bundle.spec().classes().size())
            .mapToObj(
                k ->
                    new SpuriosityReference.OfClass(
                        k,
                        bundle.spec().classes().get(k),
                        new int[] {k},
                        IntStream.range(0, features).map(f -> (k + f) % channels).toArray(),
                        new double[features],
                        ones,
                        quantiles,
                        IMAGES))
            .toList());
  }

  private static int channels(Classifier classifier, ModelSpec spec) {
    try (NDManager scope = classifier.newScope()) {
      Shape image = new Shape(1, 3, spec.height(), spec.width());
      return (int) classifier.features(scope.zeros(image)).getShape().get(1);
    }
  }
}
