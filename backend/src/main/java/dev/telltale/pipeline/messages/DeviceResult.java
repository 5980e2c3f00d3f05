package dev.telltale.pipeline.messages;

import dev.telltale.kafka.event.ImageScore;
import dev.telltale.kafka.event.RejectReason;
import java.util.List;

/**
 * What a device made of a {@link DeviceJob}.
 *
 * @param outcomes one per image, in the job's order
 * @param busyNanos how long the device worked on it
 */
public record DeviceResult(List<Outcome> outcomes, long busyNanos) {
  /** Copies the list. */
  public DeviceResult {
    outcomes = List.copyOf(outcomes);
  }

  /** What became of one image. */
  public sealed interface Outcome {}

  /**
   * It was scored.
   *
   * @param score to be written
   */
  public record Scored(ImageScore score) implements Outcome {}

  /**
   * It cannot be scored.
   *
   * @param reason why
   * @param detail a sentence
   */
  public record Rejected(RejectReason reason, String detail) implements Outcome {}

  /**
   * It had been scored before.
   *
   * @param redelivered whether it is the same record again, as after a crash, rather than another
   *     record with the same id
   */
  public record Known(boolean redelivered) implements Outcome {}
}
