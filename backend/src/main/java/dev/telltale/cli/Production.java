package dev.telltale.cli;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Sample;
import dev.telltale.image.Box;
import dev.telltale.kafka.ImageProducer;
import dev.telltale.kafka.Pace;
import dev.telltale.kafka.event.ImageEvent;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Sends samples as image events, at a pace. */
final class Production {
  private final ImageProducer producer;
  private final Pace pace;

  Production(ImageProducer producer, Pace pace) {
    this.producer = producer;
    this.pace = pace;
  }

  /** The pace that a flag asks for; null for as fast as can be. */
  static Pace pace(@Nullable Double imagesPerSecond) {
    if (imagesPerSecond == null) {
      return Pace.unlimited();
    }
    if (!(imagesPerSecond > 0)) {
      throw new UsageException("--rate is " + imagesPerSecond + "; it must be above 0");
    }
    return Pace.perSecond(imagesPerSecond);
  }

  /**
   * Sends samples in order.
   *
   * @param stop asked before each; true ends early
   * @param sent told how many the broker has
   * @return how many failed
   */
  long send(DataSet dataSet, List<Sample> samples, BooleanSupplier stop, LongConsumer sent) {
    AtomicLong kept = new AtomicLong();
    AtomicLong failed = new AtomicLong();
    for (Sample sample : samples) {
      if (stop.getAsBoolean()) {
        break;
      }
      pace.awaitTurn();
      producer
          .send(event(dataSet, sample))
          .whenComplete(
              (metadata, failure) -> {
                if (failure != null && failed.incrementAndGet() == 1) {
                  System.err.println("telltale: " + failure.getMessage());
                }
                if (failure == null) {
                  sent.accept(kept.incrementAndGet());
                }
              });
    }
    producer.flush();
    return failed.get();
  }

  private static ImageEvent event(DataSet dataSet, Sample sample) {
    return new ImageEvent(
        sample.id(),
        dataSet.name(),
        dataSet.root().relativize(sample.image()).toString(),
        null,
        sample.label(),
        sample.groups(),
        mask(dataSet, sample),
        Instant.now());
  }

  private static @Nullable String mask(DataSet dataSet, Sample sample) {
    if (sample.mask() != null) {
      return dataSet.root().relativize(sample.mask()).toString();
    }
    return sample.boxes().isEmpty() ? null : Box.fragment(sample.boxes());
  }
}
