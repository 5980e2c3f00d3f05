package dev.telltale.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MicroBatcherTest {
  private static final long MILLI = 1_000_000;

  private final MicroBatcher<Integer> batcher = new MicroBatcher<>(3, 20);

  @Test
  void withoutItemsNoBatchWillBeReady() {
    assertThat(batcher.readyInNanos(0)).isEqualTo(-1);
    assertThat(batcher.take(0)).isEqualTo(new MicroBatcher.Batch<>(List.of(), 0));
  }

  @Test
  void aFullBatchIsReadyAtOnce() {
    batcher.offer(1, 0);
    batcher.offer(2, 0);
    assertThat(batcher.readyInNanos(0)).isEqualTo(20 * MILLI);
    batcher.offer(3, 0);
    assertThat(batcher.readyInNanos(0)).isZero();
  }

  @Test
  void aBatchIsReadyWhenItsOldestItemHasLingered() {
    batcher.offer(1, 5 * MILLI);
    batcher.offer(2, 20 * MILLI);
    assertThat(batcher.readyInNanos(20 * MILLI)).isEqualTo(5 * MILLI);
    assertThat(batcher.readyInNanos(25 * MILLI)).isZero();
    assertThat(batcher.readyInNanos(99 * MILLI)).isZero();
  }

  @Test
  void itemsLeaveInTheOrderInWhichTheyCame() {
    for (int i = 1; i <= 7; i++) {
      batcher.offer(i, i * MILLI);
    }
    assertThat(batcher.depth()).isEqualTo(7);
    assertThat(batcher.take(10 * MILLI).items()).containsExactly(1, 2, 3);
    MicroBatcher.Batch<Integer> second = batcher.take(10 * MILLI);
    assertThat(second.items()).containsExactly(4, 5, 6);
    assertThat(second.waitedNanos()).isEqualTo(6 * MILLI);
    assertThat(batcher.take(10 * MILLI).items()).containsExactly(7);
    assertThat(batcher.depth()).isZero();
  }

  @Test
  void withoutLingerASingleItemIsABatch() {
    MicroBatcher<Integer> eager = new MicroBatcher<>(32, 0);
    eager.offer(1, 7);
    assertThat(eager.readyInNanos(7)).isZero();
  }
}
