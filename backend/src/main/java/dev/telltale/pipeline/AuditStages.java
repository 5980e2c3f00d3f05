package dev.telltale.pipeline;

import dev.telltale.audit.AuditProgress;
import dev.telltale.audit.SetAside;
import dev.telltale.audit.StageRun;
import dev.telltale.kafka.event.AuditRecord;
import dev.telltale.kafka.event.UnitOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stages of an audit as its record tells them: which are folded, what was ordered in the one
 * that it is at, and which units it does without. Belongs to one thread.
 */
final class AuditStages {
  private final List<AuditRecord.Stage> all;
  private int place;
  private AuditRecord.Orders orders;
  private List<SetAside> aside;
  private @Nullable OpenStage open;

  AuditStages(AuditRecord record) {
    this.all = new ArrayList<>(record.stages());
    this.place = record.stage();
    this.orders = record.orders();
    this.aside = record.aside().stream().map(AuditRecords::aside).toList();
  }

  /** The stage that is worked on, once its units are planned; null before. */
  @Nullable OpenStage open() {
    return open;
  }

  /** What the record says of it; there is one, unless all are folded or none is known. */
  AuditRecord.Stage at() {
    return all.get(place);
  }

  /** Its place. */
  int place() {
    return place;
  }

  /** Names of all; empty while they are not known. */
  List<String> names() {
    return all.stream().map(AuditRecord.Stage::name).toList();
  }

  /** Addresses of what came of those that are folded. */
  Map<String, String> outcomes() {
    Map<String, String> folded = new LinkedHashMap<>();
    for (AuditRecord.Stage one : all.subList(0, place)) {
      folded.put(one.name(), one.outcome());
    }
    return folded;
  }

  /** Whether a unit is of the stage that is worked on. */
  boolean isAt(UnitOutcome outcome) {
    return place < all.size()
        && at().name().equals(outcome.stage())
        && at().round() == outcome.round();
  }

  /** All units that the audit does without. */
  List<SetAside> aside() {
    if (open == null) {
      return aside;
    }
    List<SetAside> both = new ArrayList<>(aside);
    both.addAll(open.run().aside());
    return List.copyOf(both);
  }

  /** Place of the first that does without a unit; -1 when none does. */
  int firstWithout() {
    return aside().stream().mapToInt(unit -> names().indexOf(unit.stage())).min().orElse(-1);
  }

  /** Their names are known. */
  void plan(List<String> names) {
    names.forEach(name -> all.add(new AuditRecord.Stage(name, 0, null, 0, null)));
  }

  /**
   * The next one begins, or goes on.
   *
   * @throws IllegalStateException if it is planned in another way than before
   */
  void open(OpenStage begun) {
    AuditRecord.Stage now = at();
    int units = begun.run().units();
    if (now.units() != null && now.units() != units) {
      throw new IllegalStateException(
          "the stage %s had %d units and now has %d: this version plans it in another way; ask for the audit anew"
              .formatted(now.name(), now.units(), units));
    }
    all.set(place, new AuditRecord.Stage(now.name(), now.round(), units, now.done(), null));
    List<SetAside> here = aside.stream().filter(unit -> unit.stage().equals(now.name())).toList();
    begun.run().takeUp(new StageRun.Mark(orders.issued(), orders.attempts(), here, orders.again()));
    aside = aside.stream().filter(unit -> !unit.stage().equals(now.name())).toList();
    open = begun;
  }

  /** The one that is worked on is folded; the next one follows. */
  void fold(String outcome) {
    AuditRecord.Stage now = told(outcome);
    close();
    all.set(place, now);
    place++;
    orders = AuditRecord.Orders.NONE;
  }

  /** The one that is worked on is to be opened anew, if at all; what was ordered is kept. */
  void close() {
    if (open != null) {
      orders = orders();
      aside = aside();
      all.set(place, told(null));
      open = null;
    }
  }

  /**
   * Goes back to one, to try the units again that it does without.
   *
   * @param first its place
   * @param retry the round of those that follow it
   * @param known all that is known of the audit's units, in order
   */
  void goBack(int first, int retry, List<UnitOutcome> known) {
    close();
    AuditRecord.Stage to = all.get(first);
    orders = again(to, known);
    all.set(first, new AuditRecord.Stage(to.name(), to.round(), to.units(), to.done(), null));
    for (int i = first + 1; i < all.size(); i++) {
      // What stages after it found was found without these units.
      all.set(i, new AuditRecord.Stage(all.get(i).name(), retry, null, 0, null));
    }
    List<String> kept = names().subList(0, first);
    aside = aside.stream().filter(unit -> kept.contains(unit.stage())).toList();
    place = first;
  }

  private AuditRecord.Orders again(AuditRecord.Stage stage, List<UnitOutcome> known) {
    List<Integer> again =
        aside.stream()
            .filter(unit -> unit.stage().equals(stage.name()))
            .map(SetAside::unit)
            .toList();
    Map<Integer, Integer> attempts = new HashMap<>();
    int issued = again.get(again.size() - 1) + 1;
    for (UnitOutcome outcome : known) {
      if (outcome.stage().equals(stage.name()) && outcome.round() == stage.round()) {
        issued = Math.max(issued, outcome.unit() + 1);
        if (outcome.attempt() > 0) {
          attempts.merge(outcome.unit(), outcome.attempt(), Math::max);
        }
      }
    }
    return new AuditRecord.Orders(issued, attempts, again);
  }

  /** As the record is to tell them now. */
  List<AuditRecord.Stage> told() {
    List<AuditRecord.Stage> now = new ArrayList<>(all);
    if (open != null) {
      now.set(place, told(null));
    }
    return now;
  }

  private AuditRecord.Stage told(@Nullable String outcome) {
    AuditRecord.Stage one = at();
    return new AuditRecord.Stage(
        one.name(), one.round(), one.units(), open.run().doneUnits(), outcome);
  }

  /** What was ordered in the one that is worked on; what was decided of its units stays so. */
  AuditRecord.Orders orders() {
    if (open == null) {
      return orders;
    }
    StageRun.Mark mark = open.run().mark();
    return new AuditRecord.Orders(mark.issued(), mark.attempts(), mark.again());
  }

  /** How far they are. */
  List<AuditProgress.Stage> progress() {
    List<SetAside> without = aside();
    return told().stream()
        .map(
            one ->
                new AuditProgress.Stage(
                    one.name(),
                    one.units(),
                    one.done(),
                    (int) without.stream().filter(u -> u.stage().equals(one.name())).count()))
        .toList();
  }

  /** Units of the one that is worked on that are neither done nor set aside. */
  int left() {
    return open == null
        ? 0
        : open.run().units() - open.run().doneUnits() - open.run().aside().size();
  }
}
