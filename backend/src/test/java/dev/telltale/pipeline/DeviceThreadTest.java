package dev.telltale.pipeline;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import dev.telltale.model.Devices;
import io.vertx.core.Vertx;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeviceThreadTest {
  private static final int PATIENCE_SECONDS = 60;

  private final Vertx vertx = Vertx.vertx();
  private final DeviceThread device =
      new DeviceThread(vertx, new Devices.Slot("cpu-0", Device.cpu()));
  private final AtomicInteger screened = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();

  @AfterEach
  void close() throws TimeoutException {
    over.set(true);
    device.close().await(PATIENCE_SECONDS, SECONDS);
    vertx.close().await(PATIENCE_SECONDS, SECONDS);
  }

  @Test
  void allLiveImagesThatWaitAreScreenedWhenAUnitBreathes() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch waiting = new CountDownLatch(1);
    var unit =
        device.unit(
            () -> {
              begun.countDown();
              assertThat(waiting.await(PATIENCE_SECONDS, SECONDS)).isTrue();
              device.breathe();
              return screened.get();
            });
    assertThat(begun.await(PATIENCE_SECONDS, SECONDS)).isTrue();
    for (int i = 0; i < 5; i++) {
      device.live(screened::incrementAndGet);
    }
    waiting.countDown();
    assertThat(unit.await(PATIENCE_SECONDS, SECONDS)).isEqualTo(5);
  }

  @Test
  void aUnitGoesOnUnderLiveImagesThatNeverEnd() throws TimeoutException {
    next();
    next();
    var unit =
        device.unit(
            () -> {
              int before = screened.get();
              for (int batch = 0; batch < 10; batch++) {
                device.breathe();
              }
              return screened.get() - before;
            });
    assertThat(unit.await(PATIENCE_SECONDS, SECONDS)).isEqualTo(20);
  }

  /** As the intake does, which has two jobs out for each device at any time. */
  private void next() {
    device.live(
        () -> {
          if (!over.get()) {
            next();
          }
          return screened.incrementAndGet();
        });
  }
}
