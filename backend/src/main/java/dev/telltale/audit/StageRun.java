package dev.telltale.audit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How far a stage's units are: which are ordered, done, thrown, given back or set aside. Told the
 * same things in another order, or twice, it knows the same: what a new owner of an audit reads
 * back puts it where the last one was. Belongs to one thread.
 */
public final class StageRun {
  /** A unit that has thrown so often is set aside. */
  public static final int MOST_THROWS = 3;

  /**
   * A unit whose workers were lost so often is set aside. Higher than for throws: a worker may be
   * lost for reasons of its own, with all units that it held.
   */
  public static final int MOST_LOSSES = 10;

  private final String stage;
  private final StagePlan plan;
  private final int units;
  private final boolean chain;

  // What was told.
  private final BitSet done = new BitSet();
  private final Map<Integer, SortedMap<Integer, String>> thrown = new HashMap<>();
  private final Map<UnitOrder, Set<String>> starts = new HashMap<>();
  private final Set<UnitOrder> givenBack = new HashSet<>();

  // What was decided, and is remembered by the mark.
  private int issued;
  private final SortedMap<Integer, Integer> attempts = new TreeMap<>();
  private final SortedMap<Integer, SetAside> decided = new TreeMap<>();
  private final SortedSet<Integer> wantedAgain = new TreeSet<>();

  // What follows from both.
  private final BitSet out = new BitSet();
  private final SortedSet<Integer> again = new TreeSet<>();
  private final SortedMap<Integer, SetAside> aside = new TreeMap<>();

  /**
   * A stage of which nothing is ordered yet.
   *
   * @param stage its name
   * @param plan its units
   */
  public StageRun(String stage, StagePlan plan) {
    this.stage = stage;
    this.plan = plan;
    this.units = plan.units().size();
    this.chain = plan.order() == StagePlan.Order.CHAIN;
  }

  /**
   * What has to be remembered beside what the workers tell.
   *
   * @param issued so many units, from the first, were ordered at least once
   * @param attempts the latest attempt of those that were ordered more than once
   * @param aside units that the audit does without
   * @param again units that a person wants tried again and that are not ordered yet, and those that
   *     were passed over since one before them in their chain was set aside
   */
  public record Mark(
      int issued, Map<Integer, Integer> attempts, List<SetAside> aside, List<Integer> again) {
    /** Nothing was ordered. */
    public static final Mark NONE = new Mark(0, Map.of(), List.of(), List.of());

    /** Copies them. */
    public Mark {
      attempts = Collections.unmodifiableSortedMap(new TreeMap<>(attempts));
      aside = List.copyOf(aside);
      again = List.copyOf(again);
    }
  }

  /**
   * What was decided so far, to be kept with the orders themselves. A unit that is set aside stays
   * so from now on, whatever is heard of it but its result.
   */
  public Mark mark() {
    decided.putAll(aside);
    return new Mark(issued, attempts, List.copyOf(aside.values()), List.copyOf(wantedAgain));
  }

  /** Takes up where another owner was; before anything else is told. */
  public void takeUp(Mark mark) {
    issued = mark.issued();
    attempts.putAll(mark.attempts());
    mark.aside().forEach(unit -> decided.put(unit.unit(), unit));
    wantedAgain.addAll(mark.again());
    for (int unit = 0; unit < issued; unit++) {
      settle(unit);
    }
  }

  /**
   * Orders units: first those that are to be tried again, then further ones. Remember {@link #mark}
   * together with what is ordered.
   *
   * @param most so many at once may be out
   */
  public List<UnitOrder> order(int most) {
    List<UnitOrder> orders = new ArrayList<>();
    int room = (chain ? Math.min(plan.chains(), most) : most) - out.cardinality();
    while (orders.size() < room && !again.isEmpty()) {
      int unit = again.first();
      wantedAgain.remove(unit);
      orders.add(new UnitOrder(unit, attempts.merge(unit, 1, Integer::sum)));
      settle(unit);
    }
    while (orders.size() < room && issued < units && (isBroken(issued) || isReady(issued))) {
      int unit = issued++;
      if (isBroken(unit)) {
        // Its turn comes when what broke before it is tried again.
        wantedAgain.add(unit);
      }
      settle(unit);
      // Done already, where results outlived the mark of what was ordered.
      if (out.get(unit)) {
        orders.add(new UnitOrder(unit, 0));
      }
    }
    return orders;
  }

  /** Whether what must come before a unit is done. */
  private boolean isReady(int unit) {
    int before = plan.before(unit);
    return before < 0 || done.get(before);
  }

