package dev.telltale.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShelfTest {
  private static final Runnable NO_BREATH = () -> {};

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private long nanos;
  private final Shelf shelf = new Shelf(100, () -> nanos);
  private final List<String> made = new ArrayList<>();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void whatIsThereIsNotMadeAgain() {
    assertThat(get("a", 10)).isEqualTo("a");
    assertThat(get("a", 10)).isEqualTo("a");
    assertThat(made).containsExactly("a");
  }

  @Test
  void whatWasUsedLongestAgoGoesFirstWhenThereIsNoRoom() {
    get("a", 40);
    get("b", 40);
    get("a", 40);
    get("c", 40);
    get("a", 40);
    get("b", 40);
    assertThat(made).containsExactly("a", "b", "c", "b");
  }

  @Test
  void roomIsMadeBeforeSomethingIsMade() {
    get("a", 60);
    shelf.get(
        "b",
        60,
        () -> {
          get("a", 30);
          return "b";
        },
        NO_BREATH);
    assertThat(made).as("a was let go before b was made").containsExactly("a", "a");
  }

  @Test
  void roomIsHeldWhileSomethingIsMade() {
    get("a", 40);
    shelf.get(
        "b",
        60,
        () -> {
          get("c", 40);
          return "b";
        },
        NO_BREATH);
    get("c", 40);
    get("a", 40);
    assertThat(made).as("a had to go for c, beside b").containsExactly("a", "c", "a");
  }

  @Test
  void roomIsFreeAgainWhenSomethingCouldNotBeMade() {
    get("a", 40);
    assertThatThrownBy(
            () ->
                shelf.get(
                    "b",
                    60,
                    () -> {
                      throw new UnitStoppedException();
                    },
                    NO_BREATH))
        .isInstanceOf(UnitStoppedException.class);
    get("c", 60);
    get("a", 40);
    assertThat(made).containsExactly("a", "c");
  }

  @Test
  void whatNobodyAsksForAnyMoreIsLetGo() {
    get("a", 10);
    get("b", 10);
    nanos += Shelf.KEPT.toNanos() - 1;
    shelf.tidy();
    get("a", 10);
    nanos += 1;
    shelf.tidy();
    get("a", 10);
    get("b", 10);
    assertThat(made).containsExactly("a", "b", "b");
  }

  @Test
  void whatIsLargerThanAllTheRoomIsKeptUntilTheNextComes() {
    get("a", 1000);
    get("a", 1000);
    get("b", 1);
    get("a", 1000);
    assertThat(made).containsExactly("a", "b", "a");
  }

  @Test
  void whatAnotherThreadMakesIsWaitedForAndNotMadeAgain() throws Exception {
    try (Maker maker = new Maker()) {
      CountDownLatch breaths = new CountDownLatch(2);
      Future<String> waiter = threads.submit(() -> waiting(breaths::countDown));
      assertThat(breaths.await(60, TimeUnit.SECONDS)).as("it breathes while it waits").isTrue();
      maker.leave.countDown();
      assertThat(waiter.get(60, TimeUnit.SECONDS)).isEqualTo("made by the first");
    }
  }

  @Test
  void oneThatWaitsMakesItItselfWhenTheOtherIsStopped() throws Exception {
    try (Maker maker = new Maker()) {
      CountDownLatch breaths = new CountDownLatch(1);
      Future<String> waiter = threads.submit(() -> waiting(breaths::countDown));
      assertThat(breaths.await(60, TimeUnit.SECONDS)).isTrue();
      maker.stopped = true;
      maker.leave.countDown();
      assertThat(waiter.get(60, TimeUnit.SECONDS)).isEqualTo("made by the second");
    }
  }

  @Test
  void oneThatWaitsIsStoppedByItsOwnBreath() throws Exception {
    try (Maker maker = new Maker()) {
      assertThatThrownBy(
              () ->
                  waiting(
                      () -> {
                        throw new UnitStoppedException();
                      }))
          .isInstanceOf(UnitStoppedException.class);
    }
    assertThat(waiting(NO_BREATH)).as("the other was not disturbed").isEqualTo("made by the first");
  }

  private String waiting(Runnable breath) {
    return shelf.get("slow", 10, () -> "made by the second", breath);
  }

  /** Makes something on another thread until it may leave off. */
  private final class Maker implements AutoCloseable {
    private final CountDownLatch leave = new CountDownLatch(1);
    private final Future<?> making;
    private volatile boolean stopped;

    Maker() throws InterruptedException {
      CountDownLatch begun = new CountDownLatch(1);
      making = threads.submit(() -> shelf.get("slow", 10, () -> make(begun), NO_BREATH));
      assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
    }

    private String make(CountDownLatch begun) {
      begun.countDown();
      try {
        assertThat(leave.await(60, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      if (stopped) {
        throw new UnitStoppedException();
      }
      return "made by the first";
    }

    @Override
    public void close() throws Exception {
      leave.countDown();
      if (stopped) {
        assertThatThrownBy(() -> making.get(60, TimeUnit.SECONDS))
            .hasCauseInstanceOf(UnitStoppedException.class);
      } else {
        making.get(60, TimeUnit.SECONDS);
      }
    }
  }

  private String get(String key, long bytes) {
    return shelf.get(
        key,
        bytes,
        () -> {
          made.add(key);
          return key;
        },
        NO_BREATH);
  }
}
