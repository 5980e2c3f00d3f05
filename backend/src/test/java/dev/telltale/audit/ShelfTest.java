package dev.telltale.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShelfTest {
  private long nanos;
  private final Shelf shelf = new Shelf(100, () -> nanos);
  private final List<String> made = new ArrayList<>();

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
        });
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
        });
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
                    }))
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

  private String get(String key, long bytes) {
    return shelf.get(
        key,
        bytes,
        () -> {
          made.add(key);
          return key;
        });
  }
}
