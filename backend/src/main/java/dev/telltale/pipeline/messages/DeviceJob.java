package dev.telltale.pipeline.messages;

import dev.telltale.kafka.event.ImageEvent;
import java.time.Instant;
import java.util.List;

/**
 * A micro-batch for a device.
 *
 * @param images valid events, at most a batch
 */
public record DeviceJob(List<Image> images) {
  /** Copies the list. */
  public DeviceJob {
    images = List.copyOf(images);
  }

  /**
   * One image event and where it came from.
   *
   * @param event the event
   * @param partition of {@code telltale.images}
   * @param offset in it
   * @param receivedAt the record's time stamp
   */
  public record Image(ImageEvent event, int partition, long offset, Instant receivedAt) {}
}
