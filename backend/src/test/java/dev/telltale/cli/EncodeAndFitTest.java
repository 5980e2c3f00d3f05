package dev.telltale.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.dataset.waterbirds.Waterbirds;
import dev.telltale.features.FeatureTable;
import dev.telltale.model.Devices;
import dev.telltale.model.ModelBundle;
import dev.telltale.model.ModelCheck;
import dev.telltale.testing.Bundles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code encode} and {@code head fit}, one after the other, as a person uses them. */
class EncodeAndFitTest {
  private static final int BIRDS = 300;

  @TempDir private static Path shared;
  private static Path birds;
  private static Path features;

  @TempDir Path directory;

  @BeforeAll
  static void encodeBirds() throws IOException {
    birds = shared.resolve("birds");
    features = shared.resolve("features");
    new Waterbirds(0.5, 64, 21).write(birds, BIRDS, done -> {});
    EncodeAndFitTest test = new EncodeAndFitTest();
    assertThat(test.encode(birds, features).status()).isZero();
  }

  @Test
  void encodingAgainDoesNothingMoreAndSaysSo() throws IOException {
    JsonNode outcome = encode(birds, features, "--json").json();
    assertThat(outcome.get("images").asInt()).isEqualTo(BIRDS);
    assertThat(outcome.get("before").asInt()).isEqualTo(BIRDS);
    assertThat(outcome.get("unreadable").asInt()).isZero();
    assertThat(outcome.get("channels").asInt()).isEqualTo(FeatureTable.open(features).channels());
    assertThat(outcome.get("imagesPerSecond").asDouble()).isZero();
    assertThat(outcome.get("features").asText()).isEqualTo(features.toString());
  }

