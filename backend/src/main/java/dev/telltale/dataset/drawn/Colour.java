package dev.telltale.dataset.drawn;

/** A colour; red, green and blue from 0 to 1. */
public record Colour(float red, float green, float blue) {

  /**
   * @param hue any number; its whole part does not matter
   * @param saturation from 0 (grey) to 1
   * @param value from 0 (black) to 1
   */
  public static Colour hsv(double hue, double saturation, double value) {
    double sixth = (hue - Math.floor(hue)) * 6;
    return new Colour(
        channel(5 + sixth, saturation, value),
        channel(3 + sixth, saturation, value),
        channel(1 + sixth, saturation, value));
  }

  private static float channel(double at, double saturation, double value) {
    double k = at % 6;
    double fall = Math.max(0, Math.min(1, Math.min(k, 4 - k)));
    return (float) (value * (1 - saturation * fall));
  }

  /** Red, green or blue: 0, 1 or 2. */
  public float channel(int c) {
    return c == 0 ? red : c == 1 ? green : blue;
  }

  /** How light it is: the greatest of its channels. */
  public double value() {
    return Math.max(red, Math.max(green, blue));
  }

  /** This colour, darker or, above 1, lighter. */
  public Colour times(double light) {
    return new Colour(scaled(red, light), scaled(green, light), scaled(blue, light));
  }

  private static float scaled(float channel, double light) {
    return (float) Math.max(0, Math.min(1, channel * light));
  }
}
