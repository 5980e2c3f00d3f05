package dev.telltale.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

class StageRunTest {
  private static final String STAGE = "squares";

  /** What a worker tells. */
  private record Told(UnitOrder order, String what, @Nullable String words) {
    void to(StageRun run) {
      switch (what) {
        case "done" -> run.done(order.unit());
        case "threw" -> run.threw(order, words);
        case "returned" -> run.gaveBack(order);
        default -> run.started(order, words);
      }
    }
  }

  /** A stage that was worked on for a while by a disorderly house. */
  private static final class Life {
    final StagePlan plan;
    final StageRun run;
    final List<Told> log = new ArrayList<>();
    final List<UnitOrder> orders = new ArrayList<>();
    StageRun.Mark mark = StageRun.Mark.NONE;

    Life(long seed, int units, int chains, int steps) {
      plan = plan(units, chains);
      run = new StageRun(STAGE, plan);
      Random random = new Random(seed);
      for (int i = 0; i < steps; i++) {
        step(random);
      }
    }

    private void step(Random random) {
      int what = random.nextInt(20);
      if (what < 6) {
        orders.addAll(run.order(1 + random.nextInt(6)));
        mark = run.mark();
      } else if (what == 6) {
        run.retry();
        mark = run.mark();
      } else if (!orders.isEmpty()) {
        // Also of orders that are long over, and of what was told already.
        UnitOrder order = orders.get(random.nextInt(orders.size()));
        String words = "w" + random.nextInt(what < 12 ? 30 : 3);
        String kind = what < 14 ? "started" : what < 17 ? "threw" : what < 18 ? "returned" : "done";
        Told told = new Told(order, kind, words);
        log.add(told);
        told.to(run);
      }
    }
  }

  @Property(tries = 2000)
  void aNewOwnerKnowsTheSameInWhateverOrderAndHoweverOftenItIsTold(
      @ForAll long seed,
      @ForAll @IntRange(max = 8) int units,
      @ForAll @IntRange(max = 3) int chains,
      @ForAll @IntRange(max = 150) int steps) {
    Life life = new Life(seed, units, chains, steps);
    List<Told> log = new ArrayList<>(life.log);
    log.addAll(life.log.subList(0, life.log.size() / 2));
    Collections.shuffle(log, new Random(seed + 1));
    StageRun next = new StageRun(STAGE, life.plan);
    next.takeUp(life.mark);
    log.forEach(told -> told.to(next));
    assertSame(next, life.run);
    assertThat(next.order(3)).isEqualTo(life.run.order(3));
    assertThat(next.mark()).isEqualTo(life.run.mark());
  }

  @Property(tries = 2000)
  void whereAUnitIsFollowsFromItsDefinition(
      @ForAll long seed,
      @ForAll @IntRange(max = 8) int units,
      @ForAll @IntRange(max = 3) int chains,
      @ForAll @IntRange(max = 150) int steps) {
    Life life = new Life(seed, units, chains, steps);
    Plainly plainly = new Plainly(life.mark, life.log);
    assertThat(life.run.doneUnits())
        .isEqualTo((int) IntStream.range(0, life.run.units()).filter(plainly::done).count());
    assertThat(life.run.outstanding())
        .isEqualTo((int) IntStream.range(0, life.run.units()).filter(plainly::out).count());
    assertThat(life.run.aside())
        .extracting(SetAside::unit)
        .containsExactlyElementsOf(
            IntStream.range(0, life.run.units()).filter(plainly::aside).boxed().toList());
  }

  /** The rules, each as one sentence about all that was told. */
  private record Plainly(StageRun.Mark mark, List<Told> log) {
    boolean done(int unit) {
      return log.stream().anyMatch(told -> told.what.equals("done") && told.order.unit() == unit);
    }

    boolean aside(int unit) {
      boolean decided = mark.aside().stream().anyMatch(one -> one.unit() == unit);
      boolean threwOften = threw(latest(unit)) && attemptsThatThrew(unit) >= 3;
      boolean lostOften = !again(unit) && workers(unit) > 10;
      return !done(unit)
          && (decided
              || (unit < mark.issued()
                  && !mark.again().contains(unit)
                  && (threwOften || lostOften)));
    }

