package dev.telltale.audit;

/**
 * How many models a method takes.
 *
 * @param least 0 or more
 * @param most at least as many
 */
public record ModelCount(int least, int most) {
  /** One or several, side by side. */
  public static final ModelCount SOME = new ModelCount(1, 32);

  /**
   * Refuses another number.
   *
   * @throws SpecException of {@code models}, saying how many
   */
  public void refuseOther(int given) {
    if (given < least) {
      throw new SpecException(
          "models", least == 1 ? "give at least one model" : "give at least " + least + " models");
    }
    if (given > most) {
      throw new SpecException(
          "models",
          "%s, not %d"
              .formatted(
                  most == 0
                      ? "no model is taken"
                      : most == 1 ? "give at most one model" : "give at most " + most + " models",
                  given));
    }
  }
}
