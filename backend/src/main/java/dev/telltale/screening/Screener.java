package dev.telltale.screening;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.telltale.model.BundleException;
import dev.telltale.model.Classifier;
import dev.telltale.model.Encoder;
import dev.telltale.model.ModelSpec;
import dev.telltale.saliency.GradCam;
import dev.telltale.saliency.MaskScore;
import dev.telltale.spuriosity.SpuriosityReference;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Screens images: prediction, confidence, the GradCAM of the predicted class, and its Attention-IoU
 * mask score (Serianni et al. 2025, sec. 3), and against a reference its spuriosity for that class
 * (Moayeri et al. 2023, sec. 4.1), all from one forward pass.
 *
 * <p>With a GAP + linear head GradCAM has a closed form; else one backward pass through the head
 * gives it for the whole batch at once. Spuriosity is of the pooled map, whatever the head.
 */
public final class Screener {
  /**
   * Batches are padded with zeros to the next of these sizes: libtorch optimises its graph anew for
   * every size it has not seen.
   */
  private static final int[] BUCKETS = {1, 2, 4, 8, 16, 32};

  /** The largest batch that {@link #screen} takes. */
  public static final int MAX_BATCH = BUCKETS[BUCKETS.length - 1];

  /** Not one attribute, but whatever has the highest probability. */
  public static final int STRONGEST = -1;

  private final Classifier classifier;
  private final ModelSpec spec;
  private final int channelsRanked;
  private final Map<Integer, SpuriosityReference.OfClass> ranked = new HashMap<>();

  /**
   * @param classifier stays the caller's to close
   * @param spec of the same bundle
   */
  public Screener(Classifier classifier, ModelSpec spec) {
    this(classifier, spec, null);
  }

  /**
   * @param reference of the same bundle; null for none
   */
  public Screener(Classifier classifier, ModelSpec spec, @Nullable SpuriosityReference reference) {
    this.classifier = classifier;
    this.spec = spec;
    this.channelsRanked = reference == null ? 0 : reference.channels();
    if (reference != null) {
      for (SpuriosityReference.OfClass one : reference.classes()) {
        for (int prediction : one.predictions()) {
          ranked.put(prediction, one);
        }
      }
    }
  }

  /**
   * One picture as the model takes it.
   *
   * @param pixels [3·H·W] in [0,1], channel by channel
   * @param mask [H·W], 1 on the object, 0 elsewhere; null when there is none
   * @param attribute the one attribute of a model with sigmoid outputs that is asked about; {@link
   *     #STRONGEST} for the class of highest probability
   */
  public record Input(float[] pixels, float @Nullable [] mask, int attribute) {

    /** One that is asked for its class. */
    public Input(float[] pixels, float @Nullable [] mask) {
      this(pixels, mask, STRONGEST);
    }
  }

  /**
   * What the pass told.
   *
   * @param predictedIndex class (or attribute) of highest probability, or the attribute asked about
   * @param present whether the attribute asked about is there; true for a class
   * @param confidence probability of the answer, in [0,1]
   * @param mapHeight h of the attention map
   * @param mapWidth w of the attention map
   * @param attention [h·w] in [0,1], min–max scaled; zero everywhere when nothing speaks for the
   *     prediction
   * @param maskScore in [0,1]; null without a mask, for an empty mask or an all-zero map
   * @param uniformMaskScore what a map that looks everywhere alike scores on this mask; null
   *     without a mask or for an empty one
   * @param rank where it stands among the reference's images; null where there is none for the
   *     predicted class, and for the answer to one attribute
   */
  public record Screened(
      int predictedIndex,
      boolean present,
      double confidence,
      int mapHeight,
      int mapWidth,
      float[] attention,
      @Nullable Double maskScore,
      @Nullable Double uniformMaskScore,
      @Nullable Rank rank) {}

  /**
   * How strongly an image shows the spurious cues of the class that was predicted.
   *
   * @param spuriosity in standard deviations of the class
   * @param percentile among the reference's images of the same prediction, in [0,1]
   */
  public record Rank(double spuriosity, double percentile) {}

