package dev.telltale.spuriosity;

import dev.telltale.stats.Pearson;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Pearson's correlation of class-wise spurious gaps between models (Moayeri et al. 2023, sec. 4.2,
 * fig. 14; .69 in the mean there). The paper takes both models' gaps on the same images, which
 * shares the chance of these images; here one model is measured on one half and the other on the
 * other, both ways, and the two correlations are averaged. So noise makes it smaller, not larger.
 *
 * @param r [models][models], symmetric; on the diagonal a model with itself, the most that gaps of
 *     so few images can agree; NaN where a model's gaps are the same on all classes
 * @param classes how many are compared
 */
public record GapCorrelation(double[][] r, int classes) {

  /** Correlates all pairs. */
  public static GapCorrelation of(HalfGaps gaps) {
    int models = gaps.first().length;
    double[][] r = new double[models][models];
    for (int a = 0; a < models; a++) {
      for (int b = a; b < models; b++) {
        double one = Pearson.of(gaps.first()[a], gaps.second()[b]).r();
        double other = Pearson.of(gaps.second()[a], gaps.first()[b]).r();
        r[a][b] = (one + other) / 2;
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

  /** How many pairs of different models have none. */
  public long undefined() {
    long undefined = 0;
    for (int a = 0; a < r.length; a++) {
      for (int b = a + 1; b < r.length; b++) {
        undefined += Double.isNaN(r[a][b]) ? 1 : 0;
      }
    }
    return undefined;
  }
}
