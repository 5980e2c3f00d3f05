package dev.telltale.spuriosity;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The spurious features S(c) of a class with their mean and standard deviation over its images, and
 * so the spuriosity of any image for the class (Moayeri et al. 2023, sec. 4.1): the mean over S(c)
 * of (r_i(x) − μ_ic) / σ_ic, in standard deviations of the class.
 *
 * <p>σ is the population's, as in the published code. A feature that is the same on every image of
 * the class, σ = 0, says nothing of them and is left out of the mean; see {@link #constant}.
 *
 * @param classIndex the class
 * @param features S(c), the channels
 * @param mean μ of each over the class's images
 * @param deviation σ of each; 0 for one that never changes, or where there are no images
 */
public record ClassCues(int classIndex, int[] features, double[] mean, double[] deviation) {

  /** Takes the statistics of a class's images, the reference of all that is scored. */
  public static ClassCues of(Activations members) {
    int count = members.features().length;
    double[] mean = new double[count];
    double[] deviation = new double[count];
    for (int f = 0; f < count; f++) {
      float[] values = members.values()[f];
      if (values.length == 0) {
        continue;
      }
      double sum = 0;
      for (float value : values) {
        sum += value;
      }
      mean[f] = sum / values.length;
      deviation[f] = same(values) ? 0 : deviation(values, mean[f]);
    }
    return new ClassCues(members.classIndex(), members.features(), mean, deviation);
  }

  /**
   * The spuriosity of an image.
   *
   * @param pooled r of the image, all C features
   * @return in standard deviations; 0 is the class's mean
   * @throws IllegalStateException if nothing can be said, see {@link #missing}
   */
  public double spuriosity(float[] pooled) {
    return spuriosity(pooled, 0);
  }

  /** The same of an image among others, whose features begin at a place. */
  double spuriosity(float[] pooled, int at) {
    return meanScore(f -> pooled[at + features[f]]);
  }

  /** The spuriosity of each image of a class, in the order of its places. */
  double[] spuriosity(Activations members) {
    double[] scores = new double[members.images()];
    for (int i = 0; i < scores.length; i++) {
      int image = i;
      scores[i] = meanScore(f -> members.values()[f][image]);
    }
    return scores;
  }

  /** The features that are the same on every image of the class and count for nothing. */
  public int[] constant() {
    return IntStream.range(0, features.length)
        .filter(f -> deviation[f] == 0)
        .map(f -> features[f])
        .toArray();
  }

  /** Why there is no spuriosity for this class; empty where there is. */
  public Optional<String> missing() {
    if (features.length == 0) {
      return Optional.of("the class has no spurious feature");
    }
    return Arrays.stream(deviation).allMatch(d -> d == 0)
        ? Optional.of("its spurious features are the same on all images of the class")
        : Optional.empty();
  }

  private interface Activation {
    double of(int f);
  }

  private double meanScore(Activation activation) {
    double sum = 0;
    int counted = 0;
    for (int f = 0; f < features.length; f++) {
      if (deviation[f] > 0) {
        sum += (activation.of(f) - mean[f]) / deviation[f];
        counted++;
      }
    }
    if (counted == 0) {
      throw new IllegalStateException(missing().orElseThrow());
    }
    return sum / counted;
  }

  /** Asked of the values themselves: the mean of equal numbers may be off by a rounding. */
  private static boolean same(float[] values) {
    for (float value : values) {
      if (value != values[0]) {
        return false;
      }
    }
    return true;
  }

  private static double deviation(float[] values, double mean) {
    double squares = 0;
    for (float value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / values.length);
  }
}
