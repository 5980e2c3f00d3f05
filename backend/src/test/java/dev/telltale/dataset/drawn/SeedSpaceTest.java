package dev.telltale.dataset.drawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeedSpaceTest {
  private static final long[] SEEDS = {0, 1, 2, 1000, SeedSpace.MOST - 1, SeedSpace.MOST};

  @Test
  void noTwoPairsOfSpaceAndSeedGiveOneNumber() {
    Set<Long> numbers = new HashSet<>();
    for (SeedSpace space : SeedSpace.values()) {
      for (long seed : SEEDS) {
        numbers.add(space.of(seed));
      }
    }
    assertThat(numbers).hasSize(SeedSpace.values().length * SEEDS.length);
  }

  @Test
  void aSeedOutOfRangeWouldReachIntoAnotherSpaceAndIsRefused() {
    assertThatThrownBy(() -> SeedSpace.TRAINING.of(SeedSpace.MOST + 1))
        .hasMessageStartingWith("the seed must be from 0 to 72057594037927935, not");
    assertThatThrownBy(() -> SeedSpace.named("testing"))
        .hasMessage(
            "there is no seed space \"testing\"; there are training, tuning, stopping, reporting,"
                + " screening");
  }

  @Test
  void splitAndSpaceFollowFromEachOther() {
    assertThat(Splits.only("val", null).of(1, 0).space()).isEqualTo(SeedSpace.STOPPING);
    assertThat(Splits.only(null, SeedSpace.TUNING).of(1, 0).name()).isEqualTo("val");
    assertThat(Splits.only("train", SeedSpace.TUNING).of(1, 0))
        .isEqualTo(new Splits.Part("train", SeedSpace.TUNING, 1));
    assertThat(Splits.DEFAULT.from(SeedSpace.SCREENING).parts())
        .allMatch(part -> part.space() == SeedSpace.SCREENING);
    assertThatThrownBy(() -> Splits.only("training", null))
        .hasMessage("a split is one of train, val, test, each once, not \"training\"");
  }

  @Test
  void pairsOfPicturesStayInOneSplit() {
    Map<String, Integer> counts = new HashMap<>();
    for (int index = 0; index < 2000; index += 2) {
      Splits.Part part = Splits.DEFAULT.of(9, index);
      assertThat(Splits.DEFAULT.of(9, index + 1)).isEqualTo(part);
      counts.merge(part.name(), 2, Integer::sum);
    }
    assertThat(counts.get("train")).isBetween(1100, 1300);
    assertThat(counts.get("val")).isBetween(300, 500);
    assertThat(counts.get("test")).isBetween(300, 500);
  }
}
