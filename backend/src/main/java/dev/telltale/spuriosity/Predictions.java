package dev.telltale.spuriosity;

import ai.djl.Device;
import dev.telltale.features.head.Examples;
import dev.telltale.features.head.Heads;
import dev.telltale.model.LinearHead;
import java.util.Arrays;

/**
 * What one model says of every example.
 *
 * @param right whether it gives the image its own class, one per place
 * @param predicted whether it gives a class to any image at all, one per class
 */
public record Predictions(boolean[] right, boolean[] predicted) {

  /**
   * Compares answers with labels.
   *
   * @param labels one per example
   * @param answers the class that the model gives each; −1 for one that is none of these
   * @param classes how many there are
   */
  public static Predictions of(int[] labels, int[] answers, int classes) {
    boolean[] right = new boolean[labels.length];
    boolean[] predicted = new boolean[classes];
    for (int i = 0; i < labels.length; i++) {
      right[i] = answers[i] == labels[i];
      if (answers[i] >= 0) {
        predicted[answers[i]] = true;
      }
    }
    return new Predictions(right, predicted);
  }

  /** What a linear head says of examples. */
  public static Predictions of(Examples examples, LinearHead head, Device device) {
    int[] labels = new int[examples.size()];
    Arrays.setAll(labels, examples::label);
    return of(labels, Heads.answers(examples, head, device), head.classes());
  }
}
