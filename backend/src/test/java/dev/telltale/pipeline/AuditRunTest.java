package dev.telltale.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.telltale.cli.AuditMethods;
import dev.telltale.kafka.event.AuditCommand;
import dev.telltale.kafka.event.AuditCommand.Kind;
import dev.telltale.kafka.event.AuditRecord;
import dev.telltale.kafka.event.AuditRecord.State;
import dev.telltale.kafka.event.UnitOutcome;
import dev.telltale.kafka.event.UnitRecord;
import dev.telltale.kafka.event.UnitResult;
import dev.telltale.testing.Steps;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a coordinator does with an audit, without Kafka. */
class AuditRunTest {
  @TempDir private static Path temp;
  private static Path birds;
  private static AuditTools tools;

  @BeforeAll
  static void make() {
    birds = Steps.birds(temp.resolve("birds"));
    tools = AuditMethods.tools(new ArtifactStore(temp.resolve("artifacts")));
  }

  @Test
  void oneThatIsPausedWhileItsStageIsFoldedStaysPaused() {
    AuditRun run = begun(Steps.Plan.of(2, 0));
    run.order(9).forEach(unit -> run.outcome(done(unit)));
    Supplier<Runnable> fold = run.task(System.nanoTime());
    run.command(command(Kind.PAUSE));
    fold.get().run();
    assertThat(run.state()).isEqualTo(State.PAUSED);
    assertThat(run.record(Instant.now()).stage()).isEqualTo(1);
    work(run);
    assertThat(run.order(9)).isEmpty();
    run.command(command(Kind.RESUME));
    assertThat(run.state()).as("waits for its turn").isEqualTo(State.REQUESTED);
    run.start();
    work(run);
    assertThat(run.order(9)).isNotEmpty();
  }

  @Test
  void ordersThatKafkaNoLongerHasAreGivenAgain() {
    AuditRun run = begun(Steps.Plan.of(5, 0));
    List<UnitRecord> ordered = run.order(3);
    assertThat(ordered).extracting(UnitRecord::unit).containsExactly(0, 1, 2);
    run.outcome(done(ordered.get(1)));
    AuditRecord kept = run.record(Instant.now());

    AuditRun soon = AuditRun.takenUp(kept, tools);
    soon.readBack(done(ordered.get(1)));
    work(soon);
    assertThat(soon.order(3)).extracting(UnitRecord::unit).containsExactly(3);

    Instant longAgo = Instant.now().minus(AuditRun.ORDERS_LAST).minus(Duration.ofHours(1));
    AuditRun late = AuditRun.takenUp(at(kept, longAgo), tools);
    late.readBack(done(ordered.get(1), longAgo));
    work(late);
    assertThat(late.order(3)).extracting(UnitRecord::unit).containsExactly(0, 2, 3);
    assertThat(late.order(3)).as("they are out").isEmpty();
  }

  @Test
  void aCancelledOneIsNotTriedAgain() {
    AuditRun run = begun(Steps.Plan.of(2, 0));
    run.command(command(Kind.CANCEL));
    run.retry(command(Kind.RETRY), List.of());
    assertThat(run.state()).isEqualTo(State.CANCELLED);
  }

  @Test
  void theFirstAnswerCounts() {
    AuditRun run = begun(Steps.Plan.of(1, 0).asking());
    run.order(9).forEach(unit -> run.outcome(done(unit)));
    work(run);
    work(run);
    assertThat(run.state()).isEqualTo(State.WAITING_FOR_ANNOTATION);
    assertThat(run.command(answer(1))).isNotNull();
    assertThat(run.command(answer(2))).isNull();
  }

  private static AuditRun begun(Steps.Plan plan) {
    AuditRun run =
        AuditRun.requested(
            AuditCommand.request("a", "Audit", AuditRecords.json(plan.spec(birds)), Instant.now()),
            tools);
    run.start();
    work(run);
    return run;
  }

  private static void work(AuditRun run) {
    Supplier<Runnable> task = run.task(System.nanoTime());
    if (task != null) {
      task.get().run();
    }
  }

  private static AuditCommand command(Kind kind) {
    return AuditCommand.of(kind, "a", Instant.now());
  }

  private static AuditCommand answer(int number) {
    return AuditCommand.answer(
        "a", "question", JsonNodeFactory.instance.numberNode(number), Instant.now());
  }

  private static UnitOutcome done(UnitRecord unit) {
    return done(unit, Instant.now());
  }

  private static UnitOutcome done(UnitRecord unit, Instant at) {
    return outcome(
        unit, at, new UnitResult(JsonNodeFactory.instance.objectNode().put("value", 1), null));
  }

  private static UnitOutcome outcome(UnitRecord unit, Instant at, @Nullable UnitResult result) {
    return new UnitOutcome(
        unit.audit(),
        unit.stage(),
        unit.round(),
        unit.unit(),
        unit.attempt(),
        UnitOutcome.Kind.DONE,
        "worker",
        "1",
        at,
        1,
        result,
        null);
  }

  private static AuditRecord at(AuditRecord record, Instant updatedAt) {
    return new AuditRecord(
        record.audit(),
        record.title(),
        record.spec(),
        record.state(),
        record.requestedAt(),
        updatedAt,
        record.endedAt(),
        record.retries(),
        record.stages(),
        record.stage(),
        record.orders(),
        record.aside(),
        record.reason(),
        record.report(),
        record.partial(),
        record.provenance(),
        record.seconds(),
        record.log());
  }
}
