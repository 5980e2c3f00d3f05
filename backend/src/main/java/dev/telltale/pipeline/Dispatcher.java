package dev.telltale.pipeline;

import dev.telltale.pipeline.messages.DeviceJob;
import dev.telltale.pipeline.messages.DeviceResult;
import dev.telltale.pipeline.messages.DeviceResult.Outcome;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands images to this member's devices in micro-batches, as devices become free. Belongs to
 * intake's event loop.
 */
final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final long RETRY_MILLIS = 1000;
  private static final DeliveryOptions TO_DEVICE =
      new DeliveryOptions().setSendTimeout(Duration.ofMinutes(10).toMillis()).setLocalOnly(true);

  private final Vertx vertx;
  private final MicroBatcher<InFlight.Image> batcher;
  private final ArrayDeque<String> freeDevices = new ArrayDeque<>();
  private final WorkerFigures figures;
  private final BiConsumer<List<InFlight.Image>, List<Outcome>> finished;
  private long lingerTimer = -1;

  /**
   * @param slots names of the devices
   * @param figures told what is handed over and what came of it
   * @param finished takes the images of a batch, and what became of each
   */
  Dispatcher(
      Vertx vertx,
      IntakeOptions options,
      List<String> slots,
      WorkerFigures figures,
      BiConsumer<List<InFlight.Image>, List<Outcome>> finished) {
    this.vertx = vertx;
    this.batcher = new MicroBatcher<>(options.batchSize(), options.lingerMillis());
    this.figures = figures;
    this.finished = finished;
    // Two jobs per device: while one computes, the next waits at its thread.
    freeDevices.addAll(slots);
    freeDevices.addAll(slots);
  }

  /** Adds an image; {@link #dispatch} when there are no more at the moment. */
  void offer(InFlight.Image image) {
    batcher.offer(image, System.nanoTime());
  }

  /** Images that wait for a device. */
  int depth() {
    return batcher.depth();
  }

  /** Hands over what is ready, as far as devices are free. */
  void dispatch() {
    long wait = batcher.readyInNanos(System.nanoTime());
    while (wait == 0 && !freeDevices.isEmpty()) {
      send(freeDevices.removeFirst());
      wait = batcher.readyInNanos(System.nanoTime());
    }
    if (wait > 0 && lingerTimer < 0 && !freeDevices.isEmpty()) {
      lingerTimer =
          vertx.setTimer(
              Math.max(1, wait / 1_000_000),
              timer -> {
                lingerTimer = -1;
                dispatch();
              });
    }
  }

  private void send(String device) {
    MicroBatcher.Batch<InFlight.Image> batch = batcher.take(System.nanoTime());
    List<InFlight.Image> images = batch.items();
    figures.dispatched(images.size(), batch.waitedNanos());
    DeviceJob job = new DeviceJob(images.stream().map(InFlight.Image::job).toList());
    vertx
        .eventBus()
        .<DeviceResult>request(Addresses.device(device), job, TO_DEVICE)
        .onComplete(
            answer -> {
              freeDevices.addLast(device);
              if (answer.succeeded()) {
                DeviceResult result = answer.result().body();
                figures.computed(device, result);
                finished.accept(images, result.outcomes());
              } else {
                // Not an image failed, but the device or the index: nothing is lost, the job goes
                // again.
                LOG.warn("device {}: {}", device, answer.cause().toString());
                vertx.setTimer(RETRY_MILLIS, timer -> again(images));
              }
              dispatch();
            });
  }

  private void again(List<InFlight.Image> images) {
    images.forEach(this::offer);
    dispatch();
  }
}
