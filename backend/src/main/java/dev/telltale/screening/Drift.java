package dev.telltale.screening;

import dev.telltale.screening.ScreeningMetrics.Direction;
import dev.telltale.screening.ScreeningMetrics.State;
import dev.telltale.stats.ConfidenceSequence;
import dev.telltale.stats.Estimate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether the images of a stream that are predicted as a class show its spurious cues as strongly
 * as the reference's do: an alarm on effect size, not on a p-value. It looks at the mean rank
 * percentile, one half in the reference, after every image.
 *
 * <pre>drifting  the confidence sequence of the mean lies outside ½ ± δ
 * steady    it lies within
 * too few   neither, yet</pre>
 *
 * <p>δ is the tolerance and what the reference itself may be off, being a sample: its mean is that
 * of n uniform numbers, which are sub-Gaussian with their variance 1/12, so with probability 1 −
 * α/2 it is off by no more than √(ln(4/α) / 6n). The other α/2 belongs to the stream. Its images
 * are taken in blocks, each with a sequence of its own, or a stream that was like the reference for
 * a month would have to be unlike it for another before the mean of all shows it; block k spends
 * α/(2k(k + 1)), which sums to α/2. So a stream whose images, whatever came before, have a mean
 * within the tolerance is ever called drifting with probability α at most, however long it is and
 * how often it is looked at. A state stays until a later interval says otherwise. Not thread-safe.
 */
final class Drift {
  /** Images of a block. */
  static final int BLOCK = 2000;

  private final double allowed;
  private final double alpha;
  private ConfidenceSequence sequence;
  private int block = 1;
  private boolean decided;
  private State state = State.TOO_FEW;
  private @Nullable Direction direction;
  private @Nullable Instant since;
  private @Nullable Estimate shown;

  /**
   * @param alpha the probability of a false alarm, ever, in (0,1)
   * @param tolerance how far the mean percentile may be off one half without being drift, ≥ 0
   * @param referenceImages n
   */
  Drift(double alpha, double tolerance, long referenceImages) {
    this.alpha = alpha / 2;
    this.allowed = tolerance + Math.sqrt(Math.log(4 / alpha) / (6.0 * referenceImages));
    this.sequence = sequence();
  }

  /**
   * Takes the next image in.
   *
   * @param percentile in [0,1]
   * @param at when it was scored
   */
  void fold(double percentile, Instant at) {
    if (sequence.n() == BLOCK) {
      block++;
      decided = false;
      sequence = sequence();
    }
    sequence.add(percentile);
    Estimate mean = sequence.estimate();
    if (mean.low() > 0.5 + allowed) {
      decide(State.DRIFTING, Direction.HIGHER, at);
    } else if (mean.high() < 0.5 - allowed) {
      decide(State.DRIFTING, Direction.LOWER, at);
    } else if (mean.low() >= 0.5 - allowed && mean.high() <= 0.5 + allowed) {
      decide(State.STEADY, null, at);
    }
    if (decided || state == State.TOO_FEW) {
      shown = mean;
    }
  }

  private void decide(State found, @Nullable Direction towards, Instant at) {
    decided = true;
    if (found != state || towards != direction) {
      state = found;
      direction = towards;
      since = at;
    }
  }

  private ConfidenceSequence sequence() {
    return new ConfidenceSequence(alpha / ((double) block * (block + 1)));
  }

  /** What can be said now. */
  State state() {
    return state;
  }

  /** Which way it drifts; null unless it does. */
  @Nullable Direction direction() {
    return direction;
  }

  /** When the image was scored by which that was found; null while nothing can be said. */
  @Nullable Instant since() {
    return since;
  }

  /**
   * The mean percentile of the last block that decided, as of its last image, with its interval; of
   * the block that runs while none has. Null without an image.
   */
  @Nullable Estimate mean() {
    return shown;
  }

  /** δ: how far the mean percentile may be off one half. */
  double allowed() {
    return allowed;
  }
}
