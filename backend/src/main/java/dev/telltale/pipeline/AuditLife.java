package dev.telltale.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.audit.Artifacts;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.SetAside;
import dev.telltale.kafka.event.AuditCommand;
import dev.telltale.kafka.event.AuditRecord;
import dev.telltale.kafka.event.AuditRecord.State;
import dev.telltale.kafka.event.UnitOutcome;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The life of an audit, as its record tells it. Belongs to one thread. */
final class AuditLife {
  private final String id;
  private final String title;
  private final JsonNode specJson;
  private final AuditSpec spec;
  private final Instant requestedAt;
  private final AuditStages stages;
  private final Map<String, Double> seconds = new HashMap<>();
  private State state;
  private @Nullable Instant endedAt;
  private int retries;
  private @Nullable String reason;
  private @Nullable String report;
  private @Nullable String partial;
  private @Nullable String provenance;
  private final AuditHistory history;
  private boolean answered;
  private boolean changed;

  /**
   * One that goes on; the outcomes of its units are told again.
   *
   * @throws IllegalArgumentException if its spec is none
   */
  AuditLife(AuditRecord record) {
    this.id = record.audit();
    this.title = record.title();
    this.specJson = record.spec();
    this.spec = AuditRecords.spec(record.spec());
    this.requestedAt = record.requestedAt();
    this.stages = new AuditStages(record);
    this.state = record.state();
    this.endedAt = record.endedAt();
    this.retries = record.retries();
    this.reason = record.reason();
    this.report = record.report();
    this.partial = record.partial();
    this.provenance = record.provenance();
    this.history = new AuditHistory(record.log());
  }

