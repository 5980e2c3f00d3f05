package dev.telltale.spuriosity;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What features follow when the objects of a class and of the others are exchanged on each other's
 * surroundings: a two-by-two experiment, object × surroundings, whose main effects say it. A core
 * feature changes with the object, a spurious one with the surroundings.
 *
 * @param object by how many of its standard deviations each feature is higher on objects of the
 *     class than on those of others, surroundings being the same, [C]; below 0 where it is lower
 * @param surroundings the same of surroundings, objects being the same
 * @param images objects of each kind, and as many surroundings
 * @param missing why nothing can be told; null where it can
 */
public record Exchange(
    double[] object, double[] surroundings, int images, @Nullable String missing) {

  /** The four kinds of pictures: whose object, in whose surroundings. */
  enum Arm {
    OWN_IN_OWN(1, 1),
    OWN_IN_OTHERS(1, -1),
    OTHERS_IN_OWN(-1, 1),
    OTHERS_IN_OTHERS(-1, -1);

    private final int object;
    private final int surroundings;

    Arm(int object, int surroundings) {
      this.object = object;
      this.surroundings = surroundings;
    }

    boolean ownObject() {
      return object > 0;
    }

    boolean ownSurroundings() {
      return surroundings > 0;
    }
  }

  /** Nothing can be told. */
  static Exchange missing(String why) {
    return new Exchange(new double[0], new double[0], 0, why);
  }

  /**
   * Measures.
   *
   * @param pooled r of the pictures of each arm, in the order of {@link Arm}, [4][n][C]
   */
  static Exchange of(float[][][] pooled) {
    int images = pooled[0].length;
    int channels = pooled[0][0].length;
    double[] object = new double[channels];
    double[] surroundings = new double[channels];
    for (int c = 0; c < channels; c++) {
      double[] mean = new double[Arm.values().length];
      for (int arm = 0; arm < mean.length; arm++) {
        for (float[] r : pooled[arm]) {
          mean[arm] += r[c] / images;
        }
      }
      double deviation = deviation(pooled, c, Arrays.stream(mean).average().orElseThrow());
      if (deviation > 0) {
        object[c] = effect(mean, arm -> arm.object) / deviation;
        surroundings[c] = effect(mean, arm -> arm.surroundings) / deviation;
      }
    }
    return new Exchange(object, surroundings, images, null);
  }

  private interface Sign {
    int of(Arm arm);
  }

  /** The difference of the means of two arms and the other two. */
  private static double effect(double[] mean, Sign sign) {
    return IntStream.range(0, mean.length)
            .mapToDouble(i -> sign.of(Arm.values()[i]) * mean[i])
            .sum()
        / 2;
  }

  private static double deviation(float[][][] pooled, int channel, double mean) {
    double squares = 0;
    int count = 0;
    for (float[][] arm : pooled) {
      for (float[] r : arm) {
        squares += (r[channel] - mean) * (r[channel] - mean);
        count++;
      }
    }
    return Math.sqrt(squares / count);
  }
}
