package dev.telltale.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Training is ended in the middle by what ends processes. */
class TrainTest {
  private static final Duration PATIENCE = TelltaleProcess.PATIENCE;
  private static final Duration OFTEN = Duration.ofMillis(10);

  @RegisterExtension static final Processes PROCESSES = new Processes();

  @TempDir static Path directory;

  private static Path images;

  @BeforeAll
  static void draw() {
    images = Birds.draw(directory.resolve("birds"), 400, 5).directory();
  }

  @Test
  void killedTwiceItEndsInTheBytesOfAnUndisturbedRun() throws Exception {
    Path broken = directory.resolve("broken");
    TelltaleProcess early = train(broken);
    await().atMost(PATIENCE).pollInterval(OFTEN).until(() -> kept(broken, 1));
    early.kill();
    TelltaleProcess late = train(broken);
    await().atMost(PATIENCE).pollInterval(OFTEN).until(() -> kept(broken, 2));
    late.kill();
    assertThat(Files.exists(broken)).as("not finished when killed").isFalse();

    JsonNode outcome = finished(train(broken, "--json"));
    Path whole = directory.resolve("whole");
    JsonNode undisturbed = finished(train(whole, "--json"));
    assertThat(outcome.get("epochs").asInt())
        .isEqualTo(undisturbed.get("epochs").asInt())
        .isEqualTo(4);
    assertThat(outcome.get("hash")).isEqualTo(undisturbed.get("hash"));
    assertThat(files(broken)).isEqualTo(files(whole));
    assertThat(Files.readAllBytes(run(broken).resolve("epoch-00004/optimizer.bin")))
        .isEqualTo(Files.readAllBytes(run(whole).resolve("epoch-00004/optimizer.bin")));

    TelltaleProcess again = train(broken, "--json");
    assertThat(finished(again).get("hash")).as("nothing left to do").isEqualTo(outcome.get("hash"));
  }

  @Test
  void interruptedItSaysHowToGoOnAndASecondProcessIsKeptOut() throws Exception {
    Path out = directory.resolve("interrupted");
    TelltaleProcess process = train(out, "--epochs", 400, "--json");
    await().atMost(PATIENCE).pollInterval(OFTEN).until(() -> kept(out, 1));

    TelltaleProcess second = train(out, "--epochs", 400);
    assertThat(second.awaitExit(PATIENCE)).as(second.story()).isEqualTo(2);
    assertThat(second.err().get(0)).contains(run(out).toString(), "used by another training");

    // Not by Process.destroy: that closes the streams before their last words.
    ProcessHandle.of(process.pid()).orElseThrow().destroy();
    assertThat(process.awaitExit(PATIENCE)).as(process.story()).isEqualTo(143);
    assertThat(process.err()).noneMatch(line -> line.contains("unfinished"));
    assertThat(process.err())
        .as(process.story())
        .last()
        .asString()
        .contains("interrupted", "goes on");
    assertThat(new ObjectMapper().readTree(process.out().get(0)).get("state").asText())
        .isEqualTo("INTERRUPTED");
    assertThat(out).doesNotExist();

    TelltaleProcess other = train(out, "--epochs", 2);
    assertThat(other.awaitExit(PATIENCE)).as(other.story()).isEqualTo(2);
    assertThat(other.err()).hasSize(1);
    assertThat(other.err().get(0))
        .contains("is another training: its spec.epochs is 400, here 2", "--run");
  }

  @Test
  void aFullDiskIsSaidInOneLineAndWhatWasKeptStays() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), 16)) {
      Path run = disk.directory().resolve("run");
      Path out = directory.resolve("after-full-disk");
      TelltaleProcess process = train(out, "--run", run, "--epochs", 400);
      await()
          .atMost(PATIENCE)
          .pollInterval(OFTEN)
          .until(() -> Files.exists(run.resolve("epoch-00001")));
      disk.fill(0);
      assertThat(process.awaitExit(PATIENCE)).as(process.story()).isEqualTo(2);
      assertThat(process.err().get(process.err().size() - 1))
          .startsWith("telltale: " + run)
          .contains("No space left", "what was kept of epoch", "Make room");
      Files.delete(disk.directory().resolve("filling"));
      TelltaleProcess again = train(out, "--run", run, "--epochs", 400);
      await()
          .atMost(PATIENCE)
          .until(() -> again.err().stream().anyMatch(line -> line.startsWith("epoch")));
      assertThat(again.err().get(0)).startsWith("going on after epoch");
    }
  }

  private static TelltaleProcess train(Path out, Object... more) {
    Object[] first = {
      "train",
      "classifier",
      "--data",
      images,
      "--out",
      out,
      "--name",
      "birds",
      "--size",
      32,
      "--batch",
      32,
      "--stop-on",
      "val",
      "--flip",
      0.5,
      "--seed",
      9
    };
    Object[] epochs =
        Stream.of(more).anyMatch("--epochs"::equals) ? new Object[0] : new Object[] {"--epochs", 4};
    return PROCESSES.start(Stream.of(first, epochs, more).flatMap(Stream::of).toArray());
  }

  private static Path run(Path out) {
    return out.resolveSibling(out.getFileName() + ".run");
  }

  private static boolean kept(Path out, int epoch) {
    return Files.exists(run(out).resolve("epoch-%05d".formatted(epoch)));
  }

  private static JsonNode finished(TelltaleProcess process) throws IOException {
    assertThat(process.awaitExit(PATIENCE)).as(process.story()).isZero();
    return new ObjectMapper().readTree(process.out().get(0));
  }

  private static Map<String, String> files(Path bundle) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(bundle)) {
      for (Path file : files.toList()) {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        contents.put(file.getFileName().toString(), text);
      }
    }
    return contents;
  }
}
