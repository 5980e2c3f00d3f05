package dev.telltale.spuriosity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.telltale.audit.Workbench;
import dev.telltale.model.Classifier;
import dev.telltale.model.Encoder;
import dev.telltale.model.ModelBundle;
import dev.telltale.model.ModelSpec;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The features of the first model, or another, whether it is an encoder or a classifier. A
 * classifier is the workbench's, which keeps it for the units that follow; an encoder is loaded for
 * the unit.
 */
final class FirstNetwork implements AutoCloseable {
  /** libtorch runs a network as it is while it watches it, then optimises: other last bits. */
  private static final int WARM_UP_RUNS = 3;

  private final Workbench bench;
  private final int model;
  private final ModelSpec spec;

  /** Null of a classifier. */
  private final @Nullable Encoder own;

  private FirstNetwork(Workbench bench, int model, ModelSpec spec, @Nullable Encoder own) {
    this.bench = bench;
    this.model = model;
    this.spec = spec;
    this.own = own;
  }

  static FirstNetwork of(Workbench bench) {
    return of(bench, 0);
  }

  /**
   * Another model's.
   *
   * @param model its place in the spec
   */
  static FirstNetwork of(Workbench bench, int model) {
    ModelBundle bundle = bench.subject().models().get(model);
    if (bundle.spec().kind() == ModelSpec.Kind.CLASSIFIER) {
      return new FirstNetwork(bench, model, bundle.spec(), null);
    }
    Encoder encoder = Encoder.load(bundle, bench.device());
    FirstNetwork first = new FirstNetwork(bench, model, bundle.spec(), encoder);
    int size = 3 * first.spec.height() * first.spec.width();
    for (int i = 0; i < WARM_UP_RUNS; i++) {
      first.pooled(new float[EncodeStage.BATCH * size]);
    }
    return first;
  }

  /** The size of images that it takes. */
  ModelSpec spec() {
    return spec;
  }

  /** The network, warm; not to be kept while others of the audit are asked. */
  Encoder encoder() {
    return own != null ? own : classifier().encoder();
  }

  /** Asked for each time: the workbench lets go of models when it needs others. */
  private Classifier classifier() {
    Classifier classifier = bench.classifier(model);
    classifier.warmUp(EncodeStage.BATCH, spec.height(), spec.width());
    return classifier;
  }

  /**
   * What a batch came to.
   *
   * @param pooled r, [B·C]
   * @param answers as {@link LabelAnswers#of(int, float[], Workbench)}'s; null where not asked
   */
  record Pass(float[] pooled, int @Nullable [] answers) {}

  /**
   * One pass of a batch.
   *
   * @param pixels {@link EncodeStage#BATCH} images as it takes them, [B·3·H·W]
   * @param asking whether its head answers too, which only a classifier has
   */
  Pass pass(float[] pixels, boolean asking) {
    Encoder encoder = encoder();
    try (NDManager scope = encoder.newScope()) {
      Shape shape = new Shape(EncodeStage.BATCH, 3, spec.height(), spec.width());
      NDArray map = encoder.features(scope.create(FloatBuffer.wrap(pixels), shape)); // [B,C,h,w]
      // Before the head, which may write into its map.
      float[] pooled = Encoder.pool(map).toFloatArray();
      return new Pass(
          pooled,
          asking
              ? LabelAnswers.of(model, classifier().logits(map).toFloatArray(), bench.subject())
              : null);
    }
  }

  /** r of a batch, [B·C]. */
  float[] pooled(float[] pixels) {
    return pass(pixels, false).pooled();
  }

  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }
}
