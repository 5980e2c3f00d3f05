package dev.telltale.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.dataset.waterbirds.Waterbirds;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The benchmarks run for real, on a few images and once: that they say what they promise. */
class BenchCommandTest {
  @TempDir private static Path drawn;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void draw() {
    new Waterbirds(0.5, 64, 5).write(drawn.resolve("birds"), 80, done -> {});
  }

  @Test
  void intakeTellsEventsOfTheNullModelAndImagesBesideTheBareLoop() throws JsonProcessingException {
    assertThat(run("intake", "--pairs=1", "--seconds=0.1", "--null-events=300")).isZero();
    List<JsonNode> figures = figures();
    assertThat(figures).hasSize(2);
    JsonNode events = figures.get(0);
    assertThat(events.get("bench").textValue()).isEqualTo("intake");
    assertThat(events.get("figure").textValue()).contains("null model").contains("300 events");
    assertThat(events.get("unit").textValue()).isEqualTo("events/s");
    assertThat(events.get("value").doubleValue()).isPositive();
    assertThat(events.get("baseline").isNull()).isTrue();
    assertThat(events.get("ratio").isNull()).isTrue();
    JsonNode images = figures.get(1);
    assertThat(images.get("bench").textValue()).isEqualTo("intake");
    assertThat(images.get("figure").textValue()).contains("bare loop").contains("birds-p95");
    assertPair(images);
    assertThat(err.toString()).contains("telltale: measuring");
  }

  @Test
  void forwardTellsTheBareLoopBesideTheNetworkAlone() throws JsonProcessingException {
    assertThat(run("forward", "--pairs=1", "--seconds=0.1")).isZero();
    assertThat(figures()).hasSize(2);
    for (JsonNode forward : figures()) {
      assertThat(forward.get("bench").textValue()).isEqualTo("forward");
      assertPair(forward);
    }
  }

  @Test
  void encodeTellsEncodingBesideTheNetworkAlone() throws JsonProcessingException {
    assertThat(run("encode", "--pairs=1", "--seconds=0.1")).isZero();
    assertThat(figures()).hasSize(1);
    JsonNode encode = figures().get(0);
    assertThat(encode.get("bench").textValue()).isEqualTo("encode");
    assertThat(encode.get("figure").textValue()).contains("network alone").contains("birds-p95");
    assertPair(encode);
  }

  @Test
  void trainTellsAnEpochBesideTheSameInPython() throws JsonProcessingException {
    String home = System.setProperty("telltale.home", "..");
    try {
      assertThat(run("train", "--pairs=1")).isZero();
    } finally {
      if (home == null) {
        System.clearProperty("telltale.home");
      } else {
        System.setProperty("telltale.home", home);
      }
    }
    if (PythonTraining.find() == null) {
      assertThat(out.toString()).isEmpty();
      assertThat(err.toString()).contains("no Python with torch and numpy", "TELLTALE_PYTHON");
      Assumptions.abort("no Python with torch here; $TELLTALE_PYTHON names one");
    }
    assertThat(figures()).hasSize(1);
    JsonNode train = figures().get(0);
    assertThat(train.get("bench").textValue()).isEqualTo("train");
    assertThat(train.get("figure").textValue()).contains("80 images, batch 64", "one more makes");
    assertPair(train, "s");
  }

  @Test
  void aRoundOfNothingIsRefused() {
    assertThat(run("intake", "--pairs=0")).isEqualTo(2);
    assertThat(err.toString()).contains("--pairs is 0; it must be 1 or more");
    assertThat(out.toString()).isEmpty();
  }

  private static void assertPair(JsonNode figure) {
    assertPair(figure, "images/s");
  }

  private static void assertPair(JsonNode figure, String unit) {
    assertThat(figure.get("unit").textValue()).isEqualTo(unit);
    assertThat(figure.get("value").doubleValue()).isPositive();
    assertThat(figure.get("baseline").doubleValue()).isPositive();
    // Of one pair the median is the pair itself.
    assertThat(figure.get("ratio").doubleValue())
        .isEqualTo(figure.get("value").doubleValue() / figure.get("baseline").doubleValue());
  }

  private int run(String... args) {
    List<String> line = new ArrayList<>(List.of(args));
    line.addAll(
        List.of(
            "--model=../models/birds-p95",
            "--null-model=../models/null",
            "--data=" + drawn.resolve("birds")));
    return new CommandLine(new BenchCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(line.toArray(String[]::new));
  }

  private List<JsonNode> figures() throws JsonProcessingException {
    List<JsonNode> figures = new ArrayList<>();
    for (String line : out.toString().lines().toList()) {
      figures.add(new ObjectMapper().readTree(line));
    }
    return figures;
  }
}
