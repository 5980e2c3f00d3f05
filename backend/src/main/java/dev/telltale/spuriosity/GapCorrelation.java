package dev.telltale.spuriosity;

import dev.telltale.stats.Pearson;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Pearson's correlation of class-wise spurious gaps between models (Moayeri et al. 2023, sec. 4.2,
 * fig. 14; .69 in the mean there). The paper takes both models' gaps on the same images, which
 * shares the chance of these images; here one model is measured on one half and the other on the
 * other, both ways, and the two correlations are averaged. So noise makes it smaller, not larger.
 *
 * @param r [models][models], symmetric; on the diagonal a model with itself, the most that gaps of
 *     so few images can agree; NaN where a model's gaps are the same on all classes, and everywhere
 *     below {@link #FEWEST_CLASSES}
 * @param classes how many are compared
 */
public record GapCorrelation(double[][] r, int classes) {
  /** Of two classes r is 1 or −1 whatever the gaps are, and of three nearly so. */
  public static final int FEWEST_CLASSES = 4;

  /** Correlates all pairs. */
  public static GapCorrelation of(HalfGaps gaps) {
    int models = gaps.first().length;
    double[][] r = new double[models][models];
    for (int a = 0; a < models; a++) {
      for (int b = a; b < models; b++) {
        double one = Pearson.of(gaps.first()[a], gaps.second()[b]).r();
        double other = Pearson.of(gaps.second()[a], gaps.first()[b]).r();
        r[a][b] = gaps.classes() < FEWEST_CLASSES ? Double.NaN : (one + other) / 2;
        r[b][a] = r[a][b];
      }
    }
    return new GapCorrelation(r, gaps.classes());
  }

  /** The mean over pairs of different models; empty where no pair has a correlation. */
  public OptionalDouble mean() {
    return IntStream.range(0, r.length)
        .boxed()
        .flatMapToDouble(a -> Arrays.stream(r[a], a + 1, r.length))
        .filter(one -> !Double.isNaN(one))
        .average();
  }

  /** Why there is no mean; empty where there is one. */
  public Optional<String> missing() {
    if (classes < FEWEST_CLASSES) {
      return Optional.of(
          "%d classes of four images or more are needed, there %s"
              .formatted(FEWEST_CLASSES, classes == 1 ? "is 1" : "are " + classes));
    }
    return mean().isPresent()
        ? Optional.empty()
        : Optional.of("gaps are the same on all %d classes".formatted(classes));
  }
}
