package dev.telltale.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.telltale.audit.AuditState;
import dev.telltale.audit.ReportDocument;
import dev.telltale.kafka.event.AuditCommand;
import dev.telltale.kafka.event.AuditRecord;
import dev.telltale.kafka.event.UnitOutcome;
import dev.telltale.kafka.event.UnitOutcome.Kind;
import dev.telltale.testing.Steps;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Audits on a real broker, led and worked on by two members of this JVM. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AuditEngineTest {
  @TempDir private static Path temp;
  private static AuditHouse house;

  @BeforeAll
  static void start() {
    house = new AuditHouse(temp);
    house.member("one");
    house.member("two");
  }

  @AfterAll
  static void stop() {
    house.close();
  }

  @Test
  @Order(1)
  void anAuditComesToTheReportOfASequentialRun() {
    Steps.Plan plan = Steps.Plan.of(60, 0);
    house.request("plain", plan);
    Audit audit = house.await("plain", AuditState.COMPLETED);
    assertThat(house.report("plain")).isEqualTo(house.sequential(plan));
    assertThat(audit.aside()).isEmpty();
    assertThat(audit.partial()).as("there is a finished one").isNull();
    assertThat(audit.progress().stages())
        .extracting(stage -> stage.name() + " " + stage.done() + "/" + stage.units())
        .containsExactly("squares 60/60", "sums 10/10");
    assertThat(workers("plain")).containsOnlyKeys("one", "two");
  }

  @Test
  @Order(2)
  void largeResultsTravelByTheirAddresses() {
    Steps.Plan plan = Steps.Plan.of(6, 0).of(100_000);
    house.request("large", plan);
    house.await("large", AuditState.COMPLETED);
    assertThat(house.report("large")).isEqualTo(house.sequential(plan));
    assertThat(done("large", "squares")).allMatch(outcome -> outcome.result().artifact() != null);
  }

  @Test
  @Order(3)
  void whatIsPausedRestsAndWhatIsResumedRepeatsNothing() {
    house.request("paused", Steps.Plan.of(40, 100));
    house.awaitDone("paused", 4);
    house.command("paused", AuditCommand.Kind.PAUSE);
    house.await("paused", AuditState.PAUSED);
    await().atMost(AuditHouse.PATIENCE).until(() -> unanswered("paused") == 0);
    int rests = house.outcomes("paused").size();
    await()
        .during(Duration.ofSeconds(1))
        .atMost(AuditHouse.PATIENCE)
        .until(() -> house.outcomes("paused").size() == rests);
    house.command("paused", AuditCommand.Kind.RESUME);
    house.await("paused", AuditState.COMPLETED);
    assertThat(done("paused", "squares"))
        .extracting(UnitOutcome::unit)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 40).boxed().toList());
    assertThat(log("paused"))
        .containsExactly(
            "Asked for",
            "Begun",
            "Paused by anna",
            "Resumed by anna",
            "Goes on",
            "squares: 40 units done",
            "sums: 10 units done",
            "Completed");
  }

  @Test
  @Order(4)
  void whatIsCancelledEndsAndLeavesNothing() {
    house.request("cancelled", Steps.Plan.of(1000, 100));
    house.awaitDone("cancelled", 4);
    house.command("cancelled", AuditCommand.Kind.CANCEL);
    Audit audit = house.await("cancelled", AuditState.CANCELLED);
    assertThat(audit.endedAt()).isNotNull();
    int started = started("cancelled");
    house.request("after", Steps.Plan.of(4, 0));
    house.await("after", AuditState.COMPLETED);
    assertThat(started("cancelled")).isLessThanOrEqualTo(started + 4);
    house.command("cancelled", AuditCommand.Kind.DELETE);
    await()
        .atMost(AuditHouse.PATIENCE)
        .until(() -> house.any().audits().find("cancelled").isEmpty());
  }

  @Test
  @Order(5)
  void aUnitThatAlwaysThrowsIsSetAsideAndMayBeTriedAgain() {
    Steps.Plan plan = Steps.Plan.of(12, 0).throwingAt(7);
    house.request("throwing", plan);
    Audit audit = house.await("throwing", AuditState.COMPLETED);
    assertThat(audit.aside()).hasSize(1);
    assertThat(audit.aside().get(0).unit()).isEqualTo(7);
    assertThat(audit.aside().get(0).reason()).isEqualTo("unit 7 cannot be done");
    assertThat(new String(house.report("throwing"), UTF_8)).contains("missing\\\":1");
    assertThat(house.report("throwing")).isEqualTo(house.sequential(plan));
    String without = audit.report();

    Steps.faulty = false;
    try {
      house.command("throwing", AuditCommand.Kind.RETRY);
      await()
          .atMost(AuditHouse.PATIENCE)
          .until(
              () ->
                  house.audit("throwing").state() == AuditState.COMPLETED
                      && !without.equals(house.audit("throwing").report()));
      assertThat(house.audit("throwing").aside()).isEmpty();
      assertThat(house.report("throwing")).isEqualTo(house.sequential(plan));
    } finally {
      Steps.faulty = true;
    }
    assertThat(done("throwing", "squares")).hasSize(12);
    assertThat(log("throwing"))
        .containsExactly(
            "Asked for",
            "Begun",
            "squares: unit 8 is set aside: unit 7 cannot be done",
            "squares: 11 units done, 1 set aside",
            "sums: 6 units done",
            "Completed",
            "1 unit tried again by anna",
            "Goes on",
            "squares: 12 units done",
            "sums: 6 units done",
            "Completed");
  }

  @Test
  @Order(6)
  void fiftyAuditsRunFiveAtATimeAndAllComplete() {
    for (int i = 0; i < 50; i++) {
      house.request("many-" + i, Steps.Plan.of(4, 10));
    }
    await()
        .atMost(Duration.ofSeconds(120))
        .until(
            () ->
                IntStream.range(0, 50)
                    .allMatch(
                        i ->
                            house
                                .any()
                                .audits()
                                .find("many-" + i)
                                .map(audit -> audit.state() == AuditState.COMPLETED)
                                .orElse(false)));
    assertThat(mostAtOnce()).isBetween(2, Turns.AT_ONCE + 1);
  }

  @Test
  @Order(7)
  void anAuditThatWaitsForPeopleGoesOnWithAnotherOwnerAndTheirAnswer() {
    Steps.Plan plan = Steps.Plan.of(8, 300).asking();
    house.request("asking", plan);
    house.request("resting", Steps.Plan.of(30, 100));
    Audit audit = house.await("asking", AuditState.WAITING_FOR_ANNOTATION);
    assertThat(audit.reason()).isEqualTo("people have to answer: question");
    house.awaitDone("resting", 3);
    house.command("resting", AuditCommand.Kind.PAUSE);
    house.await("resting", AuditState.PAUSED);
    house.request("going", Steps.Plan.of(60, 100));
    house.awaitDone("going", 5);

    house.leave("two");
    house.await("going", AuditState.COMPLETED);
    assertThat(house.report("going")).isEqualTo(house.sequential(Steps.Plan.of(60, 100)));
    assertThat(house.audit("asking").state()).isEqualTo(AuditState.WAITING_FOR_ANNOTATION);
    assertThat(house.audit("resting").state()).isEqualTo(AuditState.PAUSED);
    house.answer("asking", "a bird");
    house.await("asking", AuditState.COMPLETED);
    assertThat(new String(house.report("asking"), UTF_8)).contains("a bird");
    assertThat(log("asking"))
        .as("told once, whoever led it")
        .containsExactly(
            "Asked for",
            "Begun",
            "squares: 8 units done",
            "Waits: people have to answer: question",
            "Answered by anna",
            "question: 1 unit done",
            "sums: 4 units done",
            "Completed");
    house.command("resting", AuditCommand.Kind.RESUME);
    house.await("resting", AuditState.COMPLETED);
    assertThat(house.report("resting")).isEqualTo(house.sequential(Steps.Plan.of(30, 100)));
  }

  @Test
  @Order(8)
  void whatIsKnownSoFarIsReportedAndIsKeptWhenTheAuditRestsOrEnds() throws IOException {
    house.request("partial", Steps.Plan.of(400, 100));
    house.await("partial", AuditState.RUNNING);
    await().atMost(AuditHouse.PATIENCE).until(() -> house.audit("partial").partial() != null);
    ReportDocument early = partial();
    assertThat(early.partial().stage()).isEqualTo("squares");
    assertThat(early.partial().units()).isEqualTo(400);
    assertThat(early.partial().done()).isBetween(1, 399);
    assertThat(early.report().findings().get(0))
        .contains("\"missing\":" + (400 - early.partial().done()));
    await()
        .atMost(AuditHouse.PATIENCE)
        .until(() -> partial().partial().done() > early.partial().done());

    house.command("partial", AuditCommand.Kind.PAUSE);
    house.await("partial", AuditState.PAUSED);
    assertThat(last("partial").partial()).as("in the record").isNotNull();
    house.command("partial", AuditCommand.Kind.CANCEL);
    house.await("partial", AuditState.CANCELLED);
    assertThat(partial().partial().done()).isGreaterThan(early.partial().done());
  }

  private static ReportDocument partial() throws IOException {
    return ReportDocument.read(house.tools().artifacts().read(house.audit("partial").partial()));
  }

  private static AuditRecord last(String audit) {
    List<AuditRecord> all =
        house.records().stream().filter(record -> record.audit().equals(audit)).toList();
    return all.get(all.size() - 1);
  }

  private static List<String> log(String audit) {
    return house.audit(audit).log().stream().map(AuditRecord.Happening::what).toList();
  }

  private static Map<String, Integer> workers(String audit) {
    Map<String, Integer> workers = new HashMap<>();
    house.outcomes(audit).forEach(outcome -> workers.merge(outcome.worker(), 1, Integer::sum));
    return workers;
  }

  private static List<UnitOutcome> done(String audit, String stage) {
    return house.outcomes(audit).stream()
        .filter(outcome -> outcome.kind() == Kind.DONE && outcome.stage().equals(stage))
        .toList();
  }

  private static int started(String audit) {
    return (int) house.outcomes(audit).stream().filter(one -> one.kind() == Kind.STARTED).count();
  }

  /** Orders of which nobody has told what became of them. */
  private static long unanswered(String audit) {
    List<UnitOutcome> all = house.outcomes(audit);
    return all.stream()
        .filter(one -> one.kind() == Kind.STARTED)
        .filter(
            one ->
                all.stream()
                    .noneMatch(
                        other ->
                            other.kind() != Kind.STARTED
                                && other.unit() == one.unit()
                                && other.attempt() == one.attempt()))
        .count();
  }

  /** The most audits that ran at one time, by the times at which their states were written. */
  private static int mostAtOnce() {
    List<AuditRecord> records =
        house.records().stream()
            .filter(record -> record.audit().startsWith("many-"))
            .sorted(Comparator.comparing(AuditRecord::updatedAt))
            .toList();
    Map<String, AuditRecord.State> states = new HashMap<>();
    int most = 0;
    for (AuditRecord record : records) {
      states.put(record.audit(), record.state());
      most =
          Math.max(
              most,
              (int)
                  states.values().stream()
                      .filter(state -> state == AuditRecord.State.RUNNING)
                      .count());
    }
    return most;
  }
}