    boolean out(int unit) {
      return unit < mark.issued() && !done(unit) && !aside(unit) && !again(unit);
    }

    private boolean again(int unit) {
      return mark.again().contains(unit)
          || threw(latest(unit))
          || log.stream()
              .anyMatch(told -> told.what.equals("returned") && told.order.equals(latest(unit)));
    }

    private UnitOrder latest(int unit) {
      return new UnitOrder(unit, mark.attempts().getOrDefault(unit, 0));
    }

    private boolean threw(UnitOrder order) {
      return log.stream().anyMatch(told -> told.what.equals("threw") && told.order.equals(order));
    }

    private long attemptsThatThrew(int unit) {
      return log.stream()
          .filter(told -> told.what.equals("threw") && told.order.unit() == unit)
          .map(told -> told.order.attempt())
          .distinct()
          .count();
    }

    private long workers(int unit) {
      return log.stream()
          .filter(told -> told.what.equals("started") && told.order.equals(latest(unit)))
          .map(Told::words)
          .distinct()
          .count();
    }
  }

  @Property(tries = 300)
  void everyUnitComesToItsEndWhateverHappensToItOnTheWay(
      @ForAll long seed,
      @ForAll @IntRange(max = 12) int units,
      @ForAll @IntRange(max = 3) int chains) {
    Random random = new Random(seed);
    StageRun run = new StageRun(STAGE, plan(units, chains));
    int orders = 0;
    while (!run.complete()) {
      List<UnitOrder> ordered = run.order(1 + random.nextInt(5));
      assertThat(ordered).as("something can always be done").isNotEmpty();
      orders += ordered.size();
      Collections.shuffle(ordered, random);
      for (UnitOrder order : ordered) {
        int what = random.nextInt(6);
        if (what == 0) {
          run.threw(order, "it broke");
        } else if (what == 1) {
          run.gaveBack(order);
        } else {
          run.done(order.unit());
        }
      }
      assertThat(orders).isLessThan(10_000);
    }
    assertThat(run.outstanding()).isZero();
    if (chains == 0) {
      assertThat(run.doneUnits() + run.aside().size()).isEqualTo(run.units());
    }
  }

  @Example
  void aUnitThatThrowsThreeTimesIsSetAsideAndAResultThatComesLateStillCounts() {
    StageRun run = new StageRun(STAGE, plan(2, 0));
    for (int attempt = 0; attempt < 3; attempt++) {
      assertThat(run.order(1)).containsExactly(new UnitOrder(0, attempt));
      SetAside aside = run.threw(new UnitOrder(0, attempt), "broke " + attempt);
      assertThat(aside == null).isEqualTo(attempt < 2);
    }
    assertThat(run.aside()).containsExactly(new SetAside(STAGE, 0, "broke 2", false));
    assertThat(run.done(0)).isTrue();
    assertThat(run.aside()).isEmpty();
  }

  @Example
  void aRetryOutlivesTheOwnerThatWasAskedForIt() {
    StageRun run = new StageRun(STAGE, plan(1, 0));
    List<Told> log = new ArrayList<>();
    for (int attempt = 0; attempt < 3; attempt++) {
      run.order(1);
      log.add(new Told(new UnitOrder(0, attempt), "threw", "it broke"));
      log.get(attempt).to(run);
    }
    run.retry();
    StageRun next = new StageRun(STAGE, plan(1, 0));
    next.takeUp(run.mark());
    log.forEach(told -> told.to(next));
    assertThat(next.aside()).isEmpty();
    assertThat(next.order(1)).containsExactly(new UnitOrder(0, 3));
    assertThat(next.threw(new UnitOrder(0, 3), "it broke again")).isNotNull();
  }

  @Example
  void aUnitWhoseWorkersAreLostElevenTimesIsSetAside() {
    StageRun run = new StageRun(STAGE, plan(1, 0));
    UnitOrder order = run.order(1).get(0);
    for (int life = 0; life < 10; life++) {
      assertThat(run.started(order, "w@" + life)).isNull();
      assertThat(run.started(order, "w@" + life)).isNull();
    }
    SetAside aside = run.started(order, "w@10");
    assertThat(aside).isNotNull();
    assertThat(aside.lost()).isTrue();
    assertThat(aside.reason()).contains("10 workers were lost");
  }

