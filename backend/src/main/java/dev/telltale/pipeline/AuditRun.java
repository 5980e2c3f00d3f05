package dev.telltale.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.audit.AuditProgress;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.SetAside;
import dev.telltale.audit.StagePlan;
import dev.telltale.audit.StageRun;
import dev.telltale.audit.UnitOrder;
import dev.telltale.kafka.event.AuditCommand;
import dev.telltale.kafka.event.AuditRecord;
import dev.telltale.kafka.event.AuditRecord.State;
import dev.telltale.kafka.event.UnitOutcome;
import dev.telltale.kafka.event.UnitRecord;
import dev.telltale.pipeline.messages.LiveAudit;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One audit as its coordinator leads it: told of commands and outcomes, it says what is to be
 * ordered, what is to be worked out, and what its record is to say. Knows no Kafka; follows from
 * its record and the outcomes, so that another coordinator can go on. Belongs to one thread.
 */
final class AuditRun {
  /** Where so many units fail, it is not the units: the audit fails with them. */
  static final int MOST_ASIDE = 200;

  /** The artifact store may be gone for a moment. */
  private static final int MOST_TRIES = 5;

  private static final long TRY_AGAIN_NANOS = 2_000_000_000L;

  private final AuditTools tools;
  private final String id;
  private final String title;
  private final AuditSpec spec;
  private final Instant requestedAt;
  private final JsonNode specJson;
  private final AuditTimeline timeline = new AuditTimeline();

  private State state;
  private @Nullable Instant endedAt;
  private int retries;
  private List<AuditRecord.Stage> stages;
  private int stage;
  private AuditRecord.Orders orders;
  private List<SetAside> aside;
  private @Nullable String reason;
  private @Nullable String report;
  private double seconds;

  private boolean changed;
  private List<UnitOutcome> early = new ArrayList<>();
  private @Nullable OpenStage open;
  private boolean folding;
  private boolean busy;
  private int life;
  private int tries;
  private long notBefore;

  private AuditRun(AuditRecord record, AuditTools tools) {
    this.tools = tools;
    this.id = record.audit();
    this.title = record.title();
    this.specJson = record.spec();
    this.spec = AuditRecords.spec(record.spec());
    this.requestedAt = record.requestedAt();
    this.state = record.state();
    this.endedAt = record.endedAt();
    this.retries = record.retries();
    this.stages = new ArrayList<>(record.stages());
    this.stage = record.stage();
    this.orders = record.orders();
    this.aside = record.aside().stream().map(AuditRecords::aside).toList();
    this.reason = record.reason();
    this.report = record.report();
    this.seconds = record.seconds();
  }

  /**
   * A new audit.
   *
   * @throws IllegalArgumentException if its spec is none
   */
  static AuditRun requested(AuditCommand command, AuditTools tools) {
    AuditRecord first =
        new AuditRecord(
            command.audit(),
            command.title(),
            command.spec(),
            State.REQUESTED,
            command.at(),
            command.at(),
            null,
            0,
            List.of(),
            0,
            AuditRecord.Orders.NONE,
            List.of(),
            null,
            null,
            0);
    AuditRun run = new AuditRun(first, tools);
    run.changed = true;
    return run;
  }

  /** An audit that another coordinator led before; tell it the outcomes of its units next. */
  static AuditRun takenUp(AuditRecord record, AuditTools tools) {
    AuditRun run = new AuditRun(record, tools);
    // They are told again.
    run.seconds = 0;
    return run;
  }

  String id() {
    return id;
  }

  State state() {
    return state;
  }

  boolean ended() {
    return state == State.COMPLETED || state == State.FAILED || state == State.CANCELLED;
  }

  /** Whether the outcomes of its units are never needed again. */
  boolean disposable() {
    return state == State.CANCELLED || (state == State.COMPLETED && aside.isEmpty());
  }

  /** How long a unit takes, in seconds; NaN while that is not known. */
  double meanSeconds() {
    return timeline.meanSeconds();
  }

  /** Whether the record says something else than when it was last taken. */
  boolean changed() {
    return changed;
  }

