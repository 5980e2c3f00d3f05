package dev.telltale.spuriosity;

import ai.djl.Device;
import dev.telltale.features.head.Examples;
import dev.telltale.features.head.Sgd;
import dev.telltale.model.LinearHead;
import dev.telltale.spuriosity.StoppingSplit.Measure;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tunes the head alone, by SGD on cached features, until the spurious gap on a split of its own is
 * closed (Moayeri et al. 2023, sec. 4.3). It can be left between any two epochs and taken up again.
 *
 * <p>A gap also closes where a head gives up a class, or half of it: what is wrong with the cue is
 * wrong without it too. So an epoch counts only where classes have not lost more than {@value
 * #MOST_LOST} of accuracy, over both ends and on average, whatever others gained. Of those, one
 * whose gap has changed its sign without being small ends the tuning too, since it would only grow
 * on the other side; then the smaller of the two gaps is taken.
 *
 * <p>The gap that stopped the tuning was selected: what is reported is measured on a third split.
 *
 * @param chosen the images to tune on
 * @param options of the steps; {@link Sgd.Options#epochs} is the most there are
 * @param stopping whose gap is watched
 * @param threshold below which |gap| is closed, above 0; the paper's is {@value #THRESHOLD}
 * @param seed of the order of the images
 */
record HeadTuning(
    Examples chosen,
    Sgd.Options options,
    StoppingSplit stopping,
    double threshold,
    long seed,
    Device device) {
  /** The paper halts once the gap is below 5 %. */
  static final double THRESHOLD = .05;

  /** What classes may lose on average. */
  static final double MOST_LOST = .1;

  /** The published code's steps, and epochs enough to close most gaps. */
  static final Sgd.Options OPTIONS = new Sgd.Options(0.01, 300, 128, 0.9, 0);

  /**
   * The stopping split at one moment.
   *
   * @param epoch 0 before the first
   */
  record Point(int epoch, Measure measure) {}

  /** Why a tuning ended. */
  enum Why {
    /** The gap is closed. */
    CLOSED,
    /** It changed its sign without being small. */
    CROSSED,
    /** There are no more epochs. */
    EPOCHS
  }

  /**
   * How a tuning ended.
   *
   * @param head the one that is taken
   * @param epoch after which it is
   */
  record End(LinearHead head, int epoch, Why why) {}

  /**
   * A tuning between two epochs.
   *
   * @param before before the first
   * @param last after the last
   * @param end null while it goes on
   */
  record State(Sgd.State at, Point before, Point last, @Nullable End end) {}

  /** Before the first epoch. A head whose gap is closed already is left as it is. */
  State begin(LinearHead start) {
    Point before = new Point(0, stopping.of(start, device));
    End end = closed(before, before) ? new End(start, 0, Why.CLOSED) : null;
    return new State(Sgd.State.before(start), before, before, end);
  }

  /**
   * Goes on.
   *
   * @param from where it stands; one that has ended is left as it is
   * @param epochs at most so many
   * @param curve told of each
   * @param breathe called after each batch
   */
  State goOn(State from, int epochs, Consumer<Point> curve, Runnable breathe) {
    if (from.end() != null) {
      return from;
    }
    Watching watching = new Watching(from, curve, breathe);
    int to = Math.min(options.epochs(), from.at().epochs() + epochs);
    Sgd.State at =
        Sgd.fit(
            chosen,
            from.at(),
            new Sgd.Options(
                options.learningRate(), to, options.batch(), options.momentum(), options.l2()),
            Sgd.Order.shuffled(chosen.size(), seed),
            watching,
            device);
    return new State(at, from.before(), watching.last, watching.end);
  }

  /** From epoch to epoch. */
  private final class Watching implements Sgd.Watch {
    private final Point before;
    private final Consumer<Point> curve;
    private final Runnable breathe;
    private Point last;
    private LinearHead head;
    private @Nullable End end;

    Watching(State from, Consumer<Point> curve, Runnable breathe) {
      this.before = from.before();
      this.last = from.last();
      this.head = from.at().head();
      this.curve = curve;
      this.breathe = breathe;
    }

    @Override
    public void batch() {
      breathe.run();
    }

    @Override
    public boolean goOn(Sgd.Epoch epoch) {
      Point now = new Point(epoch.number(), stopping.of(epoch.head(), device));
      curve.accept(now);
      end = end(now, epoch.head());
      last = now;
      head = epoch.head();
      return end == null;
    }

    private @Nullable End end(Point now, LinearHead found) {
      if (closed(now, before)) {
        return new End(found, now.epoch(), Why.CLOSED);
      }
      if (kept(now, before) && gap(now) * gap(before) < 0) {
        boolean earlier = kept(last, before) && Math.abs(gap(last)) < Math.abs(gap(now));
        return earlier
            ? new End(head, last.epoch(), Why.CROSSED)
            : new End(found, now.epoch(), Why.CROSSED);
      }
      return now.epoch() == options.epochs() ? new End(found, now.epoch(), Why.EPOCHS) : null;
    }
  }

  private boolean closed(Point now, Point before) {
    return kept(now, before) && Math.abs(gap(now)) < threshold;
  }

  private boolean kept(Point now, Point before) {
    return now.measure().lost(before.measure()) <= MOST_LOST;
  }

  private static double gap(Point point) {
    return point.measure().gap();
  }
}
