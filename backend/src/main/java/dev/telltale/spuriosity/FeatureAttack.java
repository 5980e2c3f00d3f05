package dev.telltale.spuriosity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.telltale.model.Encoder;
import java.nio.FloatBuffer;
import java.util.function.UnaryOperator;

/**
 * Feature attacks (Moayeri et al. 2023, sec. 3.1): images changed by gradient ascent on one neural
 * feature's activation each, x ← clamp(x + s · g/‖g‖₂, 0, 1) with g = ∂r_i/∂x, so that the cue that
 * the feature detects is amplified. An image whose gradient is zero stays as it is. The distance
 * from the start is not bounded; nor is it in the published code, whose ε is never used.
 */
public final class FeatureAttack {
  /** The step s of the paper's figures. */
  public static final double STEP = 10;

  /** Their number of steps. */
  public static final int ITERATIONS = 100;

  private static final float NEVER_ZERO = 1e-10f;

  /** libtorch runs a network as it is while it watches it, then optimises: other last bits. */
  private static final int WARM_UP_RUNS = 3;

  private final Encoder encoder;
  private final UnaryOperator<NDArray> pooling;
  private final int height;
  private final int width;

  /**
   * What an attack came to.
   *
   * @param images [B][3·H·W] in [0,1]
   * @param values the feature's activation on each image, before the first step and after each,
   *     [iterations + 1][B]
   */
  public record Attacked(float[][] images, double[][] values) {}

  /**
   * Attacks features r = GAP(A).
   *
   * @param encoder stays the caller's to close
   * @param height of the images
   * @param width of the images
   */
  public FeatureAttack(Encoder encoder, int height, int width) {
    this(encoder, Encoder::pool, height, width);
  }

  /**
   * Attacks features that are pooled another way.
   *
   * @param pooling from what the network returns to [B,C]
   */
  public FeatureAttack(Encoder encoder, UnaryOperator<NDArray> pooling, int height, int width) {
    this.encoder = encoder;
    this.pooling = pooling;
    this.height = height;
    this.width = width;
  }

  /**
   * Attacks images, all at once: the last bits depend on how many there are.
   *
   * @param images [B][3·H·W] in [0,1]; not changed
   * @param features the channel to amplify on each, [B]
   * @param breathe called before each step
   */
  public Attacked attack(
      float[][] images, int[] features, double step, int iterations, Runnable breathe) {
    float[][] now = new float[images.length][];
    for (int i = 0; i < now.length; i++) {
      now[i] = images[i].clone();
    }
    for (int i = 0; i < WARM_UP_RUNS; i++) {
      gradient(new float[images.length][3 * height * width], features, new double[images.length]);
    }
    double[][] values = new double[iterations + 1][images.length];
    for (int t = 0; t < iterations; t++) {
      breathe.run();
      float[][] gradients = gradient(now, features, values[t]);
      for (int i = 0; i < now.length; i++) {
        now[i] = ascended(now[i], gradients[i], step);
        clamp(now[i]);
      }
    }
    gradient(now, features, values[iterations]);
    return new Attacked(now, values);
  }

  /** x + s · g/‖g‖₂, not clamped; x itself where g is zero. */
  public static float[] ascended(float[] x, float[] gradient, double step) {
    double squares = 0;
    for (float g : gradient) {
      squares += (double) g * g;
    }
    float factor = (float) (step / (Math.sqrt(squares) + NEVER_ZERO));
    float[] moved = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      moved[i] = x[i] + factor * gradient[i];
    }
    return moved;
  }

  private static void clamp(float[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.max(0, Math.min(1, x[i]));
    }
  }

  /** ∂r_i/∂x of each image [B][3·H·W]; puts r_i of each into values. */
  private float[][] gradient(float[][] images, int[] features, double[] values) {
    try (NDManager scope = encoder.newScope()) {
      int size = 3 * height * width;
      FloatBuffer pixels = FloatBuffer.allocate(images.length * size);
      for (float[] image : images) {
        pixels.put(image);
      }
      NDArray batch =
          scope.create(pixels.rewind(), new Shape(images.length, 3, height, width)); // [B,3,H,W]
      NDArray gradient =
          encoder.imageGradient(
              batch,
              map -> {
                NDArray pooled = pooling.apply(map); // [B,C]
                NDArray own = pooled.mul(chosen(scope, features, pooled.getShape())); // [B,C]
                float[] all = own.sum(new int[] {1}).toFloatArray(); // [B]
                for (int i = 0; i < all.length; i++) {
                  values[i] = all[i];
                }
                return own.sum();
              });
      float[] all = gradient.toFloatArray();
      float[][] rows = new float[images.length][size];
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(all, i * size, rows[i], 0, size);
      }
      return rows;
    }
  }

  /** 1 at each image's feature, else 0: [B,C]. */
  private static NDArray chosen(NDManager scope, int[] features, Shape shape) {
    int channels = (int) shape.get(1);
    float[] ones = new float[features.length * channels];
    for (int i = 0; i < features.length; i++) {
      if (features[i] < 0 || features[i] >= channels) {
        throw new IllegalArgumentException("feature " + features[i] + " of " + channels);
      }
      ones[i * channels + features[i]] = 1;
    }
    return scope.create(ones, shape);
  }
}