  /**
   * Does what a person wants, where that can be done.
   *
   * @return what Kafka is to be told of a unit by this, an answer of people's; null else
   */
  @Nullable UnitOutcome command(AuditCommand command) {
    switch (command.kind()) {
      case PAUSE -> {
        if (!ended() && state != State.PAUSED) {
          to(State.PAUSED, null);
          timeline.paused();
        }
      }
      case RESUME -> {
        if (state == State.PAUSED) {
          to(State.REQUESTED, null);
        }
      }
      case CANCEL -> {
        if (!ended()) {
          end(State.CANCELLED, null);
        }
      }
      case ANSWER -> {
        if (state == State.WAITING_FOR_ANNOTATION
            && stages.get(stage).name().equals(command.stage())) {
          return answered(command);
        }
      }
      default -> {
        // A request of the same name again; retry and delete are not the audit's own to do.
      }
    }
    return null;
  }

  private UnitOutcome answered(AuditCommand command) {
    return new UnitOutcome(
        id,
        stages.get(stage).name(),
        stages.get(stage).round(),
        0,
        0,
        UnitOutcome.Kind.DONE,
        "people",
        command.at().toString(),
        command.at(),
        0,
        UnitWork.result(tools.artifacts(), command.answer()),
        null);
  }

  /**
   * Tries again what was set aside, and what follows from it; of an audit that failed, what it
   * failed in.
   *
   * @param told all that is known of its units, in order
   */
  void retry(List<UnitOutcome> told) {
    List<SetAside> without = allAside();
    int first = first(without);
    if (first < 0 && state != State.FAILED) {
      return;
    }
    if (open != null && first == stage && !folding && !ended()) {
      open.run().retry();
      retries++;
      changed = true;
      return;
    }
    keepOrders();
    if (first >= 0) {
      goBack(first, without, told);
    }
    leaveStage();
    early = new ArrayList<>(told.stream().filter(this::isOfThisStage).toList());
    endedAt = null;
    report = null;
    tries = 0;
    to(State.REQUESTED, null);
  }

  private int first(List<SetAside> without) {
    for (int i = 0; i < stages.size(); i++) {
      String name = stages.get(i).name();
      if (without.stream().anyMatch(unit -> unit.stage().equals(name))) {
        return i;
      }
    }
    return -1;
  }

  private void goBack(int first, List<SetAside> without, List<UnitOutcome> told) {
    retries++;
    AuditRecord.Stage to = stages.get(first);
    List<Integer> again =
        without.stream()
            .filter(unit -> unit.stage().equals(to.name()))
            .map(SetAside::unit)
            .toList();
    Map<Integer, Integer> attempts = new HashMap<>();
    int issued = again.get(again.size() - 1) + 1;
    for (UnitOutcome outcome : told) {
      if (outcome.stage().equals(to.name()) && outcome.round() == to.round()) {
        issued = Math.max(issued, outcome.unit() + 1);
        if (outcome.attempt() > 0) {
          attempts.merge(outcome.unit(), outcome.attempt(), Math::max);
        }
      }
    }
    stages.set(first, new AuditRecord.Stage(to.name(), to.round(), to.units(), to.done(), null));
    for (int i = first + 1; i < stages.size(); i++) {
      // What stages after it found was found without these units.
      stages.set(i, new AuditRecord.Stage(stages.get(i).name(), retries, null, 0, null));
    }
    List<String> kept = stages.subList(0, first).stream().map(AuditRecord.Stage::name).toList();
    aside = without.stream().filter(unit -> kept.contains(unit.stage())).toList();
    stage = first;
    orders = new AuditRecord.Orders(issued, attempts, again);
  }

  /** Tells what became of a unit. */
  void outcome(UnitOutcome outcome) {
    if (ended() || folding || !isOfThisStage(outcome)) {
      return;
    }
    if (open == null) {
      early.add(outcome);
    } else if (outcome.unit() < open.run().units()) {
      tell(open, outcome);
    }
  }

  private boolean isOfThisStage(UnitOutcome outcome) {
    return stage < stages.size()
        && stages.get(stage).name().equals(outcome.stage())
        && stages.get(stage).round() == outcome.round();
  }

  private void tell(OpenStage to, UnitOutcome outcome) {
    UnitOrder order = new UnitOrder(outcome.unit(), outcome.attempt());
    SetAside without = null;
    switch (outcome.kind()) {
      case STARTED -> without = to.run().started(order, outcome.worker() + "@" + outcome.life());
      case THREW -> without = to.run().threw(order, shortened(outcome.error()));
      case RETURNED -> to.run().gaveBack(order);
      case DONE -> {
        if (!to.run().done(outcome.unit())) {
          return;
        }
        to.results().add(outcome.unit(), outcome.result());
        seconds += outcome.seconds();
      }
    }
    if (!to.run().isDone(outcome.unit()) || outcome.kind() == UnitOutcome.Kind.DONE) {
      timeline.told(outcome);
    }
    changed |= without != null;
  }

