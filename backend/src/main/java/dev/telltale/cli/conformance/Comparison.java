package dev.telltale.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Locale;

/**
 * Every number that a case expects against the one computed for it; keeps the worst, that is the
 * one whose error is largest in relation to what is allowed for it. NaN equals NaN, an infinity
 * itself.
 */
final class Comparison {
  private final GoldenCase golden;
  private int values;
  private int off;
  private double worstShare = -1;
  private double worstError;
  private double worstAllowed;
  private String worst = "";

  private Comparison(GoldenCase golden) {
    this.golden = golden;
  }

  /**
   * Compares a whole answer.
   *
   * @throws CaseFault if the answer has another structure than the case expects, or lacks a field
   */
  static Comparison of(GoldenCase golden, Answer answer) {
    Comparison comparison = new Comparison(golden);
    answer.compare(golden.expected(), "expected", comparison);
    if (comparison.values == 0) {
      throw new CaseFault("expects no number");
    }
    return comparison;
  }

  boolean passed() {
    return off == 0;
  }

  /** E.g. {@code largest error 3.1e-08 (of 1.0e-05 allowed) in 180 values}. */
  String summary() {
    String errors =
        String.format(Locale.ROOT, "error %.1e (of %.1e allowed) in ", worstError, worstAllowed);
    return passed()
        ? "largest " + errors + values + " values"
        : worst + "; " + errors.replace("in ", "is the worst of ") + off + " off among " + values;
  }

  void numbers(Tensor got, JsonNode node, String path) {
    Tensor want = golden.tensor(node, path);
    if (!Arrays.equals(got.shape(), want.shape())) {
      throw new CaseFault(
          "%s: got shape %s, want %s"
              .formatted(path, Arrays.toString(got.shape()), Arrays.toString(want.shape())));
    }
    for (int i = 0; i < want.values().length; i++) {
      number(got.values()[i], want.values()[i], want, i, path);
    }
  }

  private void number(double got, double want, Tensor tensor, int index, String path) {
    values++;
    double allowed = golden.tolerance().allowed(want);
    double error = error(got, want);
    double share = error == 0 ? 0 : error / allowed;
    if (!(error <= allowed)) {
      off++;
    }
    if (share > worstShare) {
      worstShare = share;
      worstError = error;
      worstAllowed = allowed;
      worst = path + tensor.place(index) + ": got " + got + ", want " + want;
    }
  }

  private static double error(double got, double want) {
    if (Double.compare(got, want) == 0) {
      return 0;
    }
    double error = Math.abs(got - want);
    return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
  }
}