  /**
   * A new one.
   *
   * @throws IllegalArgumentException if its spec is none
   */
  static AuditLife requested(AuditCommand command) {
    AuditLife life =
        new AuditLife(
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
                null,
                null,
                0,
                List.of()));
    life.history.add("Asked for", command);
    life.changed = true;
    return life;
  }

  String id() {
    return id;
  }

  AuditSpec spec() {
    return spec;
  }

  /** The spec as records carry it. */
  JsonNode specJson() {
    return specJson;
  }

  AuditStages stages() {
    return stages;
  }

  State state() {
    return state;
  }

  boolean ended() {
    return state == State.COMPLETED || state == State.FAILED || state == State.CANCELLED;
  }

  /** How often units that were set aside were tried again. */
  int retries() {
    return retries;
  }

  /** Whether the record says something else than when it was last taken. */
  boolean changed() {
    return changed;
  }

  /** The record says something else now. */
  void change() {
    changed = true;
  }

  private void to(State next, @Nullable String why) {
    state = next;
    reason = why;
    changed = true;
  }

  /** Rests; false where it cannot. */
  boolean pause(AuditCommand command) {
    if (ended() || state == State.PAUSED) {
      return false;
    }
    to(State.PAUSED, null);
    history.add("Paused", command);
    return true;
  }

  /** Waits for its turn again, if it rests. */
  void resume(AuditCommand command) {
    if (state == State.PAUSED) {
      history.add("Resumed", command);
      to(State.REQUESTED, null);
    }
  }

  /** It is its turn. */
  void start() {
    if (state == State.REQUESTED) {
      to(State.RUNNING, null);
      history.add(stages.names().isEmpty() ? "Begun" : "Goes on");
      waitForPeople();
    }
  }

  /** Its names of stages are known. */
  void planned(List<String> names) {
    if (stages.names().isEmpty()) {
      stages.plan(names);
      changed = true;
    }
  }

  /**
   * Its stage begins, or goes on; what became of its units is told again.
   *
   * @throws IllegalStateException if it is planned in another way than before
   */
  void open(OpenStage begun) {
    changed |= stages.at().units() == null;
    stages.open(begun);
    seconds.remove(stages.at().name());
  }

  /** Waits, if it is at a stage that is people's to answer. */
  void waitForPeople() {
    OpenStage open = stages.open();
    if (state == State.RUNNING && open != null && open.isPeoples() && !open.run().complete()) {
      to(State.WAITING_FOR_ANNOTATION, "people have to answer: " + stages.at().name());
      history.add("Waits: " + reason);
    }
  }

  /** What people answered, as the unit's outcome; null where the audit does not wait for it. */
  @Nullable UnitOutcome answer(AuditCommand command, Artifacts artifacts) {
    if (state != State.WAITING_FOR_ANNOTATION
        || answered
        || !stages.at().name().equals(command.stage())) {
      return null;
    }
    // The first one counts, also for those who read both back.
    answered = true;
    history.add("Answered", command);
    return new UnitOutcome(
        id,
        stages.at().name(),
        stages.at().round(),
        0,
        0,
        UnitOutcome.Kind.DONE,
        "people",
        command.at().toString(),
        command.at(),
        0,
        UnitWork.result(artifacts, command.answer()),
        null);
  }

  /** It does without a unit from now on. */
  void without(SetAside unit) {
    history.add(
        "%s: unit %d is set aside: %s".formatted(unit.stage(), unit.unit() + 1, unit.reason()));
    changed = true;
  }

  /** A unit took so long. */
  void took(UnitOutcome unit) {
    seconds.merge(unit.stage(), unit.seconds(), Double::sum);
  }

  /** Address of the last report of what is known so far; null before the first. */
  @Nullable String partial() {
    return partial;
  }

  /** There is a report of what is known so far. */
  void partial(AuditWork.Kept found) {
    partial = found.report();
    provenance = found.provenance();
    // Where it goes on, the next order tells it; until then it is said on the bus.
    changed |= state != State.RUNNING;
  }

  /** Its stage is folded. */
  void folded(String outcome) {
    OpenStage open = stages.open();
    int missing = open.run().aside().size();
    history.add(
        "%s: %s done%s"
            .formatted(
                stages.at().name(),
                AuditHistory.count(open.run().doneUnits(), "unit"),
                missing == 0 ? "" : ", " + missing + " set aside"));
    stages.fold(outcome);
    answered = false;
    if (state == State.WAITING_FOR_ANNOTATION) {
      to(State.RUNNING, null);
    }
    changed = true;
  }

  /** It has found what it was asked. */
  void complete(AuditWork.Kept found) {
    report = found.report();
    provenance = found.provenance();
    partial = null;
    history.add("Completed");
    end(State.COMPLETED, null);
  }

  /** A person ends it. */
  void cancel(AuditCommand command) {
    history.add("Cancelled", command);
    end(State.CANCELLED, null);
  }

  /** It cannot go on. */
  void fail(String why) {
    history.add("Failed: " + why);
    end(State.FAILED, why);
  }

  /** What is known of its units stays. */
  private void end(State last, @Nullable String why) {
    stages.close();
    endedAt = Instant.now();
    to(last, why);
  }

  /** Units of the stage that it is at are tried again. */
  void retryHere(AuditCommand command) {
    retriedBy(command);
    stages.open().run().retry();
    retries++;
    changed = true;
  }

  /**
   * Waits for its turn again, to try what it did without.
   *
   * @param command that asks for it
   * @param first place of the first stage that does without a unit; -1 when none does
   * @param told all that is known of its units, in order
   */
  void reopen(AuditCommand command, int first, List<UnitOutcome> told) {
    retriedBy(command);
    stages.close();
    if (first >= 0) {
      retries++;
      stages.goBack(first, retries, told);
    }
    endedAt = null;
    report = null;
    answered = false;
    to(state == State.PAUSED ? State.PAUSED : State.REQUESTED, null);
  }

  private void retriedBy(AuditCommand command) {
    int again = stages.aside().size();
    history.add(
        again == 0 ? "Tried again" : AuditHistory.count(again, "unit") + " tried again", command);
  }

  /** The record as it is to be written now. */
  AuditRecord record(Instant now) {
    changed = false;
    return new AuditRecord(
        id,
        title,
        specJson,
        state,
        requestedAt,
        now,
        endedAt,
        retries,
        stages.told(),
        stages.place(),
        stages.orders(),
        stages.aside().stream().map(AuditRecords::aside).toList(),
        reason,
        report,
        partial,
        provenance,
        seconds.values().stream().mapToDouble(Double::doubleValue).sum(),
        history.all());
  }
}
