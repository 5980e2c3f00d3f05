package dev.telltale.spuriosity;

import ai.djl.Device;
import dev.telltale.features.head.Examples;
import dev.telltale.features.head.Heads;
import dev.telltale.features.head.Sgd;
import dev.telltale.features.head.SpuriousGap;
import dev.telltale.features.head.SpuriousGap.Closed;
import dev.telltale.model.LinearHead;
import java.util.ArrayList;
import java.util.List;

/**
 * Tunes the head alone, by SGD on cached features, until the spurious gap on a split of its own is
 * closed (Moayeri et al. 2023, sec. 4.3). A gap that changes its sign from one epoch to the next
 * without being small at either ends the tuning too, since it would only grow on the other side;
 * then the smaller of the two is taken. The gap that stopped the tuning was selected: what is
 * reported is measured on a third split.
 *
 * @param head after the last epoch, or after the one before where that gap was smaller
 * @param curve the stopping split before the first epoch and after each
 * @param closed whether the gap was closed; else it was stepped over, or the epochs ran out
 */
public record HeadTuning(LinearHead head, List<Point> curve, boolean closed) {
  /** The paper halts once the gap is below 5 %. */
  public static final double THRESHOLD = 5;

  /** The published code's steps, and epochs enough to close most gaps. */
  public static final Sgd.Options OPTIONS = new Sgd.Options(0.01, 300, 128, 0.9, 0);

  /**
   * The stopping split at one moment.
   *
   * @param epoch 0 before the first
   * @param gap on the stopping split, in percentage points
   * @param accuracy on it, in percent
   */
  public record Point(int epoch, double gap, double accuracy) {}

  /** Copies the curve. */
  public HeadTuning {
    curve = List.copyOf(curve);
  }

  /**
   * Tunes a head. One whose gap is closed already is left as it is.
   *
   * @param chosen the images to tune on
   * @param stopping the gap that is watched, on images that are neither tuned nor reported on
   * @param threshold percentage points below which |gap| is closed, above 0
   * @param seed of the order of the images
   * @param breathe called after each epoch
   */
  public static HeadTuning tune(
      Examples chosen,
      LinearHead start,
      Sgd.Options options,
      SpuriousGap stopping,
      double threshold,
      long seed,
      Device device,
      Runnable breathe) {
    List<Point> curve = new ArrayList<>();
    Point before = point(0, start, stopping, device);
    curve.add(before);
    if (closed(before, threshold)) {
      return new HeadTuning(start, curve, true);
    }
    LinearHead[] last = {start, start};
    Sgd.fit(
        chosen,
        start,
        options,
        Sgd.Order.shuffled(chosen.size(), seed),
        epoch -> {
          breathe.run();
          Point now = point(epoch.number(), epoch.head(), stopping, device);
          last[0] = last[1];
          last[1] = epoch.head();
          curve.add(now);
          return !closed(now, threshold) && now.gap() * before.gap() >= 0;
        },
        device);
    Point end = curve.get(curve.size() - 1);
    Point earlier = curve.get(curve.size() - 2);
    boolean over = end.gap() * before.gap() < 0 && Math.abs(earlier.gap()) < Math.abs(end.gap());
    return new HeadTuning(last[over ? 0 : 1], curve, closed(end, threshold));
  }

  private static Point point(int epoch, LinearHead head, SpuriousGap stopping, Device device) {
    boolean[] right = Heads.right(stopping.heldOut(), head, device);
    return new Point(epoch, stopping.of(right), Heads.percent(right));
  }

  private static boolean closed(Point point, double threshold) {
    return SpuriousGap.closed(point.gap(), threshold, Closed.BY_SIZE);
  }
}
