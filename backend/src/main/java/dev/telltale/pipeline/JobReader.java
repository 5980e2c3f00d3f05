package dev.telltale.pipeline;

import dev.telltale.image.Mask;
import dev.telltale.image.ModelInput;
import dev.telltale.image.RgbImage;
import dev.telltale.image.Room;
import dev.telltale.kafka.event.ImageEvent;
import dev.telltale.kafka.event.Source;
import dev.telltale.model.ModelBundle;
import dev.telltale.pipeline.index.ImageIndex;
import dev.telltale.pipeline.index.ImageKey;
import dev.telltale.pipeline.index.IndexedImage;
import dev.telltale.pipeline.messages.DeviceJob;
import dev.telltale.pipeline.messages.DeviceResult;
import dev.telltale.pipeline.messages.DeviceResult.Outcome;
import dev.telltale.screening.Screener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Readies a micro-batch for a device: leaves out what was scored before, and decodes the rest.
 * Needs no device, so that the next job can be read while one computes. Blocks on files;
 * thread-safe.
 *
 * @param bundle the model that the images are for
 * @param pictures finds and decodes
 * @param index knows what was scored before
 */
record JobReader(ModelBundle bundle, Pictures pictures, ImageIndex index) {

  /**
   * A job whose images are in memory.
   *
   * @param job as it was given
   * @param outcomes one per image: what is settled already, null for what is to be screened
   * @param places of those to be screened, in the job
   * @param inputs one per place
   */
  record ReadJob(
      DeviceJob job,
      @Nullable Outcome[] outcomes,
      List<Integer> places,
      List<Screener.Input> inputs) {}

  /**
   * Never throws for what is wrong with an image: that becomes its outcome.
   *
   * @throws dev.telltale.pipeline.index.IndexException when the index cannot be asked, which is no
   *     image's fault, nor for ever
   */
  ReadJob read(DeviceJob job) {
    Outcome[] outcomes = new Outcome[job.images().size()];
    List<Integer> places = new ArrayList<>();
    List<Screener.Input> inputs = new ArrayList<>();
    List<ImageKey> keys = job.images().stream().map(this::key).toList();
    Map<ImageKey, IndexedImage> before = index.images(keys);
    for (int i = 0; i < outcomes.length; i++) {
      DeviceJob.Image image = job.images().get(i);
      IndexedImage known = before.get(keys.get(i));
      if (known != null) {
        outcomes[i] = new DeviceResult.Known(sameRecord(known.score().source(), image));
        continue;
      }
      try {
        inputs.add(input(image.event()));
        places.add(i);
      } catch (Rejection e) {
        outcomes[i] = new DeviceResult.Rejected(e.reason(), e.getMessage());
      } catch (RuntimeException | OutOfMemoryError e) {
        outcomes[i] = DeviceWork.failed(image, e);
      }
    }
    return new ReadJob(job, outcomes, places, inputs);
  }

  private ImageKey key(DeviceJob.Image image) {
    return ImageKey.of(image.event().dataset(), bundle.hash(), image.event().id());
  }

  private static boolean sameRecord(Source source, DeviceJob.Image image) {
    return source.partition() == image.partition() && source.offset() == image.offset();
  }

  private Screener.Input input(ImageEvent event) throws Rejection {
    Seen seen = seen(event);
    return new Screener.Input(
        seen.input(),
        event.mask() == null ? null : mask(event, seen),
        pictures.classMap(event.dataset()).attribute().orElse(Screener.STRONGEST));
  }

  /** What is kept of a picture: itself it may be large, and is let go before its mask is read. */
  private record Seen(float[] input, int height, int width) {}

  private Seen seen(ImageEvent event) throws Rejection {
    try (Room room = new Room(0)) {
      RgbImage picture = pictures.picture(event.dataset(), event.uri(), event.bytes(), room);
      return new Seen(
          ModelInput.of(picture, bundle.spec().height(), bundle.spec().width()),
          picture.height(),
          picture.width());
    }
  }

  private float[] mask(ImageEvent event, Seen seen) throws Rejection {
    try (Room room = new Room(Mask.BYTES_PER_PIXEL)) {
      Mask mask = pictures.mask(event.dataset(), event.mask(), seen.height(), seen.width(), room);
      return ModelInput.ofMask(mask, bundle.spec().height(), bundle.spec().width());
    }
  }
}
