package dev.telltale.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
  private final int units;
  private final boolean chain;
  private final BitSet done = new BitSet();
  private final Map<Integer, SetAside> aside = new TreeMap<>();
  private final Map<Integer, Integer> attempts = new HashMap<>();
  private final Map<UnitOrder, String> thrown = new HashMap<>();
  private final Map<UnitOrder, Set<String>> starts = new HashMap<>();
  private final Set<UnitOrder> givenBack = new HashSet<>();
  private final ArrayDeque<Integer> again = new ArrayDeque<>();
  private final Set<Integer> out = new HashSet<>();
  private int issued;

  /**
   * A stage of which nothing is ordered yet.
   *
   * @param stage its name
   * @param plan its units
   */
  public StageRun(String stage, StagePlan plan) {
    this.stage = stage;
    this.units = plan.units().size();
    this.chain = plan.order() == StagePlan.Order.CHAIN;
  }

  /**
   * What has to be remembered of the orders, beside what the workers tell.
   *
   * @param issued so many units, from the first, were ordered at least once
   * @param attempts the latest attempt of those that were ordered more than once
   * @param aside units that the audit does without
   */
  public record Mark(int issued, Map<Integer, Integer> attempts, List<SetAside> aside) {
    /** Nothing was ordered. */
    public static final Mark NONE = new Mark(0, Map.of(), List.of());

    /** Copies both. */
    public Mark {
      attempts = Map.copyOf(attempts);
      aside = List.copyOf(aside);
    }
  }

  /** What was ordered so far, to be kept with the orders themselves. */
  public Mark mark() {
    return new Mark(issued, attempts, List.copyOf(aside.values()));
  }

  /** Takes up where another owner was; before anything else is told. */
  public void takeUp(Mark mark) {
    issued = mark.issued();
    attempts.putAll(mark.attempts());
    mark.aside().forEach(unit -> aside.put(unit.unit(), unit));
    for (int unit = 0; unit < issued; unit++) {
      if (!aside.containsKey(unit)) {
        out.add(unit);
      }
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
    int room = (chain ? Math.min(1, most) : most) - out.size();
    while (orders.size() < room && !again.isEmpty()) {
      int unit = again.remove();
      int attempt = attempts.merge(unit, 1, Integer::sum);
      out.add(unit);
      orders.add(new UnitOrder(unit, attempt));
    }
    boolean blocked = chain && (!again.isEmpty() || !out.isEmpty() || !aside.isEmpty());
    while (orders.size() < room && issued < units && !blocked) {
      // Done already, where results outlived the mark of what was ordered.
      if (!done.get(issued)) {
        out.add(issued);
        orders.add(new UnitOrder(issued, 0));
      }
      issued++;
    }
    return orders;
  }

  /**
   * A worker has begun with a unit.
   *
   * @param worker its name and which life of it, such as {@code worker-1@1764000000000}
   * @return the unit, if it is set aside by this: its workers were lost too often
   */
  public @Nullable SetAside started(UnitOrder order, String worker) {
    Set<String> workers = starts.computeIfAbsent(order, first -> new HashSet<>());
    workers.add(worker);
    // The last one may still be at it.
    if (workers.size() - 1 < MOST_LOSSES || !isOut(order)) {
      return null;
    }
    return setAside(
        order.unit(),
        "%d workers were lost while they worked on it".formatted(workers.size() - 1),
        true);
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
    out.remove(unit);
    again.remove(unit);
    // A result that came late is as good as another.
    aside.remove(unit);
    return true;
  }

  /**
   * A unit threw.
   *
   * @param error on one line
   * @return the unit, if it is set aside by this
   */
  public @Nullable SetAside threw(UnitOrder order, String error) {
    thrown.put(order, error);
    if (!isOut(order)) {
      return null;
    }
    out.remove(order.unit());
    if (timesThrown(order.unit()) >= MOST_THROWS) {
      return setAside(order.unit(), error, false);
    }
    again.add(order.unit());
    return null;
  }

  /** A worker did not do a unit, since the audit was paused, or it stopped itself. */
  public void gaveBack(UnitOrder order) {
    if (isOut(order) && givenBack.add(order)) {
      out.remove(order.unit());
      again.add(order.unit());
    }
  }

  /** Tries the units again that were set aside, each once: one more throw sets it aside again. */
  public void retry() {
    again.addAll(aside.keySet());
    aside.clear();
  }

  /** Whether every unit is done or set aside; in a chain, also when one before was set aside. */
  public boolean complete() {
    return done.cardinality() + aside.size() == units || (chain && !aside.isEmpty());
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
    return out.size();
  }

  /** Units that the audit does without, in order. */
  public Collection<SetAside> aside() {
    return List.copyOf(aside.values());
  }

  private SetAside setAside(int unit, String reason, boolean lost) {
    SetAside found = new SetAside(stage, unit, reason, lost);
    out.remove(unit);
    aside.put(unit, found);
    return found;
  }

  private long timesThrown(int unit) {
    return thrown.keySet().stream().filter(order -> order.unit() == unit).count();
  }

  /** Whether it is the latest order of its unit, and nothing was heard of that. */
  private boolean isOut(UnitOrder order) {
    return out.contains(order.unit()) && attempts.getOrDefault(order.unit(), 0) == order.attempt();
  }
}
