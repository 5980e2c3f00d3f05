package dev.telltale.train;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a network is to learn. */
public sealed interface Objective {

  /** What is trained. */
  TrainingProgress.Kind kind();

  /** The data set's label, one class per image: cross entropy of the softmax. */
  record Classes(Weighting weighting) implements Objective {
    @Override
    public TrainingProgress.Kind kind() {
      return TrainingProgress.Kind.CLASSIFIER;
    }
  }

  /**
   * Attributes that are there or not, each by itself: binary cross entropy of the sigmoids. Where
   * one is not known, it weighs nothing.
   *
   * @param names of columns with two values, as {@code dataset.Task} names them
   * @param weighting none, or by class: yes and no of each attribute weigh the same in all
   */
  record Attributes(List<String> names, Weighting weighting) implements Objective {
    /**
     * @throws IllegalArgumentException if there are none, or they are weighted by group
     */
    public Attributes {
      names = List.copyOf(names);
      if (names.isEmpty()) {
        throw new IllegalArgumentException("at least one attribute is needed");
      }
      if (weighting.by() == Weighting.By.GROUP || !weighting.given().isEmpty()) {
        throw new IllegalArgumentException(
            "several attributes are weighted by class or not at all; groups and given weights are"
                + " for a single target");
      }
    }

    @Override
    public TrainingProgress.Kind kind() {
      return TrainingProgress.Kind.CLASSIFIER;
    }
  }

  /**
   * Several columns at once, so that the features tell all of them: the sum of the cross entropies
   * of a softmax for each.
   *
   * @param names of columns, as {@code dataset.Task} names them
   */
  record Columns(List<String> names) implements Objective {
    /**
     * @throws IllegalArgumentException if there are none
     */
    public Columns {
      names = List.copyOf(names);
      if (names.isEmpty()) {
        throw new IllegalArgumentException("at least one target is needed");
      }
    }

    @Override
    public TrainingProgress.Kind kind() {
      return TrainingProgress.Kind.ENCODER;
    }
  }

  /**
   * The image itself, through a latent code.
   *
   * @param difference what is made small
   * @param latentNoise standard deviation of the Gaussian noise that is added to the code while
   *     training, 0 or more
   */
  record Reconstruction(Difference difference, double latentNoise) implements Objective {
    /** How two images are compared. */
    public enum Difference {
      /** Mean absolute difference. */
      L1,
      /** Mean squared difference. */
      MSE
    }

    /**
     * @throws IllegalArgumentException if the noise is negative or no number
     */
    public Reconstruction {
      if (!(latentNoise >= 0 && latentNoise < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("the latent noise is 0 or more, not " + latentNoise);
      }
    }

    @Override
    public TrainingProgress.Kind kind() {
      return TrainingProgress.Kind.AUTOENCODER;
    }
  }

  /**
   * What the images weigh in the loss. By class or group each class or group weighs the same in
   * all: image i weighs n / (K · n_k), with n_k images in its class or group k of K.
   *
   * @param given weights of classes by name, instead; empty for none
   */
  record Weighting(By by, Map<String, Double> given) {
    /** What counts the same in all. */
    public enum By {
      IMAGE,
      CLASS,
      GROUP
    }

    /** Every image the same. */
    public static final Weighting NONE = new Weighting(By.IMAGE, Map.of());

    /**
     * @throws IllegalArgumentException if a weight is not above 0, or weights are given and counted
     *     as well
     */
    public Weighting {
      given = Map.copyOf(given);
      given.forEach(
          (name, weight) -> {
            if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
              throw new IllegalArgumentException(
                  "the weight of " + name + " must be above 0, not " + weight);
            }
          });
      if (!given.isEmpty() && by != By.IMAGE) {
        throw new IllegalArgumentException(
            "weights are either given or by " + by.name().toLowerCase(Locale.ROOT));
      }
    }

    /** By inverse frequency. */
    public static Weighting by(By by) {
      return new Weighting(by, Map.of());
    }
  }
}