  /** A record holds many of them. */
  private static String shortened(@Nullable String error) {
    String words = String.valueOf(error);
    return words.length() <= 500 ? words : words.substring(0, 499) + "…";
  }

  /** It is its turn. */
  void start() {
    if (state == State.REQUESTED) {
      boolean people = open != null && open.plan().order() == StagePlan.Order.PEOPLE;
      to(people ? State.WAITING_FOR_ANNOTATION : State.RUNNING, people ? waits() : null);
    }
  }

  /**
   * What is to be worked out now, elsewhere, since it takes long; null when nothing is. What the
   * task gives is to be run on this thread.
   */
  @Nullable Supplier<Runnable> task(long nowNanos) {
    boolean working = state == State.RUNNING || state == State.WAITING_FOR_ANNOTATION;
    if (!working || busy || nowNanos - notBefore < 0) {
      return null;
    }
    AuditWork work = new AuditWork(tools, spec);
    if (open == null) {
      busy = true;
      List<String> names = stages.stream().map(AuditRecord.Stage::name).toList();
      Map<String, String> folded = outcomes();
      List<SetAside> without = List.copyOf(aside);
      return guarded(() -> opened(work.open(names, folded, without)));
    }
    if (open.run().complete()) {
      if (open.run().aside().size() > MOST_ASIDE) {
        return null;
      }
      busy = true;
      folding = true;
      OpenStage now = open;
      String name = stages.get(stage).name();
      var results = now.results().results(now.run().units(), tools.artifacts());
      return guarded(
          () -> {
            String address = work.fold(name, now, results);
            return () -> folded(address);
          });
    }
    return null;
  }

  private Supplier<Runnable> guarded(Supplier<Runnable> work) {
    int asked = life;
    return () -> {
      Runnable then;
      try {
        then = work.get();
      } catch (RuntimeException | StackOverflowError e) {
        then = () -> failed(e);
      }
      Runnable result = then;
      return () -> {
        if (asked == life && !ended()) {
          busy = false;
          result.run();
        }
      };
    };
  }

  private Runnable opened(AuditWork.Opened found) {
    return () -> {
      tries = 0;
      if (found.report() != null) {
        report = found.report();
        end(State.COMPLETED, null);
        return;
      }
      if (stages.isEmpty()) {
        found.names().forEach(name -> stages.add(new AuditRecord.Stage(name, 0, null, 0, null)));
        changed = true;
      }
      begin(found.stage());
    };
  }

  private void begin(OpenStage begun) {
    AuditRecord.Stage now = stages.get(stage);
    int units = begun.run().units();
    if (now.units() != null && now.units() != units) {
      end(
          State.FAILED,
          "the stage %s had %d units and now has %d: this version plans it in another way; ask for the audit anew"
              .formatted(now.name(), now.units(), units));
      return;
    }
    changed |= now.units() == null;
    stages.set(stage, new AuditRecord.Stage(now.name(), now.round(), units, now.done(), null));
    begun
        .run()
        .takeUp(
            new StageRun.Mark(
                orders.issued(),
                orders.attempts(),
                aside.stream().filter(unit -> unit.stage().equals(now.name())).toList(),
                orders.again()));
    aside = aside.stream().filter(unit -> !unit.stage().equals(now.name())).toList();
    open = begun;
    List<UnitOutcome> told = early;
    early = new ArrayList<>();
    told.forEach(this::outcome);
    if (begun.plan().order() == StagePlan.Order.PEOPLE
        && state == State.RUNNING
        && !begun.run().complete()) {
      to(State.WAITING_FOR_ANNOTATION, waits());
    }
  }

  private String waits() {
    return "people have to answer: " + stages.get(stage).name();
  }

  private void folded(String address) {
    AuditRecord.Stage now = stages.get(stage);
    aside = allAside();
    stages.set(
        stage,
        new AuditRecord.Stage(
            now.name(), now.round(), now.units(), open.run().doneUnits(), address));
    stage++;
    orders = AuditRecord.Orders.NONE;
    leaveStage();
    tries = 0;
    to(State.RUNNING, null);
  }

