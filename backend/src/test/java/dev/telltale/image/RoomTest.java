package dev.telltale.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.telltale.image.UnreadableImageException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Memory for large pictures, shared by all threads. */
class RoomTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void aPictureWaitsUntilAnotherIsNoLongerUsed() throws Exception {
    Room first = new Room(0);
    first.take(share(2, 3), Format.PNG);
    CompletableFuture<Void> second =
        CompletableFuture.runAsync(
            () -> {
              try (Room room = new Room(0)) {
                room.take(share(1, 2), Format.PNG);
              } catch (UnreadableImageException e) {
                throw new IllegalStateException(e);
              }
            });
    await().during(Duration.ofMillis(300)).atMost(PATIENCE).until(() -> !second.isDone());
    first.close();
    await().atMost(PATIENCE).until(second::isDone);
    second.join();
  }

  @Test
  void whatTheHeapCanNeverHoldIsRefusedAndTakesNoRoom() throws Exception {
    try (Room room = new Room(0)) {
      UnreadableImageException refused =
          catchThrowableOfType(
              UnreadableImageException.class, () -> room.take(share(5, 4), Format.PNG));
      assertThat(refused.kind()).isEqualTo(Kind.TOO_LARGE);
      assertThat(refused).hasMessageContaining("MiB; this process has " + Room.most());
      room.take(share(4, 5), Format.PNG);
    }
  }

  @Test
  void whatAPictureIsUsedForCountsToo() throws Exception {
    try (Room room = new Room(21)) {
      assertThat(
              catchThrowableOfType(
                  UnreadableImageException.class, () -> room.take(share(1, 2), Format.PNG)))
          .isNotNull();
    }
    try (Room again = new Room(0)) {
      again.take(share(1, 2), Format.PNG);
    }
  }

  /** The size of a PNG that takes a share of all room. */
  private static Size share(int numerator, int denominator) {
    long pixels = Room.most() * 1024L * 1024 / 8 * numerator / denominator;
    return new Size((int) (pixels / 1000), 1000);
  }
}
