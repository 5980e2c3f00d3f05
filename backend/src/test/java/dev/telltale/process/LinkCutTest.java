package dev.telltale.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.telltale.audit.AuditSpec;
import dev.telltale.kafka.TopicSetup;
import dev.telltale.kafka.broker.EmbeddedBroker;
import dev.telltale.kafka.event.AuditRecord;
import dev.telltale.kafka.event.UnitOutcome;
import dev.telltale.testing.Steps;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A member behind a link that is cut for twenty seconds: a network namespace of its own, joined to
 * the others by a pair of virtual cables. Needs root; is skipped where there is none.
 */
class LinkCutTest {
  private static final Duration PATIENCE = TelltaleProcess.PATIENCE;
  private static final Duration CUT = Duration.ofSeconds(20);
  private static final String NAME = "tt" + ProcessHandle.current().pid() % 100_000;
  private static final String HERE = "10.231.77.1";

  @RegisterExtension static final Processes PROCESSES = new Processes();

  @TempDir static Path directory;

  private static EmbeddedBroker broker;
  private static boolean linked;

  @BeforeAll
  static void link() {
    linked =
        ip("netns add " + NAME)
            && ip("link add " + NAME + "a type veth peer name " + NAME + "b netns " + NAME)
            && ip("addr add " + HERE + "/24 dev " + NAME + "a")
            && ip("link set " + NAME + "a up")
            && ip("-n " + NAME + " addr add 10.231.77.2/24 dev " + NAME + "b")
            && ip("-n " + NAME + " link set " + NAME + "b up")
            && ip("-n " + NAME + " link set lo up");
    assumeTrue(linked, "network namespaces need root and the command ip");
    broker = EmbeddedBroker.start(directory.resolve("kafka"), HERE, 0, HERE);
    TopicSetup.ensure(broker.bootstrap());
  }

  @AfterAll
  static void unlink() {
    if (broker != null) {
      broker.close();
    }
    ip("link del " + NAME + "a");
    ip("netns del " + NAME);
  }

  @Test
  void anAuditOutlivesACutOfTwentySecondsAndNothingIsLostOrDouble() {
    Path birds = Steps.birds(directory.resolve("birds"));
    AuditSpec spec = Steps.Plan.of(150, 200).spec(birds);
    String methods = AuditsOnKafka.methods(directory.resolve("methods")).toString();
    AuditsOnKafka audits = new AuditsOnKafka(broker.bootstrap(), directory.resolve("artifacts"));
    List<TelltaleProcess> members = new ArrayList<>();
    // Each side leads some partitions of the audits; the name of one of them is led by each.
    members.add(PROCESSES.start(Map.of(), methods, List.of(), arguments("here")));
    members.add(
        PROCESSES.start(
            Map.of(), methods, List.of("ip", "netns", "exec", NAME), arguments("there")));
    members.forEach(TelltaleProcess::awaitReady);
    List<String> ids = List.of("cut-1", "cut-2", "cut-3", "cut-4");
    ids.forEach(id -> audits.request(id, spec));
    await().atMost(PATIENCE).until(() -> ids.stream().allMatch(id -> begunBy(audits, "there", id)));

    assertThat(ip("link set " + NAME + "a down")).isTrue();
    await()
        .during(CUT)
        .atMost(PATIENCE)
        .until(() -> members.stream().allMatch(TelltaleProcess::alive));
    assertThat(ip("link set " + NAME + "a up")).isTrue();

    byte[] undisturbed = audits.undisturbed(spec);
    for (String id : ids) {
      await().atMost(PATIENCE).until(() -> audits.completed(id));
      assertThat(audits.report(id)).isEqualTo(undisturbed);
      AuditRecord audit = audits.audit(id).orElseThrow();
      assertThat(audit.stages()).extracting(AuditRecord.Stage::done).containsExactly(150, 10);
    }
    assertThat(members).allMatch(TelltaleProcess::alive);
  }

  private static boolean begunBy(AuditsOnKafka audits, String worker, String id) {
    return audits.outcomes(id).stream()
        .anyMatch(one -> one.kind() == UnitOutcome.Kind.STARTED && one.worker().equals(worker));
  }

  private static List<String> arguments(String name) {
    return List.of(
        "serve",
        "--kafka",
        broker.bootstrap(),
        "--member",
        name,
        "--roles",
        "coordinator,worker",
        "--cluster-port",
        "0",
        "--state",
        directory.resolve(name).toString(),
        "--allowed-roots",
        directory.toString(),
        "--artifacts",
        directory.resolve("artifacts").toString());
  }

  private static boolean ip(String arguments) {
    List<String> line = new ArrayList<>(List.of("ip"));
    line.addAll(List.of(arguments.split(" ")));
    try {
      Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
