package dev.telltale.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a bundle says of itself in {@code model.json}; schema: {@code schemas/model.schema.json}.
 *
 * @param name short name shown to people
 * @param kind what the bundle is for
 * @param inputSize height and width in pixels that the network takes
 * @param activation what turns logits into probabilities
 * @param classes class (softmax) or attribute (sigmoid) names, one per logit, in order
 * @param robust whether the network was trained adversarially; null when not said
 * @param provenance where it comes from, a sentence or free-form object; null when not said
 * @param guided what a classifier's {@code guided.pt} computes; null when there is none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelSpec(
    String name,
    Kind kind,
    List<Integer> inputSize,
    Activation activation,
    List<String> classes,
    @Nullable Boolean robust,
    @Nullable Object provenance,
    @Nullable Guided guided) {

  /** The kinds of bundle. */
  public enum Kind {
    /** Image to class logits, cut at the last convolutional map. */
    @JsonProperty("classifier")
    CLASSIFIER,
    /** A classifier used for its features. */
    @JsonProperty("encoder")
    ENCODER,
    /** Image to latent and back. */
    @JsonProperty("autoencoder")
    AUTOENCODER,
    /** Image and mask to image. */
    @JsonProperty("inpainter")
    INPAINTER,
    /** Image to mask. */
    @JsonProperty("segmenter")
    SEGMENTER;

    /** In a sentence: {@code a classifier}, {@code an encoder}. */
    @Override
    public String toString() {
      String name = name().toLowerCase(Locale.ROOT);
      return ("aei".indexOf(name.charAt(0)) < 0 ? "a " : "an ") + name;
    }
  }

  /**
   * What {@code guided.pt} computes.
   *
   * @param method how
   * @param batch the number of images that its graph was recorded for, and takes
   */
  public record Guided(Method method, int batch) {

    /** Attributions of a logit to pixels that need more than its gradient. */
    public enum Method {
      /** Gradients that pass a ReLU only where they are positive (Springenberg et al. 2015). */
      @JsonProperty("guided-backprop")
      GUIDED_BACKPROP,
      /** Differences from a reference (Shrikumar et al. 2017). */
      @JsonProperty("deeplift")
      DEEPLIFT;

      @Override
      public String toString() {
        return this == GUIDED_BACKPROP ? "guided-backprop" : "deeplift";
      }
    }
  }

  /** Input height in pixels. */
  public int height() {
    return inputSize.get(0);
  }

  /** Input width in pixels. */
  public int width() {
    return inputSize.get(1);
  }

  /**
   * Whether another model is shown the same part of every picture: the middle is cut out of it in
   * the proportions of the input, whatever its size.
   */
  public boolean seesTheSame(ModelSpec other) {
    return (long) height() * other.width() == (long) width() * other.height();
  }
}
