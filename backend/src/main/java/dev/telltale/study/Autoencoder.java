package dev.telltale.study;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Sample;
import dev.telltale.model.Gradients;
import dev.telltale.model.ModelBundle;
import dev.telltale.model.TrainableModule;

/**
 * An autoencoder and a classifier of sigmoid attributes that reads what it decodes. Belongs to one
 * thread.
 */
final class Autoencoder implements AutoCloseable {
  private final TrainableModule encoder;
  private final TrainableModule decoder;
  private final TrainableModule features;
  private final TrainableModule head;
  private final NDManager manager;

  Autoencoder(ModelBundle autoencoder, ModelBundle classifier) {
    this.manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    this.encoder = load(autoencoder, "encoder.pt");
    this.decoder = load(autoencoder, "decoder.pt");
    this.features = load(classifier, "features.pt");
    this.head = load(classifier, "head.pt");
  }

  private static TrainableModule load(ModelBundle bundle, String file) {
    TrainableModule module = TrainableModule.load(bundle.directory().resolve(file), Device.cpu());
    module.evaluationMode();
    return module;
  }

  /** A scope for tensors of one piece of work. */
  NDManager newScope() {
    return manager.newSubManager();
  }

  /** Images [B,3,H,W] in a scope. */
  static NDArray images(NDManager scope, float[][] pixels) {
    float[] all = new float[pixels.length * pixels[0].length];
    for (int i = 0; i < pixels.length; i++) {
      System.arraycopy(pixels[i], 0, all, i * pixels[0].length, pixels[0].length);
    }
    return scope.create(all, new Shape(pixels.length, 3, Workshop.SIZE, Workshop.SIZE));
  }

  /** The latent codes of images. */
  NDArray encode(NDArray images) {
    return Gradients.unrecorded(() -> encoder.forward(images));
  }

  /** The images of latent codes. */
  NDArray decode(NDArray codes) {
    return Gradients.unrecorded(() -> decoder.forward(codes));
  }

  /** Probabilities of all attributes [B,K]. */
  NDArray probabilities(NDArray images) {
    return Gradients.unrecorded(() -> Activation.sigmoid(logits(images)));
  }

  /**
   * The gradient of one attribute's probability by the latent code, through the decoder (Cohen et
   * al. 2021, "Gifsplanation via Latent Shift").
   *
   * @param codes [B,…], changed into a leaf of a graph
   * @return of the codes' shape
   */
  NDArray gradient(NDArray codes, int attribute) {
    codes.setRequiresGradient(true);
    NDArray sum =
        Gradients.recorded(
            () -> {
              NDArray logit = logits(decoder.forward(codes)).get(":," + attribute);
              return Activation.sigmoid(logit).sum();
            });
    Gradients.backward(sum);
    return codes.getGradient();
  }

  private NDArray logits(NDArray images) {
    return head.forward(features.forward(images));
  }

  /** Peak signal-to-noise ratio of a data set's reconstructions, in decibels. */
  static double psnr(ModelBundle autoencoder, DataSet dataSet) {
    double squares = 0;
    int size = 3 * Workshop.SIZE * Workshop.SIZE;
    try (TrainableModule encoder = load(autoencoder, "encoder.pt");
        TrainableModule decoder = load(autoencoder, "decoder.pt");
        NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      for (Sample sample : dataSet.samples()) {
        try (NDManager scope = manager.newSubManager()) {
          float[][] pixels = new float[1][size];
          Answers.pixels(sample, pixels[0], 0);
          NDArray image = images(scope, pixels);
          NDArray again = Gradients.unrecorded(() -> decoder.forward(encoder.forward(image)));
          squares += again.sub(image).square().sum().getFloat();
        }
      }
    }
    return -10 * Math.log10(squares / ((double) dataSet.samples().size() * size));
  }

  @Override
  public void close() {
    encoder.close();
    decoder.close();
    features.close();
    head.close();
    manager.close();
  }
}