  @Test
  void imagesThatCannotBeReadAreListedAndMakeExitStatusOne() throws IOException {
    Path folders = directory.resolve("folders");
    for (String name : List.of("a/1.png", "a/2.png", "b/3.png")) {
      Path file = folders.resolve(name);
      Files.createDirectories(file.getParent());
      Files.copy(birds.resolve("images/000001.png"), file);
    }
    Files.writeString(folders.resolve("b/broken.png"), "nothing");
    Run run = encode(folders, directory.resolve("out"), "--json");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.json().get("unreadable").asInt()).isEqualTo(1);
    assertThat(run.err())
        .contains("not read: b/broken.png: ")
        .contains("3 images of folders encoded");
  }

  @ParameterizedTest
  @CsvSource({"sgd", "lbfgs"})
  void aFittedHeadIsABundleThatPassesTheCheckAndIsRightMoreOftenThanChance(String solver)
      throws IOException {
    Path out = directory.resolve("bundle");
    Run run = fit(out, "--solver", solver, "--json", "--name", "fitted");
    assertThat(run.status()).as(run.err()).isZero();
    JsonNode outcome = run.json();
    ModelBundle bundle = ModelBundle.read(out);
    assertThat(outcome.get("hash").asText()).isEqualTo(bundle.hash());
    assertThat(outcome.get("loss").asDouble()).isBetween(0.0, 0.69);
    assertThat(outcome.get("converged").asBoolean()).isTrue();
    assertThat(bundle.spec().name()).isEqualTo("fitted");
    assertThat(bundle.spec().classes()).containsExactly("landbird", "waterbird");
    assertThat(ModelCheck.of(out, Devices.slots(1).get(0)).faults()).isEmpty();

    FeatureTable table = FeatureTable.open(features);
    JsonNode provenance =
        new ObjectMapper().readTree(out.resolve("model.json").toFile()).get("provenance");
    assertThat(provenance.at("/parent/hash").asText()).isEqualTo(table.bundleHash());
    assertThat(provenance.at("/features/hash").asText()).isEqualTo(table.hash());
    assertThat(provenance.at("/fit/solver").asText()).isEqualTo(solver);
    assertThat(provenance.at("/fit/split").asText()).isEqualTo("train");

    // What is said of each split is what the saved head does, by hand.
    assertThat(outcome.get("accuracy")).hasSize(3);
    for (JsonNode accuracy : outcome.get("accuracy")) {
      String split = accuracy.get("split").asText();
      double want = accuracy(table, bundle, table.splits().indexOf(split));
      assertThat(accuracy.get("percent").asDouble()).isCloseTo(want, within(1e-9));
      assertThat(accuracy.get("fitted").asBoolean()).isEqualTo(split.equals("train"));
      assertThat(want).isGreaterThan(split.equals("train") ? 75 : 55);
    }
  }

  @Test
  void theSameOptionsGiveTheSameBundleAndAnotherSeedAnother() throws IOException {
    fit(directory.resolve("one"), "--epochs", "3");
    fit(directory.resolve("two"), "--epochs", "3");
    fit(directory.resolve("three"), "--epochs", "3", "--seed", "1");
    String hash = ModelBundle.read(directory.resolve("one")).hash();
    assertThat(ModelBundle.read(directory.resolve("two")).hash()).isEqualTo(hash);
    assertThat(ModelBundle.read(directory.resolve("three")).hash()).isNotEqualTo(hash);
  }

  @Test
  void whatCannotBeFittedIsSaidInOneLine() throws IOException {
    Path out = directory.resolve("out");
    assertFails(fit(out, "--split", "practice"), "no split practice; there are: train");
    assertFails(fit(out, "--epochs", "0"), "epochs");
    assertFails(fit(out, "--lr", "-1"), "learning rate");
    assertFails(fit(out, "--lr", "1e38"), "diverged");
    Path other = Bundles.birdsWithout(directory.resolve("other"), "head.json");
    assertFails(
        run("head", "fit", "--features", features, "--model", other, "--out", out),
        "the features are of the bundle birds-p95");
    Files.createDirectories(out);
    Files.writeString(out.resolve("mine"), "mine");
    // Said before the work, which would fail otherwise.
    assertFails(fit(out, "--lr", "1e38"), "exists already");
    assertFails(fit(directory.resolve("new"), "--lr", "1e38", "--name", ""), "1 to 100 are needed");
  }

  @Test
  void featuresThatWereChangedAreNotFittedOn() throws IOException {
    Path changed = directory.resolve("changed");
    assertThat(encode(birds, changed).status()).isZero();
    Path shard = changed.resolve("features-00000.npy");
    byte[] bytes = Files.readAllBytes(shard);
    bytes[bytes.length - 3] ^= 1;
    Files.write(shard, bytes);
    assertFails(
        run(
            "head",
            "fit",
            "--features",
            changed,
            "--model",
            Bundles.BIRDS,
            "--out",
            directory.resolve("out")),
        shard + ": its SHA-256 is not the manifest's; remove " + changed + " and encode anew");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../birds", "a\\b", ".", "..", "/birds"})
  void aNameThatIsNoDirectorysIsRefusedWhereItWouldBecomeOne(String name) {
    assertFails(
        run("encode", "--data", birds, "--model", Bundles.BIRDS, "--name", name),
        "cannot be a directory's");
  }

  private static double accuracy(FeatureTable table, ModelBundle bundle, int split) {
    var head = bundle.linearHead().orElseThrow();
    float[] row = new float[table.channels()];
    int right = 0;
    int images = 0;
    for (int i = 0; i < table.images(); i++) {
      if (table.split(i) != split) {
        continue;
      }
      table.features(i, row, 0);
      double margin = head.bias()[1] - head.bias()[0];
      for (int c = 0; c < row.length; c++) {
        margin += (double) (head.weight()[1][c] - head.weight()[0][c]) * row[c];
      }
      images++;
      right += (margin > 0 ? 1 : 0) == table.label(i) ? 1 : 0;
    }
    return 100.0 * right / images;
  }

  private static void assertFails(Run run, String words) {
    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).startsWith("telltale: ").contains(words).hasLineCount(1);
  }

  private Run encode(Path data, Path out, Object... more) {
    return run(
        join(
            new Object[] {"encode", "--data", data, "--model", Bundles.BIRDS, "--out", out}, more));
  }

  private Run fit(Path out, Object... more) {
    return run(
        join(
            new Object[] {
              "head", "fit", "--features", features, "--model", Bundles.BIRDS, "--out", out
            },
            more));
  }

  private static Object[] join(Object[] first, Object... more) {
    return Stream.concat(Arrays.stream(first), Arrays.stream(more)).toArray();
  }

  /** How a command ended, and all it said. */
  private record Run(int status, String out, String err) {
    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(out);
    }
  }

  private Run run(Object... line) {
    PrintStream realOut = System.out;
    PrintStream realErr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (PrintStream newOut = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream newErr = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      System.setOut(newOut);
      System.setErr(newErr);
      CommandLine commands = Main.commandLine();
      commands.setErr(new PrintWriter(newErr, true, StandardCharsets.UTF_8));
      int status =
          commands.execute(Arrays.stream(line).map(String::valueOf).toArray(String[]::new));
      return new Run(
          status, out.toString(StandardCharsets.UTF_8), said.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(realOut);
      System.setErr(realErr);
    }
  }
}
