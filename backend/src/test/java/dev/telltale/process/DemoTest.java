package dev.telltale.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.kafka.event.ImageScore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The one command, whose broker lives and dies with it. */
class DemoTest {
  private static final Duration PATIENCE = TelltaleProcess.PATIENCE;
  private static final int BIRDS = 1500;
  private static final List<String> FIELDS =
      List.of(
          "images", "scored", "rejected", "seconds", "accuracy", "worstGroupAccuracy", "maskScore");

  @RegisterExtension static final Processes PROCESSES = new Processes();

  @TempDir static Path directory;

  private static Birds birds;

  @BeforeAll
  static void draw() {
    birds = Birds.draw(directory.resolve("birds"), BIRDS, 42);
  }

  @Test
  void sigtermDrainsAndAKillLosesNothingEither() throws IOException {
    Path state = directory.resolve("stream");
    TelltaleProcess stopped = demo(birds.directory(), state, "--rate", 300);
    Rest first = stopped.rest();
    await().atMost(PATIENCE).until(() -> first.scored("birds") >= BIRDS / 5);
    stopped.terminate();
    assertThat(stopped.err()).hasSize(1).allMatch(line -> line.startsWith("Dashboard: "));

    TelltaleProcess killed = demo(birds.directory(), state, "--rate", 300);
    Rest second = killed.rest();
    await().atMost(PATIENCE).until(() -> second.scored("birds") >= 2 * BIRDS / 3);
    // Drained is committed: nothing at all was scored a second time.
    assertThat(scores(killed)).extracting(ImageScore::id).doesNotHaveDuplicates();
    killed.kill();

    TelltaleProcess again = demo(birds.directory(), state, "--json");
    JsonNode outcome = new ObjectMapper().readTree(again.awaitOut());
    assertThat(outcome.get("images").asInt()).isEqualTo(BIRDS);
    assertThat(outcome.get("scored").asInt()).isEqualTo(BIRDS);
    assertThat(outcome.get("rejected").asInt()).isZero();
    assertThat(again.rest().scored("birds")).isEqualTo(BIRDS);
    assertThat(ids(scores(again))).isEqualTo(birds.ids());
    again.terminate();
  }

  @Test
  void aSecondRunScoresNothingAndAClassMapMakesAccuracyKnown() throws IOException {
    Path folders = Files.createDirectories(directory.resolve("folders"));
    List<String> labels = List.of("gull", "sparrow");
    for (int i = 0; i < 80; i++) {
      Path folder = Files.createDirectories(folders.resolve(labels.get(i % 2)));
      Files.copy(
          birds.directory().resolve("images/%06d.png".formatted(i)), folder.resolve(i + ".png"));
    }
    Path state = directory.resolve("twice");
    TelltaleProcess first = demo(folders, state, "--json", "--exit-when-done");
    assertThat(first.awaitExit(PATIENCE)).isZero();
    assertThat(first.out()).hasSize(1);
    JsonNode unknown = new ObjectMapper().readTree(first.out().get(0));
    assertThat(names(unknown)).isEqualTo(FIELDS);
    assertThat(unknown.get("images").asInt()).isEqualTo(80);
    assertThat(unknown.get("scored").asInt()).isEqualTo(80);
    assertThat(unknown.get("rejected").asInt()).isZero();
    assertThat(unknown.get("seconds").asDouble()).isPositive();
    assertThat(unknown.get("accuracy").isNull()).isTrue();
    assertThat(unknown.get("worstGroupAccuracy").isNull()).isTrue();
    assertThat(unknown.get("maskScore").isNull()).isTrue();

    Path classMap = directory.resolve("classes.json");
    Files.writeString(classMap, "{\"gull\": \"waterbird\", \"sparrow\": \"landbird\"}");
    TelltaleProcess second = demo(folders, state, "--json", "--class-map", classMap);
    JsonNode known = new ObjectMapper().readTree(second.awaitOut());
    assertThat(known.get("scored").asInt()).isEqualTo(80);
    assertThat(known.get("accuracy").asDouble()).isBetween(0.01, 0.99);
    assertThat(scores(second)).hasSize(80);
    assertThat(second.out()).hasSize(1);
    second.terminate();
  }

  private static TelltaleProcess demo(Path images, Path state, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("demo", "--port", 0, "--no-browser"));
    arguments.addAll(List.of("--data", images, "--state", state));
    arguments.addAll(List.of(more));
    return PROCESSES.start(arguments.toArray());
  }

  private static List<ImageScore> scores(TelltaleProcess demo) {
    JsonNode status = demo.rest().get("/api/status");
    return new Kafka(status.at("/kafka/bootstrap").asText())
        .scores(status.at("/dataSets/0/name").asText());
  }

  private static Set<String> ids(List<ImageScore> scores) {
    return scores.stream().map(ImageScore::id).collect(Collectors.toSet());
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
