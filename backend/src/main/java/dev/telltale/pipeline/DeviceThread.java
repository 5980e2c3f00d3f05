package dev.telltale.pipeline;

import ai.djl.Device;
import dev.telltale.audit.AuditSubject;
import dev.telltale.model.Classifier;
import dev.telltale.model.Devices;
import dev.telltale.model.ModelBundle;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * A device's one thread. Live images and units of audits share it: images go first, also in the
 * middle of a unit, whenever that {@link #breathe breathes}.
 */
final class DeviceThread {
  private static final int LONGEST_JOB_MINUTES = 10;

  /** An audit of several models switches between them from unit to unit. */
  private static final int MOST_MODELS = 4;

  private final Devices.Slot slot;
  private final Vertx vertx;
  private final WorkerExecutor executor;
  private final Queue<Runnable> live = new ConcurrentLinkedQueue<>();
  private final LinkedHashMap<String, Classifier> models = new LinkedHashMap<>(8, 0.75f, true);

  DeviceThread(Vertx vertx, Devices.Slot slot) {
    this.vertx = vertx;
    this.slot = slot;
    this.executor =
        vertx.createSharedWorkerExecutor(
            "device-" + slot.name(), 1, LONGEST_JOB_MINUTES, TimeUnit.MINUTES);
  }

  String name() {
    return slot.name();
  }

  Device device() {
    return slot.device();
  }

  /** Does something for live images: before all that waits, and within the unit that runs. */
  <T> Future<T> live(Callable<T> work) {
    Context context = vertx.getOrCreateContext();
    Promise<T> promise = Promise.promise();
    live.add(
        () -> {
          try {
            T result = work.call();
            context.runOnContext(v -> promise.complete(result));
          } catch (Exception e) {
            context.runOnContext(v -> promise.fail(e));
          }
        });
    executor.executeBlocking(
        () -> {
          breathe();
          return null;
        },
        false);
    return promise.future();
  }

  /** Works on a unit, when those before it are done. */
  <T> Future<T> unit(Callable<T> work) {
    return executor.executeBlocking(work, false);
  }

  /**
   * Does what waits for live images at this moment; on this thread. What comes meanwhile is for the
   * next breath: a stream that never pauses would hold the unit for ever.
   */
  void breathe() {
    for (int waiting = live.size(); waiting > 0; waiting--) {
      Runnable next = live.poll();
      if (next == null) {
        return;
      }
      next.run();
    }
  }

  /**
   * A model of an audit, loaded; kept for the units that follow. On this thread.
   *
   * @param model its place in the subject
   */
  Classifier classifier(AuditSubject subject, int model) {
    ModelBundle bundle = subject.models().get(model);
    Classifier known = models.get(bundle.hash());
    if (known == null) {
      if (models.size() == MOST_MODELS) {
        Map.Entry<String, Classifier> eldest = models.entrySet().iterator().next();
        models.remove(eldest.getKey());
        eldest.getValue().close();
      }
      known = Classifier.load(bundle, slot.device());
      models.put(bundle.hash(), known);
    }
    return known;
  }

  /** Closes the audits' models, and ends when the thread is free. */
  Future<Void> close() {
    return executor
        .executeBlocking(
            () -> {
              models.values().forEach(Classifier::close);
              models.clear();
              return null;
            },
            false)
        .eventually(executor::close)
        .mapEmpty();
  }
}
