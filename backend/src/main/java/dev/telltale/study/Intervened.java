package dev.telltale.study;

import dev.telltale.dataset.waterbirds.BirdFactor;
import java.util.List;

/**
 * What each feature follows, by drawing the same scenes anew: by how many of its standard
 * deviations it changes, either way.
 *
 * @param place when the place alone is exchanged, [C]
 * @param bird when shape and plumage are, [C]
 */
record Intervened(double[] place, double[] bird) {

  /** On the features of one encoder. */
  static Intervened of(BirdNetworks birds, FeatureCache cache) throws InterruptedException {
    return new Intervened(
        change(birds, cache, List.of(BirdFactor.PLACE), "land", "water"),
        change(
            birds, cache, List.of(BirdFactor.SHAPE, BirdFactor.PLUMAGE), "landbird", "waterbird"));
  }

  /** How many scenes are drawn. */
  static int scenes(StudySetting setting) {
    return setting.number(400, 40);
  }

  private static double[] change(
      BirdNetworks birds, FeatureCache cache, List<BirdFactor> factors, String from, String to)
      throws InterruptedException {
    int count = scenes(cache.setting());
    return change(
        cache.of(factors.get(0) + "-" + from, birds.intervened(factors, from, count)).values(),
        cache.of(factors.get(0) + "-" + to, birds.intervened(factors, to, count)).values());
  }

  /**
   * Absolute mean change of each feature, in its deviations over both; 0 of one that is the same on
   * all.
   *
   * @param before r of each scene, [N][C]
   * @param after r of the same scenes, changed
   */
  static double[] change(float[][] before, float[][] after) {
    int count = before.length;
    double[] change = new double[before[0].length];
    for (int c = 0; c < change.length; c++) {
      double sum = 0;
      double all = 0;
      double square = 0;
      for (int i = 0; i < count; i++) {
        double a = before[i][c];
        double b = after[i][c];
        sum += b - a;
        all += a + b;
        square += a * a + b * b;
      }
      double mean = all / (2 * count);
      double deviation = Math.sqrt(Math.max(0, square / (2 * count) - mean * mean));
      change[c] = deviation == 0 ? 0 : Math.abs(sum / count) / deviation;
    }
    return change;
  }
}
