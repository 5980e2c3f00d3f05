package dev.telltale.features.head;

import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * Minimises a smooth function by L-BFGS: the two-loop recursion (Nocedal and Wright, Numerical
 * Optimization, 2nd ed., algorithm 7.4) with a line search for the strong Wolfe conditions
 * (algorithms 3.5 and 3.6, cubic interpolation).
 */
final class Lbfgs {
  private static final int MEMORY = 10;
  private static final double SUFFICIENT_DECREASE = 1e-4;
  private static final double CURVATURE = 0.9;
  private static final int MOST_TRIALS = 40;

  /** A function to minimise. */
  interface Function {
    /**
     * @param x where
     * @param gradient is overwritten with the gradient there
     * @return the value there
     */
    double at(double[] x, double[] gradient);
  }

  /** Is told of every iteration. */
  interface Watch {
    void iteration(int number, double value);
  }

  /**
   * What a minimisation came to.
   *
   * @param x the best point
   * @param value there
   * @param iterations done
   * @param converged whether it stopped because nothing more is to be gained, rather than at the
   *     most iterations
   */
  record Minimum(double[] x, double value, int iterations, boolean converged) {}

  private record Pair(double[] step, double[] change, double curvature) {}

  /** A point on a line: step length, value, slope along the line, and everything there. */
  private record Point(double t, double value, double slope, double[] x, double[] gradient) {}

  private final Function function;
  private final ArrayDeque<Pair> pairs = new ArrayDeque<>();

  private Lbfgs(Function function) {
    this.function = function;
  }

  /**
   * Minimises.
   *
   * @param start left as it is
   * @param mostIterations at least 0
   * @param tolerance converged when no component of the gradient is larger
   */
  static Minimum minimise(
      Function function, double[] start, int mostIterations, double tolerance, Watch watch) {
    return new Lbfgs(function).from(start, mostIterations, tolerance, watch);
  }

  private Minimum from(double[] start, int mostIterations, double tolerance, Watch watch) {
    double[] gradient = new double[start.length];
    double first = function.at(start, gradient);
    Point now = new Point(0, first, 0, start.clone(), gradient);
    int iteration = 0;
    while (true) {
      if (largest(now.gradient) <= tolerance) {
        return new Minimum(now.x, now.value, iteration, true);
      }
      if (iteration >= mostIterations) {
        return new Minimum(now.x, now.value, iteration, false);
      }
      double[] direction = direction(now.gradient);
      double slope = dot(direction, now.gradient);
      // Without a memory the direction has the gradient's length, which says nothing of the step.
      double trial = pairs.isEmpty() ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
      Point next = search(new Point(0, now.value, slope, now.x, now.gradient), direction, trial);
      if (!(next.value < now.value)) {
        if (pairs.isEmpty()) {
          // Not even along the gradient: the value is as low as its rounding lets it be told.
          return new Minimum(now.x, now.value, iteration, true);
        }
        // The memory misled; the gradient alone may still lead down.
        pairs.clear();
        continue;
      }
      remember(now, next);
      now = next;
      iteration++;
      watch.iteration(iteration, now.value);
    }
  }

  /** −H·g, with H the approximation of the inverse Hessian that the pairs make. */
  private double[] direction(double[] gradient) {
    double[] q = gradient.clone();
    double[] shares = new double[pairs.size()];
    int i = 0;
    for (Pair pair : pairs) {
      shares[i] = dot(pair.step, q) / pair.curvature;
      add(q, -shares[i], pair.change);
      i++;
    }
    if (!pairs.isEmpty()) {
      Pair latest = pairs.getFirst();
      scale(q, latest.curvature / dot(latest.change, latest.change));
    }
    for (Iterator<Pair> old = pairs.descendingIterator(); old.hasNext(); ) {
      Pair pair = old.next();
      i--;
      add(q, shares[i] - dot(pair.change, q) / pair.curvature, pair.step);
    }
    scale(q, -1);
    return q;
  }

  /** Keeps the latest pairs, newest first; one without positive curvature would spoil H. */
  private void remember(Point before, Point after) {
    double[] step = after.x.clone();
    add(step, -1, before.x);
    double[] change = after.gradient.clone();
    add(change, -1, before.gradient);
    double curvature = dot(step, change);
    if (curvature > 1e-12 * dot(change, change)) {
      if (pairs.size() == MEMORY) {
        pairs.removeLast();
      }
      pairs.addFirst(new Pair(step, change, curvature));
    }
  }

  /** Algorithm 3.5: grows the step until the conditions hold, or the minimum is bracketed. */
  private Point search(Point origin, double[] direction, double trial) {
    Point before = origin;
    double t = trial;
    for (int i = 0; i < MOST_TRIALS; i++) {
      Point here = along(origin, direction, t);
      if (tooHigh(here, origin) || (i > 0 && here.value >= before.value)) {
        return zoom(origin, direction, before, here);
      }
      if (Math.abs(here.slope) <= -CURVATURE * origin.slope) {
        return here;
      }
      if (here.slope >= 0) {
        return zoom(origin, direction, here, before);
      }
      before = here;
      t *= 2;
    }
    return before;
  }

  /**
   * Algorithm 3.6: {@code low} is the best point so far, and the minimum lies towards {@code high}.
   */
  private Point zoom(Point origin, double[] direction, Point low, Point high) {
    for (int i = 0; i < MOST_TRIALS && low.t != high.t; i++) {
      Point here = along(origin, direction, between(low, high));
      if (tooHigh(here, origin) || here.value >= low.value) {
        high = here;
      } else {
        if (Math.abs(here.slope) <= -CURVATURE * origin.slope) {
          return here;
        }
        if (here.slope * (high.t - low.t) >= 0) {
          high = low;
        }
        low = here;
      }
    }
    return low;
  }

  /**
   * Minimum of the cubic through both points, kept off their ends; the middle where it has none.
   */
  private static double between(Point a, Point b) {
    double d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.t - b.t);
    double d2 = Math.copySign(Math.sqrt(d1 * d1 - a.slope * b.slope), b.t - a.t);
    double t = b.t - (b.t - a.t) * (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2);
    double least = Math.min(a.t, b.t);
    double width = Math.abs(b.t - a.t);
    return t > least + 0.1 * width && t < least + 0.9 * width ? t : least + width / 2;
  }

  /** Not finite is too high: the step went beyond where the function can be told. */
  private static boolean tooHigh(Point here, Point origin) {
    return !(here.value <= origin.value + SUFFICIENT_DECREASE * here.t * origin.slope);
  }

  private Point along(Point origin, double[] direction, double t) {
    double[] x = origin.x.clone();
    add(x, t, direction);
    double[] gradient = new double[x.length];
    double value = function.at(x, gradient);
    return new Point(t, value, dot(direction, gradient), x, gradient);
  }

  private static double largest(double[] a) {
    double largest = 0;
    for (double value : a) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void add(double[] a, double factor, double[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] += factor * b[i];
    }
  }

  private static void scale(double[] a, double factor) {
    for (int i = 0; i < a.length; i++) {
      a[i] *= factor;
    }
  }
}
