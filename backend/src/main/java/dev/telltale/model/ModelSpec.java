package dev.telltale.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
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
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelSpec(
    String name,
    Kind kind,
    List<Integer> inputSize,
    Activation activation,
    List<String> classes,
    @Nullable Boolean robust,
    @Nullable Object provenance) {

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
    SEGMENTER
  }

  /** Input height in pixels. */
  public int height() {
    return inputSize.get(0);
  }

  /** Input width in pixels. */
  public int width() {
    return inputSize.get(1);
  }
}