  private void failed(Throwable e) {
    folding = false;
    if (e instanceof UncheckedIOException && ++tries < MOST_TRIES) {
      notBefore = System.nanoTime() + TRY_AGAIN_NANOS;
      return;
    }
    end(State.FAILED, AuditRecords.line(e.getMessage() == null ? e.toString() : e.getMessage()));
  }

  /**
   * Orders units; the record is to be written with them.
   *
   * @param most so many at once may be out
   */
  List<UnitRecord> order(int most) {
    if (state != State.RUNNING || open == null || folding) {
      return List.of();
    }
    if (open.run().aside().size() > MOST_ASIDE) {
      SetAside last = List.copyOf(open.run().aside()).get(MOST_ASIDE);
      end(
          State.FAILED,
          "%d units of %s had to be set aside, the last one since: %s"
              .formatted(MOST_ASIDE + 1, last.stage(), last.reason()));
      return List.of();
    }
    if (open.plan().order() == StagePlan.Order.PEOPLE) {
      return List.of();
    }
    List<UnitRecord> ordered = new ArrayList<>();
    for (UnitOrder order : open.run().order(most)) {
      ordered.add(unit(open, order));
    }
    changed |= !ordered.isEmpty();
    return ordered;
  }

  private UnitRecord unit(OpenStage now, UnitOrder order) {
    boolean follows = now.plan().order() == StagePlan.Order.CHAIN && order.unit() > 0;
    return new UnitRecord(
        id,
        stages.get(stage).name(),
        stages.get(stage).round(),
        order.unit(),
        order.attempt(),
        specJson,
        now.plan().units().get(order.unit()),
        outcomes(),
        follows ? now.results().result(order.unit() - 1) : null);
  }

  /** The record as it is to be written now. */
  AuditRecord record(Instant now) {
    keepOrders();
    changed = false;
    List<AuditRecord.Stage> told = new ArrayList<>(stages);
    if (open != null) {
      AuditRecord.Stage at = stages.get(stage);
      told.set(
          stage,
          new AuditRecord.Stage(
              at.name(), at.round(), at.units(), open.run().doneUnits(), at.outcome()));
    }
    return new AuditRecord(
        id,
        title,
        specJson,
        state,
        requestedAt,
        now,
        endedAt,
        retries,
        told,
        stage,
        orders,
        allAside().stream().map(AuditRecords::aside).toList(),
        reason,
        report,
        seconds);
  }

  /** How far it is at this moment. */
  LiveAudit live() {
    List<AuditProgress.Stage> all = new ArrayList<>();
    int left = 0;
    for (int i = 0; i < stages.size(); i++) {
      AuditRecord.Stage one = stages.get(i);
      if (i == stage && open != null) {
        StageRun run = open.run();
        int without = run.aside().size();
        left = run.units() - run.doneUnits() - without;
        all.add(new AuditProgress.Stage(one.name(), run.units(), run.doneUnits(), without));
      } else {
        int without = (int) aside.stream().filter(unit -> unit.stage().equals(one.name())).count();
        all.add(new AuditProgress.Stage(one.name(), one.units(), one.done(), without));
      }
    }
    return new LiveAudit(id, retries, timeline.progress(all, stage, left));
  }

  private Map<String, String> outcomes() {
    Map<String, String> folded = new LinkedHashMap<>();
    for (AuditRecord.Stage one : stages.subList(0, stage)) {
      folded.put(one.name(), one.outcome());
    }
    return folded;
  }

  private List<SetAside> allAside() {
    if (open == null) {
      return aside;
    }
    List<SetAside> all = new ArrayList<>(aside);
    all.addAll(open.run().aside());
    return List.copyOf(all);
  }

  private void keepOrders() {
    if (open != null) {
      StageRun.Mark mark = open.run().mark();
      orders = new AuditRecord.Orders(mark.issued(), mark.attempts(), mark.again());
    }
  }

  private void leaveStage() {
    open = null;
    folding = false;
    busy = false;
    life++;
    early = new ArrayList<>();
    timeline.nextStage();
  }

  private void end(State last, @Nullable String why) {
    keepOrders();
    aside = allAside();
    if (open != null) {
      AuditRecord.Stage at = stages.get(stage);
      stages.set(
          stage,
          new AuditRecord.Stage(
              at.name(), at.round(), at.units(), open.run().doneUnits(), at.outcome()));
    }
    leaveStage();
    endedAt = Instant.now();
    to(last, why);
  }

  private void to(State next, @Nullable String why) {
    state = next;
    reason = why;
    changed = true;
  }
}
