package dev.telltale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.testing.Kinds;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ModelCommandTest {
  private static final Path PROBES = Kinds.probe("linear").getParent();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aBundleIsComparedAndItsProvenanceTold() {
    assertThat(check(Kinds.bundle("linear"), "--probe", Kinds.probe("linear"))).isZero();
    assertThat(err.toString()).isEmpty();
    assertThat(out.toString())
        .containsPattern("(?m)^provenance +source tools, weights \\(seed 7\\)$")
        .containsPattern("(?m)^guided +guided-backprop, batch 4$")
        .containsPattern("(?m)^logits +at most \\S+ from PyTorch's, in 15 values$")
        .endsWith("The bundle can be used.\n");
  }

  @Test
  void allBundlesAreCheckedWhenOneFails(@TempDir Path temp) throws IOException {
    Path spoiled = Kinds.copy(Kinds.bundle("encoder"), temp.resolve("encoder"));
    Files.delete(spoiled.resolve("features.pt"));
    assertThat(
            check(
                spoiled,
                Kinds.bundle("segmenter"),
                Kinds.bundle("inpainter"),
                "--probe",
                PROBES,
                "--json"))
        .isEqualTo(2);
    assertThat(err.toString())
        .hasLineCount(1)
        .startsWith("telltale: " + spoiled.resolve("features.pt") + ": missing");
    List<JsonNode> lines = out.toString().lines().map(ModelCommandTest::json).toList();
    assertThat(lines)
        .extracting(line -> line.get("usable").booleanValue())
        .containsExactly(false, true, true);
    assertThat(lines.get(0).get("faults")).hasSize(1);
    assertThat(lines.get(1).at("/bundle").textValue()).endsWith("segmenter");
    assertThat(lines.get(1).at("/facts/name").textValue()).isEqualTo("segmenter");
    assertThat(lines.get(2).at("/differences/0/quantity").textValue()).isEqualTo("inpainted");
    assertThat(lines.get(2).at("/differences/0/values").intValue()).isEqualTo(1440);
    assertThat(lines.get(2).at("/differences/0/largest").doubleValue()).isBetween(0.0, 1e-6);
  }

  @Test
  void aDifferenceBeyondTheToleranceIsOneLine(@TempDir Path temp) throws IOException {
    Path probe = Kinds.copy(Kinds.probe("segmenter"), temp.resolve("probe"));
    byte[] images = Files.readAllBytes(probe.resolve("images.npy"));
    // The sign of the last pixel.
    images[images.length - 1] ^= (byte) 0x80;
    Files.write(probe.resolve("images.npy"), images);
    assertThat(check(Kinds.bundle("segmenter"), "--probe", probe)).isEqualTo(2);
    assertThat(err.toString()).hasLineCount(1).contains("segmented differ from PyTorch's by");
    assertThat(out.toString()).endsWith("Not usable.\n");
    assertThat(check(Kinds.bundle("segmenter"), "--probe", probe, "--tolerance", "1")).isZero();
  }

  @Test
  void aToleranceBelowNothingIsRefused() {
    assertThat(check(Kinds.bundle("segmenter"), "--tolerance=-1")).isEqualTo(2);
    assertThat(err.toString()).hasLineCount(1).contains("--tolerance -1.0 must be 0 or more");
    assertThat(check()).isEqualTo(2);
  }

  private int check(Object... arguments) {
    CommandLine commands = Main.commandLine();
    commands.setOut(new PrintWriter(out));
    commands.setErr(new PrintWriter(err, true));
    String[] line = new String[arguments.length + 2];
    line[0] = "model";
    line[1] = "check";
    for (int i = 0; i < arguments.length; i++) {
      line[i + 2] = arguments[i].toString();
    }
    return commands.execute(line);
  }

  private static JsonNode json(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }
}