  /** Whether a unit before it in its chain was set aside. */
  private boolean isBroken(int unit) {
    return chain
        && aside.keySet().stream()
            .anyMatch(broken -> broken < unit && (unit - broken) % plan.chains() == 0);
  }

  /**
   * A worker has begun with a unit.
   *
   * @param worker its name and which life of it, such as {@code worker-1@1764000000000}
   * @return the unit, if it is set aside by this: its workers were lost too often
   */
  public @Nullable SetAside started(UnitOrder order, String worker) {
    starts.computeIfAbsent(order, first -> new HashSet<>()).add(worker);
    return settle(order.unit());
  }

  /**
   * A unit is done.
   *
   * @return whether it was not known before
   */
  public boolean done(int unit) {
    if (done.get(unit)) {
      return false;
    }
    done.set(unit);
    settle(unit);
    if (chain && unit + plan.chains() < units) {
      settle(unit + plan.chains());
    }
    return true;
  }

  /**
   * A unit threw.
   *
   * @param error on one line
   * @return the unit, if it is set aside by this
   */
  public @Nullable SetAside threw(UnitOrder order, String error) {
    thrown
        .computeIfAbsent(order.unit(), first -> new TreeMap<>())
        // Two workers may have had the same order: which told first must not matter.
        .merge(order.attempt(), error, (a, b) -> a.compareTo(b) <= 0 ? a : b);
    return settle(order.unit());
  }

  /** A worker did not do a unit, since the audit was paused, or it stopped itself. */
  public void gaveBack(UnitOrder order) {
    givenBack.add(order);
    settle(order.unit());
  }

  /** Tries the units again that were set aside, each once: one more throw sets it aside again. */
  public void retry() {
    List<Integer> tried = List.copyOf(aside.keySet());
    wantedAgain.addAll(tried);
    decided.clear();
    tried.forEach(this::settle);
  }

  /** Orders that Kafka may have no more: those that are out are to be ordered again. */
  public void orderAgain() {
    List<Integer> lost = out.stream().boxed().toList();
    wantedAgain.addAll(lost);
    lost.forEach(this::settle);
  }

  /** Whether every unit is done or set aside; in a chain, also when one before was set aside. */
  public boolean complete() {
    if (!chain || aside.isEmpty()) {
      return done.cardinality() + aside.size() == units;
    }
    for (int first = 0; first < Math.min(plan.chains(), units); first++) {
      int unit = first;
      while (unit < units && done.get(unit)) {
        unit += plan.chains();
      }
      if (unit < units && !aside.containsKey(unit)) {
        return false;
      }
    }
    return true;
  }

  /** How many units there are. */
  public int units() {
    return units;
  }

  /** How many are done. */
  public int doneUnits() {
    return done.cardinality();
  }

  /** Whether a unit is done. */
  public boolean isDone(int unit) {
    return done.get(unit);
  }

  /** How many are ordered and neither done nor thrown nor given back. */
  public int outstanding() {
    return out.cardinality();
  }

  /** Units that the audit does without, in order. */
  public Collection<SetAside> aside() {
    return List.copyOf(aside.values());
  }

  /**
   * Works out anew where a unit is. It follows from all that was told of it and was decided, and
   * not from what came first.
   *
   * @return the unit, if it is set aside by this
   */
  private @Nullable SetAside settle(int unit) {
    boolean before = aside.containsKey(unit);
    out.clear(unit);
    again.remove(unit);
    aside.remove(unit);
    if (done.get(unit)) {
      // A result that came late is as good as another.
      decided.remove(unit);
      wantedAgain.remove(unit);
      return null;
    }
    if (decided.containsKey(unit)) {
      aside.put(unit, decided.get(unit));
    } else if (unit < issued) {
      settleIssued(unit);
    }
    return before ? null : aside.get(unit);
  }

  private void settleIssued(int unit) {
    UnitOrder latest = new UnitOrder(unit, attempts.getOrDefault(unit, 0));
    SortedMap<Integer, String> errors = thrown.getOrDefault(unit, Collections.emptySortedMap());
    String error = errors.get(latest.attempt());
    // The last one may still be at it.
    int lost = starts.getOrDefault(latest, Set.of()).size() - 1;
    if (wantedAgain.contains(unit)) {
      if (isReady(unit)) {
        again.add(unit);
      }
    } else if (error != null && errors.size() >= MOST_THROWS) {
      aside.put(unit, new SetAside(stage, unit, error, false));
    } else if (error != null || givenBack.contains(latest)) {
      again.add(unit);
    } else if (lost >= MOST_LOSSES) {
      String reason = "%d workers were lost while they worked on it".formatted(MOST_LOSSES);
      aside.put(unit, new SetAside(stage, unit, reason, true));
    } else {
      out.set(unit);
    }
  }
}
