package dev.telltale.spuriosity;

import dev.telltale.stats.Moments;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much spurious gaps vary across classes, each averaged over models, and across models, each
 * averaged over classes (Moayeri et al. 2023, sec. 4.2: 3.1 times as much across classes).
 *
 * @param classes sample variance across classes
 * @param models sample variance across models
 * @param missing why neither is known; null where both are
 */
public record GapVariance(double classes, double models, @Nullable String missing) {

  /**
   * The variances as the paper takes them. The chance of few images per class is part of that
   * across classes; see {@link #ofHalves}.
   *
   * @param gaps [models][classes]
   */
  public static GapVariance of(double[][] gaps) {
    return missing(gaps)
        .orElseGet(
            () -> {
              double[] byClass = overModels(gaps);
              double[] byModel = overClasses(gaps);
              return new GapVariance(
                  covariance(byClass, byClass), covariance(byModel, byModel), null);
            });
  }

  /**
   * The variances without the chance of which images there are: covariances between two disjoint
   * halves. A small true variance may come out below 0.
   */
  public static GapVariance ofHalves(HalfGaps gaps) {
    return missing(gaps.first())
        .orElseGet(
            () ->
                new GapVariance(
                    covariance(overModels(gaps.first()), overModels(gaps.second())),
                    covariance(overClasses(gaps.first()), overClasses(gaps.second())),
                    null));
  }

  /**
   * Across classes over across models; empty where one of them is not above 0, as a covariance
   * between halves may be.
   */
  public Optional<Double> ratio() {
    return missing == null && models > 0 && classes >= 0
        ? Optional.of(classes / models)
        : Optional.empty();
  }

  private static Optional<GapVariance> missing(double[][] gaps) {
    if (gaps.length < 2) {
      return Optional.of(new GapVariance(0, 0, "two models are needed, there are " + gaps.length));
    }
    return gaps[0].length < 2
        ? Optional.of(new GapVariance(0, 0, "two classes are needed, there are " + gaps[0].length))
        : Optional.empty();
  }

  private static double covariance(double[] a, double[] b) {
    double meanA = Moments.of(a).mean();
    double meanB = Moments.of(b).mean();
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - meanA) * (b[i] - meanB);
    }
    return sum / (a.length - 1);
  }

  private static double[] overClasses(double[][] gaps) {
    return Arrays.stream(gaps)
        .mapToDouble(of -> Arrays.stream(of).average().orElseThrow())
        .toArray();
  }

  private static double[] overModels(double[][] gaps) {
    double[] means = new double[gaps[0].length];
    for (int c = 0; c < means.length; c++) {
      for (double[] model : gaps) {
        means[c] += model[c] / gaps.length;
      }
    }
    return means;
  }
}
