package dev.telltale.dataset.shapes;

import dev.telltale.dataset.drawn.Factor;
import java.util.List;

/** What a picture is made of, each independent of the others and to be changed by itself. */
public enum ShapeFactor implements Factor {
  /** What the object is: the label. */
  SHAPE("swan", "bird", "quadruped", "box", "cross", "fish"),
  /** What the ground below the horizon is like. */
  TEXTURE("ripples", "grain", "fine", "blobs", "stripes", "trunks", "none"),
  /** The object's hue, about. */
  COLOUR("red", "lime", "cyan", "violet"),
  /** Whether dark bars cross the object. */
  BARS("no", "yes");

  private final List<String> choices;

  ShapeFactor(String... choices) {
    this.choices = List.of(choices);
  }

  @Override
  public List<String> choices() {
    return choices;
  }
}
