package dev.telltale.pipeline;

import dev.telltale.pipeline.messages.DeviceResult;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a worker measures at the seam between intake and devices: batch size, linger, busy share.
 * Belongs to intake's event loop.
 */
final class WorkerFigures {
  private final String member;
  private final String model;
  private final Map<String, Device> devices = new LinkedHashMap<>();
  private final TenSeconds batchSizes = new TenSeconds(System.nanoTime());
  private final TenSeconds lingers = new TenSeconds(System.nanoTime());
  private long duplicates;

  private static final class Device {
    final TenSeconds busy = new TenSeconds(System.nanoTime());
    long images;
  }

  WorkerFigures(String member, String model, List<String> slots) {
    this.member = member;
    this.model = model;
    slots.forEach(slot -> devices.put(slot, new Device()));
  }

  void dispatched(int images, long waitedNanos) {
    batchSizes.add(images, System.nanoTime());
    lingers.add(waitedNanos / 1e6, System.nanoTime());
  }

  void computed(String slot, DeviceResult result) {
    Device device = devices.get(slot);
    device.busy.add(result.busyNanos() / 1e9, System.nanoTime());
    device.images += result.outcomes().size();
  }

  void duplicate() {
    duplicates++;
  }

  /** The {@code WorkerReport} of the REST contract. */
  JsonObject report(int queueDepth, int inFlight, boolean paused) {
    long now = System.nanoTime();
    JsonArray list = new JsonArray();
    devices.forEach(
        (slot, device) ->
            list.add(
                new JsonObject()
                    .put("name", slot)
                    .put("busyShare", Math.min(1, device.busy.perSecond(now)))
                    .put("images", device.images)));
    return new JsonObject()
        .put("member", member)
        .put("model", model)
        .put("queueDepth", queueDepth)
        .put("inFlight", inFlight)
        .put("meanBatchSize", known(batchSizes.mean(now)))
        .put("lingerMillis", known(lingers.mean(now)))
        .put("paused", paused)
        .put("duplicates", duplicates)
        .put("devices", list)
        .put("reportedAt", Instant.now().toString());
  }

  private static @Nullable Double known(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
