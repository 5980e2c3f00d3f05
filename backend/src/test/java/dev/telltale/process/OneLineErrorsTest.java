package dev.telltale.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Faults of use and surroundings: one line that says what to do, and exit status 2. */
@Execution(ExecutionMode.CONCURRENT)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OneLineErrorsTest {
  private static TelltaleProcess unreachable;

  @RegisterExtension static final Processes PROCESSES = new Processes();

  @TempDir Path directory;

  /** It looks for its broker for twenty seconds, while the other tests run. */
  @BeforeAll
  static void start(@TempDir Path state) {
    unreachable = PROCESSES.start("serve", "--kafka", "127.0.0.1:1", "--state", state);
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void aBrokerThatIsNotThereIsSaidInOneLine() {
    fails(unreachable, "Cannot reach Kafka at 127.0.0.1:1");
  }

  @Test
  void anOccupiedPortIsSaidInOneLine() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      TelltaleProcess occupied =
          PROCESSES.start(
              "demo",
              "--port",
              taken.getLocalPort(),
              "--state",
              directory.resolve("b"),
              "--data",
              Birds.draw(directory.resolve("birds"), 10, 44).directory(),
              "--no-browser");
      fails(occupied, "port " + taken.getLocalPort(), "taken", "--port");
    }
  }

  @Test
  void aMissingOrBrokenBundleIsSaidInOneLine() throws IOException {
    Path broken = Files.createDirectories(directory.resolve("broken"));
    Files.writeString(broken.resolve("model.json"), "{\"name\": ");
    Path missing = directory.resolve("missing");
    TelltaleProcess first = serve("--model", missing);
    TelltaleProcess second = serve("--model", broken);
    fails(first, missing.toString(), "no such directory");
    fails(second, broken.toString(), "model.json", "not JSON");
  }

  @Test
  void aStateThatIsInUseIsSaidInOneLine() throws IOException {
    try (FileChannel held =
            FileChannel.open(
                directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = held.lock()) {
      assertThat(lock.isValid()).isTrue();
      fails(serve(), directory.toString(), "another Telltale", "--state");
    }
  }

  @Test
  void aFullDiskIsSaidInOneLine() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), 48)) {
      disk.fill(20);
      Path state = disk.directory().resolve("state");
      TelltaleProcess serve = PROCESSES.start("serve", "--state", state);
      TelltaleProcess broker = PROCESSES.start("broker", "--port", 0, "--state", state);
      fails(serve, "the disk of " + state + " is full", "at least 32", "--state");
      fails(broker, "the disk of " + state + " is full");
    }
  }

  @Test
  void aDiskThatFillsUpStopsWhatWritesToItAndIsSaidInOneLine() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("filling"), 128)) {
      TelltaleProcess broker =
          PROCESSES.start("broker", "--port", 0, "--state", disk.directory().resolve("state"));
      String bootstrap = broker.awaitOut();
      TelltaleProcess member =
          PROCESSES.start(
              "serve",
              "--kafka",
              bootstrap,
              "--state",
              disk.directory().resolve("member"),
              "--cluster-port",
              0,
              "--port",
              0);
      member.awaitReady();
      disk.fill(10);
      assertThat(member.awaitExit(TelltaleProcess.PATIENCE)).as(member.story()).isEqualTo(2);
      assertThat(broker.awaitExit(TelltaleProcess.PATIENCE)).as(broker.story()).isEqualTo(2);
      for (TelltaleProcess full : List.of(member, broker)) {
        assertThat(full.err())
            .as(full.story())
            .filteredOn(line -> line.startsWith("telltale: the disk of "))
            .singleElement(STRING)
            .contains("is full", "nothing is lost");
      }
    }
  }

  @Test
  void unknownRolesAndKeysAreSaidInOneLine() throws IOException {
    Path config = Files.writeString(directory.resolve("telltale.yaml"), "batchsize: 8\n");
    TelltaleProcess role = serve("--roles", "web,cook");
    TelltaleProcess key = serve("--config", config);
    fails(role, "cook", "web, worker");
    fails(key, config.toString(), "batchsize", "batchSize");
  }

  @Test
  void flagsGoBeforeTheEnvironmentAndThatBeforeTheFile() throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("telltale.yaml"),
            "batchSize: 7\nlingerMillis: 7\nmaxInFlight: 77\nroles: [worker]\n");
    TelltaleProcess printed =
        PROCESSES.start(
            Map.of("TELLTALE_LINGER_MILLIS", "8", "TELLTALE_BATCH_SIZE", "8"),
            List.of("serve", "--config", config.toString(), "--print-config", "--batch-size", "9"));
    assertThat(printed.awaitExit(TelltaleProcess.PATIENCE)).isZero();
    assertThat(printed.out())
        .contains("batchSize: 9", "lingerMillis: 8", "maxInFlight: 77", "cpuSlots: 1")
        .containsSubsequence("roles:", "- \"worker\"");
  }

  private TelltaleProcess serve(Object... more) {
    Object[] arguments = new Object[more.length + 3];
    arguments[0] = "serve";
    arguments[1] = "--state";
    arguments[2] = directory;
    System.arraycopy(more, 0, arguments, 3, more.length);
    return PROCESSES.start(arguments);
  }

  private static void fails(TelltaleProcess process, String... words) {
    assertThat(process.awaitExit(TelltaleProcess.PATIENCE)).as(process.story()).isEqualTo(2);
    assertThat(process.err()).as(process.story()).hasSize(1);
    assertThat(process.err().get(0)).startsWith("telltale: ").contains(words);
    assertThat(process.out()).isEmpty();
  }
}
