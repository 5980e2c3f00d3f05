package dev.telltale.cli.conformance;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.telltale.model.Classifier;
import dev.telltale.saliency.AuthorsAttention;
import dev.telltale.saliency.GradCam;
import dev.telltale.saliency.TargetOutput;

/**
 * The network of a golden GradCAM case on the CPU, with its images run through it once: inputs
 * {@code images} [N,3,H,W], {@code features} and {@code head}.
 */
final class GradCamNetwork implements AutoCloseable {
  private final Classifier classifier;
  private final NDManager scope;
  private final NDArray activations; // [N,C,h,w]
  private final Tensor images;
  private final Tensor logits;

  private GradCamNetwork(GoldenCase golden, Classifier classifier, NDManager scope) {
    this.classifier = classifier;
    this.scope = scope;
    this.images = golden.input("images");
    Shape shape = new Shape(images.size(0), images.size(1), images.size(2), images.size(3));
    this.activations = classifier.features(scope.create(images.floats(), shape));
    NDArray y = classifier.logits(activations); // [N,K]
    this.logits = Tensor.of(y.toFloatArray(), images(), (int) y.getShape().get(1));
  }

  static GradCamNetwork of(GoldenCase golden) {
    Classifier classifier =
        Classifier.load(golden.network("features"), golden.network("head"), Device.cpu());
    NDManager scope = classifier.newScope();
    try {
      return new GradCamNetwork(golden, classifier, scope);
    } catch (RuntimeException e) {
      scope.close();
      classifier.close();
      throw e;
    }
  }

  /** N. */
  int images() {
    return images.size(0);
  }

  /** K. */
  int targets() {
    return logits.size(1);
  }

  private int height() {
    return images.size(2);
  }

  private int width() {
    return images.size(3);
  }

  /** [N,K]. */
  Tensor logits() {
    return logits;
  }

  /** A of the first image [C,h,w]. */
  Tensor firstActivations() {
    Shape shape = activations.getShape();
    return Tensor.of(
        activations.get(0).toFloatArray(),
        (int) shape.get(1),
        (int) shape.get(2),
        (int) shape.get(3));
  }

  /** α of every target [N,K,C]. */
  Tensor channelWeights(TargetOutput output) {
    int channels = (int) activations.getShape().get(1);
    float[] all = new float[images() * targets() * channels];
    for (int t = 0; t < targets(); t++) {
      float[] one = weights(t, output).toFloatArray();
      for (int i = 0; i < images(); i++) {
        System.arraycopy(one, i * channels, all, (i * targets() + t) * channels, channels);
      }
    }
    return Tensor.of(all, images(), targets(), channels);
  }

  /** The authors' maps of a target, at the images' size [N][H·W]. */
  float[][] maps(int target, TargetOutput output) {
    return AuthorsAttention.maps(activations, weights(target, output), height(), width());
  }

  /** Maps as one tensor [N,H,W]. */
  Tensor pictures(float[][] maps) {
    return Tensor.stack(maps, height(), width());
  }

  /** The sum of each map [N]. */
  static double[] sums(float[][] maps) {
    double[] sums = new double[maps.length];
    for (int i = 0; i < maps.length; i++) {
      for (float value : maps[i]) {
        sums[i] += value;
      }
    }
    return sums;
  }

  /** The largest value of each map [N]. */
  static double[] largest(float[][] maps) {
    double[] largest = new double[maps.length];
    for (int i = 0; i < maps.length; i++) {
      for (float value : maps[i]) {
        largest[i] = Math.max(largest[i], value);
      }
    }
    return largest;
  }

  @Override
  public void close() {
    scope.close();
    classifier.close();
  }

  private NDArray weights(int target, TargetOutput output) {
    return GradCam.channelWeights(
        classifier.mapGradient(activations, y -> output.sum(y, target))); // [N,C]
  }
}
