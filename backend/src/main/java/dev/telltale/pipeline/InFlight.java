package dev.telltale.pipeline;

import dev.telltale.kafka.event.ImageEvent;
import dev.telltale.kafka.event.Source;
import dev.telltale.pipeline.messages.DeviceJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The events between reading and writing: each image once, however many records name it; how much
 * is held; and, of each partition, how far it is done. Not thread-safe: belongs to one event loop.
 */
final class InFlight {
  private static final long MAX_BYTES = 64L * 1024 * 1024;

  private final int maxEvents;
  private final OffsetTracker offsets;
  private final Runnable duplicate;
  private final Map<String, Image> images = new HashMap<>();
  private final WrittenLately written = new WrittenLately();
  private int events;
  private long bytes;

  /**
   * @param maxEvents held at most; those that were read already may come on top
   * @param offsets told what is done
   * @param duplicate told of each event whose image was scored from another
   */
  InFlight(int maxEvents, OffsetTracker offsets, Runnable duplicate) {
    this.maxEvents = maxEvents;
    this.offsets = offsets;
    this.duplicate = duplicate;
  }

  /** One image on its way: the record that is being screened, and others that name it too. */
  static final class Image {
    private final DeviceJob.Image job;
    private final ConsumerRecord<byte[], byte[]> record;
    private final List<OffsetTracker.Ticket> tickets = new ArrayList<>();
    private final List<Image> others = new ArrayList<>();

    private Image(ImageEvent event, ConsumerRecord<byte[], byte[]> record) {
      Instant received = Instant.ofEpochMilli(record.timestamp());
      this.job = new DeviceJob.Image(event, record.partition(), record.offset(), received);
      this.record = record;
    }

    DeviceJob.Image job() {
      return job;
    }

    ConsumerRecord<byte[], byte[]> record() {
      return record;
    }

    private Source source() {
      return new Source(job.partition(), job.offset());
    }

    private String key() {
      return InFlight.key(job.event());
    }
  }

  /** A record was read; it is held until it, or the image it adds to, is done. */
  void read() {
    events++;
  }

  /**
   * Adds an event.
   *
   * @return the image to be screened; null when it is on its way, or was just written
   */
  @Nullable Image add(
      ImageEvent event, ConsumerRecord<byte[], byte[]> record, OffsetTracker.Ticket ticket) {
    Image added = new Image(event, record);
    added.tickets.add(ticket);
    Source before = written.source(added.key());
    if (before != null) {
      if (!before.equals(added.source())) {
        duplicate.run();
      }
      done(ticket);
      return null;
    }
    Image already = images.putIfAbsent(added.key(), added);
    if (already == null) {
      bytes += size(record);
      return added;
    }
    for (Image same : Stream.concat(Stream.of(already), already.others.stream()).toList()) {
      if (same.source().equals(added.source())) {
        // The same record again, as after a rebalance.
        same.tickets.add(ticket);
        return null;
      }
    }
    bytes += size(record);
    already.others.add(added);
    return null;
  }

  /** An image's score is written. */
  void scored(Image image) {
    written.add(image.key(), image.source());
    known(image);
  }

  /** An image had been scored before. */
  void known(Image image) {
    images.remove(image.key());
    finish(image);
    for (Image other : image.others) {
      duplicate.run();
      finish(other);
    }
  }

  /**
   * A dead letter is written for an image's record. Another record that names the image may be a
   * better one, and is now to be screened.
   *
   * @return that; null when there is none
   */
  @Nullable Image rejected(Image image) {
    images.remove(image.key());
    finish(image);
    if (image.others.isEmpty()) {
      return null;
    }
    Image next = image.others.get(0);
    next.others.addAll(image.others.subList(1, image.others.size()));
    images.put(next.key(), next);
    return next;
  }

  private void finish(Image image) {
    bytes -= size(image.record);
    image.tickets.forEach(this::done);
  }

  /** A record that led to no image is done. */
  void done(OffsetTracker.Ticket ticket) {
    offsets.done(ticket);
    events--;
  }

  /** Events held. */
  int events() {
    return events;
  }

  /** Nothing more should be read. */
  boolean full() {
    return events >= maxEvents || bytes >= MAX_BYTES;
  }

  /** Reading may go on. */
  boolean low() {
    return events <= maxEvents / 2 && bytes <= MAX_BYTES / 2;
  }

  private static String key(ImageEvent event) {
    return event.dataset() + '\0' + event.id();
  }

  private static long size(ConsumerRecord<byte[], byte[]> record) {
    return Math.max(0, record.serializedValueSize());
  }
}
