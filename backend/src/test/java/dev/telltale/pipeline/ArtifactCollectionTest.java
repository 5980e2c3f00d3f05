package dev.telltale.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.audit.AuditState;
import dev.telltale.audit.ReportFiles;
import dev.telltale.kafka.event.AuditCommand;
import dev.telltale.kafka.event.AuditRecord;
import dev.telltale.kafka.event.UnitOutcome;
import dev.telltale.testing.Steps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Artifacts of audits that are deleted, on a real broker. */
class ArtifactCollectionTest {
  @TempDir private Path temp;

  @Test
  void whatAnAuditStillNamesStaysWhenAnotherIsDeleted() throws IOException {
    AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    InstantSource moved = () -> InstantSource.system().instant().plus(ahead.get());
    Path directory = temp.resolve("artifacts");
    ArtifactStore store = new ArtifactStore(directory, moved.withZone(ZoneOffset.UTC));
    try (AuditHouse house = new AuditHouse(temp, store)) {
      house.member("one");
      // A unit that threw keeps the results of the others: it may be tried again.
      house.request("goes", Steps.Plan.of(6, 0).of(100_000).throwingAt(3));
      house.request("stays", Steps.Plan.of(8, 0).of(100_000).throwingAt(7));
      house.await("goes", AuditState.COMPLETED);
      house.await("stays", AuditState.COMPLETED);
      Set<String> goes = named(house, "goes");
      Set<String> stays = named(house, "stays");
      assertThat(goes).hasSizeGreaterThan(5).containsAnyElementsOf(stays);
      goes.removeAll(stays);
      assertThat(goes).isNotEmpty();
      assertThat(files(directory)).containsAll(goes).containsAll(stays);
      String nobodys = store.write("nobody's".getBytes(UTF_8));

      ahead.set(Duration.ofHours(2));
      String young = store.write("wanted".getBytes(UTF_8));
      store.write("wanted".getBytes(UTF_8));
      house.command("goes", AuditCommand.Kind.DELETE);
      await()
          .atMost(AuditHouse.PATIENCE)
          .untilAsserted(() -> assertThat(files(directory)).doesNotContainAnyElementsOf(goes));
      await()
          .atMost(AuditHouse.PATIENCE)
          .untilAsserted(() -> assertThat(files(directory)).doesNotContain(nobodys));
      assertThat(files(directory)).containsAll(stays).contains(young);
      retried(house);
    }
  }

  /** An epoch of a training is as large as its network: there is one for each. */
  @Test
  void whatUnitsCameToGoesWhenTheirAuditIsCompleted() throws IOException {
    Path directory = temp.resolve("artifacts");
    // What is written now is old to it at once.
    Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofHours(2));
    ArtifactStore store = new ArtifactStore(directory, ahead);
    try (AuditHouse house = new AuditHouse(temp, store)) {
      house.member("one");
      house.request("whole", Steps.Plan.of(3, 0).of(100_000));
      house.await("whole", AuditState.COMPLETED);
      Set<String> kept = namedByRecord(house, "whole");
      await()
          .atMost(AuditHouse.PATIENCE)
          .untilAsserted(() -> assertThat(files(directory)).isEqualTo(kept));
      String provenance = last(house, "whole").provenance();
      assertThat(new ObjectMapper().readTree(store.read(provenance)))
          .isEqualTo(ReportFiles.provenance(house.audit("whole").spec()));
    }
  }

  private static void retried(AuditHouse house) {
    Steps.faulty = false;
    try {
      String before = house.audit("stays").report();
      house.command("stays", AuditCommand.Kind.RETRY);
      await()
          .atMost(AuditHouse.PATIENCE)
          .until(
              () ->
                  house.audit("stays").state() == AuditState.COMPLETED
                      && !before.equals(house.audit("stays").report()));
      assertThat(house.audit("stays").aside()).isEmpty();
    } finally {
      Steps.faulty = true;
    }
  }

  /** What an audit's record and the outcomes of its units name. */
  private static Set<String> named(AuditHouse house, String audit) {
    Set<String> named = namedByRecord(house, audit);
    house.outcomes(audit).stream()
        .filter(one -> one.kind() == UnitOutcome.Kind.DONE && one.result().artifact() != null)
        .forEach(one -> named.add(one.result().artifact()));
    return named;
  }

  private static Set<String> namedByRecord(AuditHouse house, String audit) {
    AuditRecord last = last(house, audit);
    Set<String> named = new HashSet<>();
    last.stages().forEach(stage -> named.add(stage.outcome()));
    named.add(last.report());
    named.add(last.provenance());
    return named;
  }

  private static AuditRecord last(AuditHouse house, String audit) {
    return house.records().stream()
        .filter(record -> record.audit().equals(audit))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  private static Set<String> files(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