  @Example
  void aChainGoesOnOnlyWhenTheUnitBeforeIsDone() {
    StageRun run = new StageRun(STAGE, plan(3, 1));
    assertThat(run.order(9)).containsExactly(new UnitOrder(0, 0));
    assertThat(run.order(9)).isEmpty();
    run.gaveBack(new UnitOrder(0, 0));
    assertThat(run.order(9)).containsExactly(new UnitOrder(0, 1));
    run.done(0);
    assertThat(run.order(9)).containsExactly(new UnitOrder(1, 0));
  }

  @Example
  void chainsSideBySideWaitEachForItsOwnUnitBeforeAndForNoOther() {
    StageRun run = new StageRun(STAGE, plan(6, 2));
    assertThat(run.order(9)).containsExactly(new UnitOrder(0, 0), new UnitOrder(1, 0));
    run.done(0);
    assertThat(run.order(9)).containsExactly(new UnitOrder(2, 0));
    assertThat(run.order(9)).isEmpty();
    run.done(2);
    // The third of the first chain is held by the second of the other, which comes before it.
    assertThat(run.order(9)).isEmpty();
    run.done(1);
    assertThat(run.order(9)).containsExactly(new UnitOrder(3, 0), new UnitOrder(4, 0));
  }

  @Example
  void whereOneChainBreaksTheOthersGoOnAndARetryTakesItUp() {
    StageRun run = new StageRun(STAGE, plan(6, 2));
    run.order(9);
    for (int attempt = 0; attempt < StageRun.MOST_THROWS; attempt++) {
      run.threw(new UnitOrder(0, attempt), "it broke");
      run.order(9);
    }
    assertThat(run.aside()).extracting(SetAside::unit).containsExactly(0);
    for (int unit = 1; unit < 6; unit += 2) {
      assertThat(run.complete()).isFalse();
      run.done(unit);
      assertThat(run.order(9))
          .extracting(UnitOrder::unit)
          .containsExactlyElementsOf(unit == 5 ? List.of() : List.of(unit + 2));
    }
    assertThat(run.complete()).isTrue();
    assertThat(run.outstanding()).isZero();
    run.retry();
    StageRun next = new StageRun(STAGE, plan(6, 2));
    next.takeUp(run.mark());
    IntStream.of(1, 3, 5).forEach(next::done);
    for (int unit = 0; unit < 6; unit += 2) {
      assertThat(next.complete()).isFalse();
      assertThat(next.order(9)).extracting(UnitOrder::unit).containsExactly(unit);
      next.done(unit);
    }
    assertThat(next.complete()).isTrue();
  }

  @Property(tries = 300)
  void aUnitOfAChainIsOrderedOnlyAfterTheOneBefore(
      @ForAll long seed,
      @ForAll @IntRange(max = 12) int units,
      @ForAll @IntRange(min = 1, max = 4) int chains) {
    Random random = new Random(seed);
    StagePlan plan = plan(units, chains);
    StageRun run = new StageRun(STAGE, plan);
    List<UnitOrder> out = new ArrayList<>();
    while (!run.complete()) {
      for (UnitOrder order : run.order(1 + random.nextInt(5))) {
        int before = plan.before(order.unit());
        assertThat(before < 0 || run.isDone(before)).isTrue();
        out.add(order);
      }
      assertThat(out.size()).isBetween(1, chains);
      run.done(out.remove(random.nextInt(out.size())).unit());
    }
    assertThat(run.doneUnits()).isEqualTo(run.units());
  }

  private static void assertSame(StageRun one, StageRun other) {
    assertThat(one.aside()).isEqualTo(other.aside());
    assertThat(one.outstanding()).isEqualTo(other.outstanding());
    assertThat(one.complete()).isEqualTo(other.complete());
    for (int unit = 0; unit < one.units(); unit++) {
      assertThat(one.isDone(unit)).isEqualTo(other.isDone(unit));
    }
  }

  /** As many units as make whole chains; without chains all of them, in any order. */
  private static StagePlan plan(int units, int chains) {
    int whole = chains == 0 ? units : units - units % chains;
    var about = IntStream.range(0, whole).mapToObj(JsonNodeFactory.instance::numberNode).toList();
    return chains == 0 ? StagePlan.parallel(about) : StagePlan.chains(chains, about);
  }
}
