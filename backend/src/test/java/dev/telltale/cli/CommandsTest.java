package dev.telltale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  static Stream<String> commands() {
    return names("", Main.commandLine());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHelps(String command) {
    assertThat(run((command + " --help").strip().split(" "))).isZero();
    assertThat(out.toString()).contains("Usage: telltale").contains("--help");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void thereAreTheCommandsOfTheReadme() {
    assertThat(commands())
        .contains(
            "demo",
            "serve",
            "broker",
            "produce",
            "generate waterbirds",
            "generate example",
            "model check",
            "encode",
            "head fit",
            "data check",
            "conformance");
  }

  @Test
  void theVersionIsOneLine() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).hasLineCount(1).startsWith("telltale ");
    assertThat(new Version().getVersion()).containsExactly("telltale " + Version.text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "demo --nonsense", "demo --rate fast", "serve --port x"})
  void wrongUseIsExitStatusTwo(String line) {
    assertThat(run(line.split(" "))).isEqualTo(2);
    assertThat(err.toString()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo --rate 0 --no-browser",
        "demo --model no-such-bundle --no-browser",
        "demo --data no-such-directory --no-browser",
        "produce no-such-directory",
        "data check no-such-directory",
        "model check no-such-bundle",
        "produce no-such-directory --rate -1",
        "encode --data no-such-directory --model ../models/birds-p95 --out OUT",
        "encode --data no-such-directory --model no-such-bundle --out OUT",
        "head fit --features no-such-features --model ../models/birds-p95 --out OUT",
        "serve --model no-such-bundle",
        "serve --data-set nonsense",
        "generate waterbirds --out OUT --correlation 2",
        "generate waterbirds --out OUT --count 0",
        "generate waterbirds --out OUT --size 4",
        "generate example nonsense --out OUT",
        "generate example imagefolder --out OUT --count 0"
      })
  void whatCannotBeDoneIsToldInOneLine(String line, @TempDir Path directory) {
    String[] args = line.replace("OUT", directory.resolve("out").toString()).split(" ");
    String home = System.setProperty("telltale.home", "..");
    try {
      assertThat(run(args)).as(err.toString()).isEqualTo(2);
    } finally {
      restore(home);
    }
    assertThat(err.toString()).hasLineCount(1).startsWith("telltale: ");
  }

  private int run(String... args) {
    CommandLine commands = Main.commandLine();
    commands.setOut(new PrintWriter(out));
    commands.setErr(new PrintWriter(err));
    return commands.execute(args);
  }

  private static void restore(String home) {
    if (home == null) {
      System.clearProperty("telltale.home");
    } else {
      System.setProperty("telltale.home", home);
    }
  }

  private static Stream<String> names(String prefix, CommandLine command) {
    return Stream.concat(
        Stream.of(prefix),
        command.getSubcommands().entrySet().stream()
            .flatMap(sub -> names((prefix + " " + sub.getKey()).strip(), sub.getValue())));
  }
}
