package dev.telltale.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ServeCommandTest {
  @TempDir private Path directory;

  @Test
  void withoutAnySourceTheDefaultsHold() throws IOException {
    JsonNode settings = settings(Map.of());
    assertThat(settings.get("kafka").asText()).isEqualTo("127.0.0.1:9092");
    assertThat(settings.get("host").asText()).isEqualTo("127.0.0.1");
    assertThat(settings.get("port").asInt()).isEqualTo(8080);
    assertThat(settings.get("batchSize").asInt()).isEqualTo(32);
    assertThat(settings.get("roles"))
        .extracting(JsonNode::asText)
        .containsExactly("web", "worker", "coordinator");
    assertThat(settings.get("dataSet")).isEmpty();
  }

  @Test
  void flagsGoBeforeTheEnvironmentAndThatBeforeTheFile() throws IOException {
    Path file = file("port: 1\nbatchSize: 1\nlingerMillis: 1\n");
    Map<String, String> environment =
        Map.of("TELLTALE_PORT", "2", "TELLTALE_BATCH_SIZE", "2", "TELLTALE_CONFIG", "" + file);
    JsonNode settings = settings(environment, "--port", "3");
    assertThat(settings.get("port").asInt()).isEqualTo(3);
    assertThat(settings.get("batchSize").asInt()).isEqualTo(2);
    assertThat(settings.get("lingerMillis").asInt()).isEqualTo(1);
    assertThat(settings.get("maxInFlight").asInt()).isEqualTo(256);
  }

  @Test
  void theLargestPictureIsSetLikeEverythingElse() throws IOException {
    Map<String, String> environment = Map.of("TELLTALE_MAX_MEGAPIXELS", "7");
    Path file = file("maxMegapixels: 9\n");
    assertThat(settings(Map.of()).get("maxMegapixels").asInt()).isEqualTo(50);
    assertThat(settings(Map.of(), "--config=" + file).get("maxMegapixels").asInt()).isEqualTo(9);
    assertThat(settings(environment, "--config=" + file).get("maxMegapixels").asInt()).isEqualTo(7);
    assertThat(settings(environment, "--max-megapixels=5").get("maxMegapixels").asInt())
        .isEqualTo(5);
  }

  @Test
  void theFlagThatNamesTheFileGoesBeforeTheEnvironmentToo() throws IOException {
    Path one = file("port: 1\n");
    Path other = Files.writeString(directory.resolve("other.yaml"), "port: 2\n");
    Map<String, String> environment = Map.of("TELLTALE_CONFIG", one.toString());
    assertThat(settings(environment, "--config", "" + other).get("port").asInt()).isEqualTo(2);
    assertThat(settings(environment, "--config=" + other).get("port").asInt()).isEqualTo(2);
  }

  @Test
  void aListInTheFileIsAList() throws IOException {
    Path file =
        file(
            """
            roles: [worker]
            clusterMembers: ["a:1", "b:2"]
            dataSet:
              - birds=/data/birds,layout=waterbirds
              - ants=/data/ants,class-map=/etc/ants.json
            """);
    JsonNode settings = settings(Map.of(), "--config", file.toString());
    assertThat(settings.get("roles")).extracting(JsonNode::asText).containsExactly("worker");
    assertThat(settings.get("clusterMembers"))
        .extracting(JsonNode::asText)
        .containsExactly("a:1", "b:2");
    assertThat(settings.get("dataSet"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "birds=/data/birds,layout=waterbirds", "ants=/data/ants,class-map=/etc/ants.json");
  }

  @Test
  void severalDataSetsCanBeGivenByFlagsAndByTheEnvironment() throws IOException {
    assertThat(settings(Map.of(), "--data-set", "a=x", "--data-set", "b=y").get("dataSet"))
        .hasSize(2);
    assertThat(settings(Map.of("TELLTALE_DATA_SET", "a=x,layout=imagefolder;b=y")).get("dataSet"))
        .extracting(JsonNode::asText)
        .containsExactly("a=x,layout=imagefolder", "b=y");
  }

  @Test
  void whatIsPrintedCanBeReadBack() throws IOException {
    String printed =
        output(
            Map.of(), "--port", "7", "--data-set", "a=x", "--data-set", "b=y,layout=imagefolder");
    assertThat(output(Map.of(), "--config", file(printed).toString())).isEqualTo(printed);
  }

  @Test
  void variablesThatAreNoSettingsAreLeftAlone() throws IOException {
    Map<String, String> environment =
        Map.of("TELLTALE_VERSION", "1.2.3", "TELLTALE_HELP", "yes", "TELLTALE_LOG", "DEBUG");
    assertThat(settings(environment).get("port").asInt()).isEqualTo(8080);
  }

  @Test
  void aMisspeltKeyIsNamedBesideThoseThereAre() throws IOException {
    Path file = file("batch-size: 3\n");
    assertThatThrownBy(() -> output(Map.of(), "--config", file.toString()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no setting batch-size")
        .hasMessageContaining("batchSize")
        .message()
        .doesNotContain("printConfig", "help");
  }

  @Test
  void aFileThatIsNoConfigurationIsToldInOneLine() throws IOException {
    assertFault("no such configuration file", directory.resolve("missing.yaml"));
    assertFault("a configuration is a map", file("- just\n- a list\n"));
    assertFault(":2: ", file("port: 1\nroles: [web\n"));
    assertThat(settings(Map.of(), "--config", "" + file("")).get("port").asInt()).isEqualTo(8080);
  }

  @Test
  void aValueOfTheWrongKindIsToldWithItsFlag() {
    StringWriter errors = new StringWriter();
    int status = run(new StringWriter(), errors, Map.of("TELLTALE_PORT", "many"));
    assertThat(status).isEqualTo(2);
    assertThat(errors.toString()).contains("--port").contains("many");
  }

  private void assertFault(String what, Path file) {
    assertThatThrownBy(() -> output(Map.of(), "--config", file.toString()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(file.getFileName().toString())
        .hasMessageContaining(what);
  }

  private Path file(String content) throws IOException {
    return Files.writeString(directory.resolve("telltale.yaml"), content);
  }

  private static JsonNode settings(Map<String, String> environment, String... flags)
      throws IOException {
    return new YAMLMapper().readTree(output(environment, flags));
  }

  private static String output(Map<String, String> environment, String... flags) {
    StringWriter out = new StringWriter();
    StringWriter errors = new StringWriter();
    assertThat(run(out, errors, environment, flags)).as(errors.toString()).isZero();
    return out.toString();
  }

  private static int run(
      StringWriter out, StringWriter errors, Map<String, String> environment, String... flags) {
    List<String> args = new ArrayList<>(List.of("serve", "--print-config"));
    args.addAll(List.of(flags));
    CommandLine commands = Main.commandLine();
    commands.setOut(new PrintWriter(out));
    commands.setErr(new PrintWriter(errors));
    ServeCommand.layer(
        commands.getSubcommands().get("serve"), args.toArray(String[]::new), environment);
    return commands.execute(args.toArray(String[]::new));
  }
}
