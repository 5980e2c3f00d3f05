package dev.telltale.cli.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One line of a benchmark's output.
 *
 * @param bench the benchmark
 * @param figure what was measured
 * @param value median
 * @param unit of the value
 * @param baseline median of the straightforward way, in the same unit; null when there is none
 * @param ratio median of the ratios of each pair, value over baseline; null without a baseline
 */
record Figure(
    String bench,
    String figure,
    double value,
    String unit,
    @Nullable Double baseline,
    @Nullable Double ratio) {

  /** Something that is run once and tells how fast it was. */
  interface Run {
    double perSecond() throws InterruptedException;
  }

  /** Pairs measured one after the other, alternating, so that a busy spell hits both. */
  static Figure ofPairs(String bench, String figure, String unit, int pairs, Run run, Run baseline)
      throws InterruptedException {
    double[] values = new double[pairs];
    double[] baselines = new double[pairs];
    double[] ratios = new double[pairs];
    for (int i = 0; i < pairs; i++) {
      baselines[i] = baseline.perSecond();
      values[i] = run.perSecond();
      ratios[i] = values[i] / baselines[i];
    }
    return new Figure(bench, figure, median(values), unit, median(baselines), median(ratios));
  }

  /** Runs without a straightforward way to compare with. */
  static Figure of(String bench, String figure, String unit, int runs, Run run)
      throws InterruptedException {
    double[] values = new double[runs];
    for (int i = 0; i < runs; i++) {
      values[i] = run.perSecond();
    }
    return new Figure(bench, figure, median(values), unit, null, null);
  }

  String json() {
    try {
      return new ObjectMapper().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
