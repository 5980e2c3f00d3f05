package dev.telltale.cli.conformance;

/**
 * How far a computed number may be from a golden one: |got − want| ≤ abs + rel·|want|.
 *
 * @param abs absolute part, ≥ 0
 * @param rel relative part, ≥ 0
 */
record Tolerance(double abs, double rel) {
  Tolerance {
    if (!(abs >= 0 && rel >= 0 && abs <= Double.MAX_VALUE && rel <= Double.MAX_VALUE)) {
      throw new CaseFault("tolerance abs " + abs + ", rel " + rel + " is no tolerance");
    }
  }

  double allowed(double want) {
    return Double.isFinite(want) ? abs + rel * Math.abs(want) : abs;
  }
}