  /**
   * Screens up to {@link #MAX_BATCH} images.
   *
   * @return one result per input, in order
   */
  public List<Screened> screen(List<Input> inputs) {
    if (inputs.isEmpty() || inputs.size() > MAX_BATCH) {
      throw new IllegalArgumentException(
          "a batch holds 1 to " + MAX_BATCH + " images, not " + inputs.size());
    }
    try (NDManager scope = classifier.newScope()) {
      NDArray map = classifier.features(batch(scope, inputs)); // [P,C,h,w]
      NDArray logits = classifier.logits(map); // [P,K]
      NDArray probabilities = classifier.probabilities(logits);
      int[] predicted = probabilities.argMax(1).toType(DataType.INT32, false).toIntArray(); // [P]
      float[] all = probabilities.toFloatArray(); // [P·K]
      int classes = spec.classes().size();
      for (int i = 0; i < inputs.size(); i++) {
        int asked = inputs.get(i).attribute();
        predicted[i] = asked == STRONGEST ? predicted[i] : asked;
      }
      float[][] maps = GradCam.maps(classifier, map, logits.toFloatArray(), predicted);
      float[] pooled = ranked.isEmpty() ? new float[0] : pooled(map);
      int h = (int) map.getShape().get(2);
      int w = (int) map.getShape().get(3);
      int channels = (int) map.getShape().get(1);
      List<Screened> results = new ArrayList<>(inputs.size());
      for (int i = 0; i < inputs.size(); i++) {
        float probability = all[i * classes + predicted[i]];
        Input input = inputs.get(i);
        Rank rank =
            input.attribute() == STRONGEST ? rank(predicted[i], pooled, i * channels) : null;
        results.add(screened(predicted[i], probability, h, w, maps[i], input, rank));
      }
      return results;
    }
  }

  /**
   * The GradCAM of any class, for a person who asks what would speak for it.
   *
   * @param pixels as {@link Input#pixels}
   * @param target class (or attribute) index
   * @throws IllegalArgumentException when the model has no such class
   */
  public AttentionMap attention(float[] pixels, int target) {
    if (target < 0 || target >= spec.classes().size()) {
      throw new IllegalArgumentException(
          "the model has no class " + target + "; it has " + spec.classes().size());
    }
    try (NDManager scope = classifier.newScope()) {
      NDArray map =
          classifier.features(batch(scope, List.of(new Input(pixels, null)))); // [1,C,h,w]
      float[] logits = classifier.logits(map).toFloatArray();
      return new AttentionMap(
          (int) map.getShape().get(2),
          (int) map.getShape().get(3),
          GradCam.maps(classifier, map, logits, new int[] {target})[0]);
    }
  }

  /**
   * An attention map.
   *
   * @param height h
   * @param width w
   * @param values [h·w] in [0,1]
   */
  public record AttentionMap(int height, int width, float[] values) {}

  /** Runs every batch size once, so that the first real image does not wait for the optimiser. */
  public void warmUp() {
    float[] grey = new float[3 * spec.height() * spec.width()];
    for (int bucket : BUCKETS) {
      List<Input> inputs = new ArrayList<>();
      for (int i = 0; i < bucket; i++) {
        inputs.add(new Input(grey, null));
      }
      screen(inputs);
      screen(inputs);
    }
  }

  private NDArray batch(NDManager scope, List<Input> inputs) {
    int size = 3 * spec.height() * spec.width();
    int padded = bucket(inputs.size());
    FloatBuffer pixels = FloatBuffer.allocate(padded * size);
    for (Input input : inputs) {
      pixels.put(input.pixels());
    }
    pixels.rewind();
    return scope.create(pixels, new Shape(padded, 3, spec.height(), spec.width()));
  }

  private static int bucket(int n) {
    for (int bucket : BUCKETS) {
      if (bucket >= n) {
        return bucket;
      }
    }
    throw new IllegalArgumentException("no bucket for " + n);
  }

  /** r of every image, [P·C]. */
  private float[] pooled(NDArray map) {
    if (map.getShape().get(1) < channelsRanked) {
      throw new BundleException(
          "the reference ranks by channel %d, the model has %d channels"
              .formatted(channelsRanked - 1, map.getShape().get(1)));
    }
    return Encoder.pool(map).toFloatArray();
  }

  private @Nullable Rank rank(int predicted, float[] pooled, int at) {
    SpuriosityReference.OfClass reference = ranked.get(predicted);
    if (reference == null) {
      return null;
    }
    double spuriosity = reference.spuriosity(pooled, at);
    if (!Double.isFinite(spuriosity)) {
      return null; // A network may overflow in a channel that decides nothing.
    }
    return new Rank(spuriosity, reference.percentile(spuriosity));
  }

  private Screened screened(
      int predicted,
      double probability,
      int h,
      int w,
      float[] map,
      Input input,
      @Nullable Rank rank) {
    boolean present = input.attribute() == STRONGEST || probability >= 0.5;
    double confidence = present ? probability : 1 - probability;
    float[] mask = input.mask();
    if (mask == null) {
      return new Screened(predicted, present, confidence, h, w, map, null, null, rank);
    }
    MaskScore score = MaskScore.of(map, h, w, mask, spec.height(), spec.width());
    return new Screened(
        predicted,
        present,
        confidence,
        h,
        w,
        map,
        known(score.value()),
        known(score.uniform()),
        rank);
  }

  private static @Nullable Double known(double score) {
    return Double.isNaN(score) ? null : score;
  }
}
