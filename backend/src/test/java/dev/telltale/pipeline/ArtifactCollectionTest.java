package dev.telltale.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.telltale.audit.Artifacts;
import dev.telltale.audit.AuditState;
import dev.telltale.audit.ReportFiles;
import dev.telltale.kafka.TopicSetup;
import dev.telltale.kafka.broker.EmbeddedBroker;
import dev.telltale.kafka.event.AuditCommand;
import dev.telltale.kafka.event.AuditRecord;
import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.UnitOutcome;
import dev.telltale.testing.Steps;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Artifacts of audits that are deleted, on a real broker. */
class ArtifactCollectionTest {
  @TempDir private Path temp;

  @Test
  void whatAnAuditStillNamesStaysWhenAnotherIsDeleted() throws IOException {
    Path directory = temp.resolve("artifacts");
    ArtifactStore store = new ArtifactStore(directory);
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

      age(directory);
      String young = store.write("wanted".getBytes(UTF_8));
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
  void whatUnitsCameToGoesWhenAuditsAreCompleted() throws IOException {
    Path directory = temp.resolve("artifacts");
    ArtifactStore store = new ArtifactStore(directory);
    try (AuditHouse house = new AuditHouse(temp, store)) {
      house.member("one");
      house.request("whole", Steps.Plan.of(3, 0).of(100_000));
      house.await("whole", AuditState.COMPLETED);
      Set<String> kept = namedByRecord(house, "whole");
      Set<String> of = files(directory);
      assertThat(of).containsAll(kept).hasSizeGreaterThan(kept.size());
      String provenance = last(house, "whole").provenance();
      assertThat(new String(store.read(provenance), UTF_8))
          .isEqualTo(ReportFiles.provenance(house.audit("whole").spec()).toString());
      age(directory);
      house.request("later", Steps.Plan.of(3, 0).of(90_000));
      await()
          .atMost(AuditHouse.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(files(directory).stream().filter(of::contains))
                      .containsExactlyInAnyOrderElementsOf(kept));
    }
  }

  @Test
  void whatIsWrittenAfterTheFirstLookAtWhatIsNamedIsYoung() throws IOException {
    Watched store = new Watched(new ArtifactStore(temp.resolve("artifacts")));
    String outcome = store.write("{}".getBytes(UTF_8));
    try (EmbeddedBroker broker = EmbeddedBroker.start(temp.resolve("kafka"), 0)) {
      TopicSetup.ensure(broker.bootstrap());
      KafkaClients.write(broker.bootstrap(), EventCodec.record(naming(outcome), 0));
      assertThat(new ArtifactCollection(broker.bootstrap(), store).collect()).isZero();
    }
    assertThat(store.opened).isNotNull();
    assertThat(store.before).isBeforeOrEqualTo(store.opened.minus(ArtifactStore.YOUNG));
  }

  private static AuditRecord naming(String report) {
    return new AuditRecord(
        "names",
        "Names one",
        JsonNodeFactory.instance.objectNode(),
        AuditRecord.State.COMPLETED,
        Instant.EPOCH,
        Instant.EPOCH,
        Instant.EPOCH,
        0,
        List.of(),
        0,
        AuditRecord.Orders.NONE,
        List.of(),
        null,
        report,
        null,
        null,
        0,
        List.of());
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

  /** All that is there was written two hours ago. */
  private static void age(Path directory) throws IOException {
    FileTime then = FileTime.from(Instant.now().minus(Duration.ofHours(2)));
    for (String name : files(directory)) {
      Files.setLastModifiedTime(directory.resolve(name.substring(0, 2)).resolve(name), then);
    }
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

  /** When something was first read, and what was to be kept as young. */
  private static final class Watched implements Artifacts {
    private final ArtifactStore store;
    private @Nullable Instant opened;
    private @Nullable Instant before;

    Watched(ArtifactStore store) {
      this.store = store;
    }

    @Override
    public String write(byte[] bytes) throws IOException {
      return store.write(bytes);
    }

    @Override
    public InputStream open(String address) throws IOException {
      opened = opened == null ? Instant.now() : opened;
      return store.open(address);
    }

    @Override
    public int collect(Set<String> named, Instant before) throws IOException {
      this.before = before;
      return store.collect(named, before);
    }
  }
}
