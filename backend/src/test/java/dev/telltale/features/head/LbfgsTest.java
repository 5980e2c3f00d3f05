package dev.telltale.features.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LbfgsTest {
  /** Rosenbrock's valley in pairs of coordinates: a single minimum of 0 where all are 1. */
  private static double rosenbrock(double[] x, double[] gradient) {
    double value = 0;
    for (int i = 0; i < x.length; i += 2) {
      double steep = x[i + 1] - x[i] * x[i];
      double flat = 1 - x[i];
      value += 100 * steep * steep + flat * flat;
      gradient[i] = -400 * x[i] * steep - 2 * flat;
      gradient[i + 1] = 200 * steep;
    }
    return value;
  }

  @Test
  void itFindsTheEndOfACurvedValley() {
    double[] start = new double[20];
    for (int i = 0; i < start.length; i++) {
      start[i] = i % 2 == 0 ? -1.2 : 1;
    }
    Lbfgs.Minimum minimum = Lbfgs.minimise(LbfgsTest::rosenbrock, start, 200, 1e-9, (n, v) -> {});
    assertThat(minimum.converged()).isTrue();
    assertThat(minimum.iterations()).isLessThan(100);
    for (double x : minimum.x()) {
      assertThat(x).isCloseTo(1, within(1e-8));
    }
    assertThat(start[0]).isEqualTo(-1.2);
  }

  @Test
  void aBowlOfVeryUnequalCurvaturesIsFollowedDown() {
    double[] curvatures = {1e-3, 1, 1e3, 1e5};
    List<Double> values = new ArrayList<>();
    Lbfgs.Minimum minimum =
        Lbfgs.minimise(
            (x, gradient) -> {
              double value = 0;
              for (int i = 0; i < 4; i++) {
                gradient[i] = curvatures[i] * (x[i] - i);
                value += curvatures[i] * (x[i] - i) * (x[i] - i) / 2;
              }
              return value;
            },
            new double[] {50, -20, 7, 1},
            500,
            1e-9,
            (number, value) -> values.add(value));
    assertThat(minimum.x()).containsExactly(new double[] {0, 1, 2, 3}, within(1e-5));
    for (int i = 1; i < values.size(); i++) {
      assertThat(values.get(i)).isLessThan(values.get(i - 1));
    }
  }

  @Test
  void aStepBeyondWhereTheFunctionIsToldIsTakenBack() {
    // −log x + x is infinite, or nothing at all, from 0 down.
    Lbfgs.Minimum minimum =
        Lbfgs.minimise(
            (x, gradient) -> {
              gradient[0] = 1 - 1 / x[0];
              return x[0] - Math.log(x[0]);
            },
            new double[] {30},
            100,
            1e-10,
            (number, value) -> {});
    assertThat(minimum.x()[0]).isCloseTo(1, within(1e-9));
  }

  @Test
  void itEndsAtTheMostIterationsAndSaysSo() {
    Lbfgs.Minimum minimum =
        Lbfgs.minimise(LbfgsTest::rosenbrock, new double[] {-1.2, 1}, 3, 1e-9, (n, v) -> {});
    assertThat(minimum.iterations()).isEqualTo(3);
    assertThat(minimum.converged()).isFalse();
  }
}
