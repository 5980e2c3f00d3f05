package dev.telltale.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What turns logits into probabilities. */
public enum Activation {
  /** One class per image; probabilities sum to 1. */
  @JsonProperty("softmax")
  SOFTMAX,
  /** Independent attributes; each probability stands alone. */
  @JsonProperty("sigmoid")
  SIGMOID
}
