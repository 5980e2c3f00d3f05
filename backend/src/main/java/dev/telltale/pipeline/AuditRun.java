package dev.telltale.pipeline;

import dev.telltale.audit.SetAside;
import dev.telltale.kafka.event.AuditCommand;
import dev.telltale.kafka.event.AuditRecord;
import dev.telltale.kafka.event.AuditRecord.State;
import dev.telltale.kafka.event.UnitOutcome;
import dev.telltale.kafka.event.UnitRecord;
import dev.telltale.pipeline.messages.LiveAudit;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

  /** Kafka keeps orders for a day: when nothing was heard for so long they are given anew. */
  static final Duration ORDERS_LAST = Duration.ofHours(12);

  private final AuditTools tools;
  private final AuditLife life;
  private final AuditTimeline timeline = new AuditTimeline();
  private final Elsewhere work = new Elsewhere();
  private final PartialReports partials = new PartialReports();
  private List<UnitOutcome> early = new ArrayList<>();
  private boolean folding;
  private int tries;
  private Instant heard;

  private AuditRun(AuditLife life, AuditTools tools, Instant heard) {
    this.tools = tools;
    this.life = life;
    this.heard = heard;
  }

  /**
   * A new audit.
   *
   * @throws IllegalArgumentException if its spec is none
   */
  static AuditRun requested(AuditCommand command, AuditTools tools) {
    return new AuditRun(AuditLife.requested(command), tools, command.at());
  }

  /** An audit that another coordinator led before; tell it the outcomes of its units next. */
  static AuditRun takenUp(AuditRecord record, AuditTools tools) {
    return new AuditRun(new AuditLife(record), tools, record.updatedAt());
  }

  String id() {
    return life.id();
  }

  State state() {
    return life.state();
  }

  boolean ended() {
    return life.ended();
  }

  /** Whether the outcomes of its units are never needed again. */
  boolean disposable() {
    return AuditRecords.disposable(state(), life.stages().aside().isEmpty());
  }

  /** How long a unit takes, in seconds; NaN while that is not known. */
  double meanSeconds() {
    return timeline.meanSeconds();
  }

  /** Whether the record says something else than when it was last taken. */
  boolean changed() {
    return life.changed();
  }

  /**
   * Does what a person wants, where that can be done.
   *
   * @return what Kafka is to be told of a unit by this, an answer of people's; null else
   */
  @Nullable UnitOutcome command(AuditCommand command) {
    switch (command.kind()) {
      case PAUSE -> {
        if (life.pause(command)) {
          timeline.paused();
        }
      }
      case RESUME -> life.resume(command);
      case CANCEL -> {
        if (!ended()) {
          life.cancel(command);
          leftAudit();
        }
      }
      case ANSWER -> {
        return life.answer(command, tools.artifacts());
      }
      default -> {
        // A request of the same name again; retry and delete are not the audit's own to do.
      }
    }
    return null;
  }

  /**
   * Tries again what was set aside, and what follows from it; of an audit that failed, what it
   * failed in.
   *
   * @param command that asks for it
   * @param told all that is known of its units, in order
   */
  void retry(AuditCommand command, List<UnitOutcome> told) {
    int first = life.stages().firstWithout();
    // What is known of a cancelled one's units is gone.
    if (state() == State.CANCELLED || (first < 0 && state() != State.FAILED)) {
      return;
    }
    boolean here = life.stages().open() != null && life.stages().place() == first;
    if (here && !folding && !ended()) {
      life.retryHere(command);
      return;
    }
    life.reopen(command, first, told);
    leftAudit();
    early = new ArrayList<>(told.stream().filter(life.stages()::isAt).toList());
    tries = 0;
  }

  /** Tells what became of a unit before this coordinator led the audit. */
  void readBack(UnitOutcome outcome) {
    if (outcome.kind() == UnitOutcome.Kind.DONE && !life.stages().isAt(outcome)) {
      life.took(outcome);
    }
    outcome(outcome);
  }

  /** Tells what became of a unit. */
  void outcome(UnitOutcome outcome) {
    if (ended() || folding || !life.stages().isAt(outcome)) {
      return;
    }
    OpenStage open = life.stages().open();
    if (open == null) {
      early.add(outcome);
    } else if (outcome.unit() < open.run().units() && !open.run().isDone(outcome.unit())) {
      tell(open, outcome);
    }
  }

  private void tell(OpenStage open, UnitOutcome outcome) {
    heard = outcome.at().isAfter(heard) ? outcome.at() : heard;
    SetAside without = open.tell(outcome);
    if (without != null) {
      life.without(without);
    }
    if (outcome.kind() == UnitOutcome.Kind.DONE) {
      life.took(outcome);
    }
    timeline.told(outcome);
  }

  /** It is its turn. */
  void start() {
    life.start();
  }

  /**
   * What is to be worked out now, elsewhere, since it takes long; null when nothing is. What the
   * task gives is to be run on this thread.
   */
  @Nullable Supplier<Runnable> task(long nowNanos) {
    boolean working = state() == State.RUNNING || state() == State.WAITING_FOR_ANNOTATION;
    if (!working || !work.free(nowNanos)) {
      return null;
    }
    AuditWork method = new AuditWork(tools, life.spec());
    AuditStages stages = life.stages();
    OpenStage open = stages.open();
    if (open == null) {
      List<String> names = stages.names();
      Map<String, String> folded = stages.outcomes();
      List<SetAside> without = stages.aside();
      return work.begin(() -> opened(method.open(names, folded, without)), this::failed);
    }
    if (!open.run().complete() || open.run().aside().size() > MOST_ASIDE) {
      return null;
    }
    folding = true;
    String name = stages.at().name();
    StageResults results = open.results().results(open.run().units(), tools.artifacts());
    return work.begin(
        () -> {
          String address = method.fold(name, open, results);
          return () -> folded(address);
        },
        this::failed);
  }

  /**
   * The report of what is known so far, where it is time for one; null when it is not. What the
   * task gives is to be run on this thread.
   *
   * @param sharers audits that share the time for this
   */
  @Nullable Supplier<Runnable> partial(long nowNanos, int sharers) {
    boolean working = state() == State.RUNNING || state() == State.WAITING_FOR_ANNOTATION;
    return working && !folding ? partials.task(life, tools, nowNanos, sharers) : null;
  }

  private Runnable opened(AuditWork.Opened found) {
    return () -> {
      tries = 0;
      if (found.report() != null) {
        life.complete(found.report());
        leftAudit();
        return;
      }
      life.planned(found.names());
      begin(found.stage());
    };
  }

  private void begin(OpenStage begun) {
    try {
      life.open(begun);
    } catch (IllegalStateException e) {
      fail(e.getMessage());
      return;
    }
    List<UnitOutcome> told = early;
    early = new ArrayList<>();
    told.forEach(this::outcome);
    life.waitForPeople();
  }

  private void folded(String address) {
    life.folded(address);
    leftStage();
    tries = 0;
  }

  private void failed(Throwable e) {
    folding = false;
    if (e instanceof UncheckedIOException && ++tries < MOST_TRIES) {
      work.rest(System.nanoTime() + TRY_AGAIN_NANOS);
      return;
    }
    fail(AuditRecords.line(e.getMessage() == null ? e.toString() : e.getMessage()));
  }

  /**
   * Orders units; the record is to be written with them.
   *
   * @param most so many at once may be out
   */
  List<UnitRecord> order(int most) {
    OpenStage open = life.stages().open();
    if (state() != State.RUNNING || open == null || folding) {
      return List.of();
    }
    if (open.run().aside().size() > MOST_ASIDE) {
      SetAside last = List.copyOf(open.run().aside()).get(MOST_ASIDE);
      fail(
          "%d units of %s had to be set aside, the last one since: %s"
              .formatted(MOST_ASIDE + 1, last.stage(), last.reason()));
      return List.of();
    }
    if (open.isPeoples()) {
      return List.of();
    }
    Instant now = Instant.now();
    if (heard.plus(ORDERS_LAST).isBefore(now)) {
      open.run().orderAgain();
      heard = now;
    }
    List<UnitRecord> ordered = open.order(life, most);
    if (!ordered.isEmpty()) {
      heard = now;
      life.change();
    }
    return ordered;
  }

  /** The record as it is to be written now. */
  AuditRecord record(Instant now) {
    return life.record(now);
  }

  /** How far it is at this moment. */
  LiveAudit live() {
    AuditStages stages = life.stages();
    return new LiveAudit(
        id(),
        life.retries(),
        timeline.progress(stages.progress(), stages.place(), stages.left()),
        life.partial());
  }

  private void fail(String why) {
    life.fail(why);
    leftAudit();
  }

  private void leftAudit() {
    leftStage();
    partials.forget();
  }

  /** What is at work for the last stage, and what was told of it, is over. */
  private void leftStage() {
    folding = false;
    work.forget();
    early = new ArrayList<>();
    timeline.nextStage();
  }
}
