package dev.telltale.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.telltale.audit.AuditSpec;
import dev.telltale.kafka.event.AuditRecord;
import dev.telltale.kafka.event.UnitOutcome;
import dev.telltale.testing.Steps;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Audits whose worker, coordinator and broker are killed, and whose worker is frozen. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AuditKillsTest {
  private static final Duration PATIENCE = TelltaleProcess.PATIENCE;

  @RegisterExtension static final Processes PROCESSES = new Processes();

  @TempDir static Path directory;

  private static final Map<String, TelltaleProcess> MEMBERS = new HashMap<>();
  private static House house;
  private static AuditsOnKafka audits;
  private static Path birds;

  @BeforeAll
  static void start() {
    birds = Steps.birds(directory.resolve("birds"));
    house =
        new House(PROCESSES, directory, Map.of())
            .with(Map.of("TELLTALE_ALLOWED_ROOTS", directory.toString()))
            .with(AuditsOnKafka.methods(directory.resolve("methods")));
    audits = new AuditsOnKafka(house, directory.resolve("artifacts"));
    house.broker();
  }

  @Test
  @Order(1)
  void anAuditOutlivesItsWorkerItsCoordinatorAndItsBroker() {
    AuditSpec spec = Steps.Plan.of(200, 40).throwingAt(123).spec(birds);
    TelltaleProcess coordinator = member("leads", "coordinator");
    TelltaleProcess worker = member("works", "worker");
    audits.request("killed", spec);

    awaitDone("killed", 20);
    worker.kill();
    worker = member("works", "worker");
    awaitDone("killed", 60);
    coordinator.kill();
    coordinator = member("leads", "coordinator");
    awaitDone("killed", 110);
    house.broker().kill();
    worker.kill();
    coordinator.kill();
    house.broker();
    member("leads", "coordinator").awaitReady();
    member("works", "worker").awaitReady();

    await().atMost(PATIENCE).until(() -> audits.completed("killed"));
    assertThat(audits.report("killed")).isEqualTo(audits.undisturbed(spec));
    AuditRecord audit = audits.audit("killed").orElseThrow();
    assertThat(audit.aside()).extracting(AuditRecord.Aside::unit).containsExactly(123);
    worker = member("works", "worker");
    worker.terminate();
  }

  @Test
  @Order(2)
  void theUnitsOfAFrozenWorkerAreCountedOnceWhenItComesBack() {
    AuditSpec spec = Steps.Plan.of(60, 150).spec(birds);
    member("leads", "coordinator").awaitReady();
    TelltaleProcess frozen = member("freezes", "worker").awaitReady();
    audits.request("frozen", spec);
    await().atMost(PATIENCE).until(() -> begunBy("freezes", "frozen") > 0);
    frozen.signal("STOP");
    member("goes-on", "worker").awaitReady();
    // Its units come to another only when Kafka has given it up.
    await().atMost(PATIENCE).until(() -> audits.done("frozen") >= 60);
    frozen.signal("CONT");
    await().atMost(PATIENCE).until(() -> audits.completed("frozen"));
    assertThat(audits.report("frozen")).isEqualTo(audits.undisturbed(spec));
    AuditRecord audit = audits.audit("frozen").orElseThrow();
    assertThat(audit.stages()).extracting(AuditRecord.Stage::done).isEqualTo(List.of(60, 10));
    assertThat(frozen.alive()).isTrue();
  }

  @Test
  @Order(3)
  void theAuditsOfAKilledCoordinatorGoOnAtTheOtherWhoseOwnAreUndisturbed() {
    AuditSpec spec = Steps.Plan.of(60, 100).spec(birds);
    member("goes-on", "worker").awaitReady();
    TelltaleProcess killed = member("leads", "coordinator").awaitReady();
    member("leads-too", "coordinator").awaitReady();
    await().atMost(PATIENCE).until(() -> audits.ledBy("leads-too").size() > 1);
    await().atMost(PATIENCE).until(() -> audits.ledBy("leads").size() > 1);
    Set<Integer> lost = audits.ledBy("leads");
    Set<Integer> kept = audits.ledBy("leads-too");
    List<String> theirs = names(lost);
    List<String> own = names(kept);
    Stream.concat(theirs.stream(), own.stream()).forEach(id -> audits.request(id, spec));
    theirs.forEach(id -> awaitDone(id, 5));
    own.forEach(id -> awaitDone(id, 5));
    killed.kill();
    for (String id : own) {
      await().atMost(PATIENCE).until(() -> audits.completed(id));
    }
    for (String id : theirs) {
      await().atMost(PATIENCE).until(() -> audits.completed(id));
    }
    byte[] undisturbed = audits.undisturbed(spec);
    for (String id : Stream.concat(theirs.stream(), own.stream()).toList()) {
      assertThat(audits.report(id)).as(id).isEqualTo(undisturbed);
      assertThat(audits.outcomes(id).stream().filter(one -> one.kind() == UnitOutcome.Kind.DONE))
          .as("each once: " + id)
          .hasSize(70);
    }
    assertThat(audits.ledBy("leads-too")).containsAll(lost).containsAll(kept);
  }

  /** Two audits whose partitions are among these. */
  private static List<String> names(Set<Integer> partitions) {
    return IntStream.range(0, 10_000)
        .mapToObj(i -> "both-" + i)
        .filter(id -> partitions.contains(audits.partition(id)))
        .limit(2)
        .toList();
  }

  private static long begunBy(String worker, String audit) {
    return audits.outcomes(audit).stream()
        .filter(one -> one.kind() == UnitOutcome.Kind.STARTED && one.worker().equals(worker))
        .count();
  }

  private static void awaitDone(String audit, int units) {
    await().atMost(PATIENCE).until(() -> audits.done(audit) >= units);
  }

  /** A member of that name, started where it does not run. */
  private static TelltaleProcess member(String name, String roles) {
    return MEMBERS.compute(
        name,
        (id, known) ->
            known != null && known.alive()
                ? known
                : house.member(
                    name,
                    "--roles",
                    roles,
                    "--cluster-port",
                    0,
                    "--artifacts",
                    directory.resolve("artifacts")));
  }
}
