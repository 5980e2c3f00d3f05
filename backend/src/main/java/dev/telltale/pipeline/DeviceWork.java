package dev.telltale.pipeline;

import dev.telltale.dataset.ClassMap;
import dev.telltale.image.ModelInput;
import dev.telltale.image.Room;
import dev.telltale.kafka.event.Attention;
import dev.telltale.kafka.event.ImageEvent;
import dev.telltale.kafka.event.ImageScore;
import dev.telltale.kafka.event.RejectReason;
import dev.telltale.kafka.event.Source;
import dev.telltale.model.ModelBundle;
import dev.telltale.pipeline.messages.DeviceJob;
import dev.telltale.pipeline.messages.DeviceResult;
import dev.telltale.pipeline.messages.DeviceResult.Outcome;
import dev.telltale.screening.Screener;
import dev.telltale.screening.Screener.Screened;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a device does with a micro-batch that {@link JobReader} has read: screens, and makes scores
 * of it. One bad picture costs the others nothing. Blocks; belongs to one thread.
 */
final class DeviceWork {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceWork.class);

  private final String member;
  private final String device;
  private final ModelBundle bundle;
  private final Screener screener;
  private final @Nullable String reference;
  private final Pictures pictures;
  private final Clock clock;

  /**
   * @param reference identity of the screener's reference; null when it has none
   */
  DeviceWork(
      String member,
      String device,
      ModelBundle bundle,
      Screener screener,
      @Nullable String reference,
      Pictures pictures,
      Clock clock) {
    this.member = member;
    this.device = device;
    this.bundle = bundle;
    this.screener = screener;
    this.reference = reference;
    this.pictures = pictures;
    this.clock = clock;
  }

  /** Never throws for what is wrong with an image: that becomes its outcome. */
  DeviceResult run(JobReader.ReadJob read) {
    long start = System.nanoTime();
    Outcome[] outcomes = read.outcomes().clone();
    if (!read.inputs().isEmpty()) {
      screen(read.job(), read.places(), read.inputs(), outcomes);
    }
    return new DeviceResult(Arrays.asList(outcomes), System.nanoTime() - start);
  }

  /**
   * The attention map of any class on a scored image.
   *
   * @throws IllegalArgumentException when the model has no such class
   */
  Attention attention(ImageScore score, String target) {
    // What speaks for an attribute's absence is where its presence was looked for.
    int index =
        target.equals(score.predicted())
            ? score.predictedIndex()
            : bundle.spec().classes().indexOf(target);
    if (index < 0) {
      throw new IllegalArgumentException(
          "The model " + bundle.spec().name() + " has no class " + target + ".");
    }
    float[] input;
    try (Room room = new Room(0)) {
      input =
          pictures
              .picture(score, room)
              .map(picture -> ModelInput.of(picture, bundle.spec().height(), bundle.spec().width()))
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "The picture can no longer be read by the worker."));
    }
    Screener.AttentionMap map = screener.attention(input, index);
    return Attention.quantised(map.values(), map.height(), map.width());
  }

  private void screen(
      DeviceJob job, List<Integer> places, List<Screener.Input> inputs, Outcome[] outcomes) {
    List<Screened> results;
    try {
      results = screener.screen(inputs);
    } catch (RuntimeException e) {
      if (inputs.size() == 1) {
        outcomes[places.get(0)] = failed(job.images().get(places.get(0)), e);
        return;
      }
      // Alone, the images that are not to blame get through.
      for (int i = 0; i < inputs.size(); i++) {
        screen(job, places.subList(i, i + 1), inputs.subList(i, i + 1), outcomes);
      }
      return;
    }
    Instant now = clock.instant();
    for (int i = 0; i < results.size(); i++) {
      DeviceJob.Image image = job.images().get(places.get(i));
      try {
        outcomes[places.get(i)] = new DeviceResult.Scored(score(image, results.get(i), now));
      } catch (IOException e) {
        // The disk is full, say. Not the image's fault, nor for ever: the job goes again.
        throw new UncheckedIOException("an inline picture cannot be kept: " + e.getMessage(), e);
      } catch (RuntimeException e) {
        outcomes[places.get(i)] = failed(image, e);
      }
    }
  }

  private ImageScore score(DeviceJob.Image image, Screened screened, Instant now)
      throws IOException {
    ImageEvent event = image.event();
    Screener.Rank rank = screened.rank();
    return new ImageScore(
        event.id(),
        event.dataset(),
        bundle.spec().name(),
        bundle.hash(),
        event.label(),
        event.groups(),
        event.uri(),
        event.bytes() == null ? null : pictures.keep(event.bytes()),
        event.mask(),
        screened.predictedIndex(),
        predicted(event.dataset(), screened),
        screened.confidence(),
        Attention.quantised(screened.attention(), screened.mapHeight(), screened.mapWidth()),
        screened.maskScore(),
        screened.uniformMaskScore(),
        rank == null ? null : rank.spuriosity(),
        rank == null ? null : rank.percentile(),
        rank == null ? null : reference,
        event.capturedAt(),
        image.receivedAt(),
        now,
        member,
        device,
        new Source(image.partition(), image.offset()));
  }

  private String predicted(String dataset, Screened screened) {
    ClassMap map = pictures.classMap(dataset);
    return map.attribute().isPresent()
        ? map.answer(screened.present())
        : bundle.spec().classes().get(screened.predictedIndex());
  }

  static Outcome failed(DeviceJob.Image image, Throwable e) {
    LOG.warn("image {} of {} failed", image.event().id(), image.event().dataset(), e);
    return new DeviceResult.Rejected(RejectReason.INTERNAL_ERROR, e.toString());
  }
}
