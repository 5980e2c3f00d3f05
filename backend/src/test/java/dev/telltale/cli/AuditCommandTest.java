package dev.telltale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.telltale.dataset.waterbirds.Waterbirds;
import dev.telltale.testing.Bundles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import picocli.CommandLine;

/** {@code telltale audit}, run in this process. */
@ResourceLock(Resources.SYSTEM_OUT)
class AuditCommandTest {
  private static final String MODEL = "../models/birds-p95";

  @TempDir private static Path temp;
  private static Path birds;

  private record Told(int status, String out, String error) {}

  @BeforeAll
  static void draw() {
    birds = temp.resolve("birds");
    new Waterbirds(0.8, 64, 3).write(birds, 40, done -> {});
  }

  @Test
  void itWritesAReportAndTellsWhatWasFound() throws IOException {
    Path out = temp.resolve("out");
    Told told = audit("--out", out.toString(), "--json");
    assertThat(told.status()).as(told.error()).isZero();
    JsonNode outcome = new ObjectMapper().readTree(told.out());
    assertThat(outcome.get("complete").booleanValue()).isTrue();
    assertThat(outcome.get("findings")).hasSize(3);
    assertValid(out.resolve("report.json"));
    JsonNode provenance = new ObjectMapper().readTree(out.resolve("provenance.json").toFile());
    assertThat(provenance.at("/spec/models/0/hash").textValue()).matches("[0-9a-f]{16}");
    assertThat(provenance.at("/spec/images/hash").textValue()).matches("[0-9a-f]{16}");
  }

  @Test
  void theSameCommandElsewhereWritesTheSameBytes() throws IOException {
    Path one = temp.resolve("one");
    Path other = temp.resolve("other");
    assertThat(audit("--out", one.toString()).status()).isZero();
    assertThat(audit("--out", other.toString()).status()).isZero();
    assertThat(audit("--out", other.toString()).status()).isZero();
    for (String file :
        List.of("report.json", "report.html", "provenance.json", "accuracy-per-group.csv")) {
      assertThat(other.resolve(file)).hasSameBinaryContentAs(one.resolve(file));
    }
  }

  @Test
  void anotherAuditInTheSameDirectoryIsRefused() {
    Path out = temp.resolve("taken");
    assertThat(audit("--out", out.toString()).status()).isZero();
    Told told = audit("--out", out.toString(), "--option", "seed=7");
    assertThat(told.status()).isEqualTo(2);
    assertThat(told.error()).contains("holds another audit").hasLineCount(1);
  }

  @Test
  void unitsThatAreLeftOutGiveStatusOneAndAreInTheReport() throws IOException {
    Path broken = Bundles.birdsWithout(temp.resolve("broken"));
    Files.write(broken.resolve("features.pt"), new byte[] {1, 2, 3});
    Path out = temp.resolve("left-out");
    Told told =
        told(
            "audit",
            "groups",
            "--model",
            broken.toString(),
            "--data",
            birds.toString(),
            "--out",
            out.toString());
    assertThat(told.status()).isEqualTo(1);
    JsonNode report = new ObjectMapper().readTree(out.resolve("report.json").toFile());
    assertThat(report.at("/missing/0/stage").textValue()).isEqualTo("scores");
    assertThat(report.at("/missing/0/reason").textValue()).contains("features.pt");
    assertThat(Files.readString(out.resolve("images.csv"))).contains("birds-p95,40,0,0,0,0,0,40,0");
  }

  @Test
  void picturesOfWhichNoneCanBeReadAreCounted() throws IOException {
    Path out = temp.resolve("none-readable");
    Path spoilt = temp.resolve("spoilt");
    new Waterbirds(0.8, 64, 3).write(spoilt, 20, done -> {});
    try (var pictures = Files.walk(spoilt)) {
      for (Path picture : pictures.filter(file -> file.toString().endsWith(".png")).toList()) {
        Files.write(picture, new byte[] {1});
      }
    }
    Told told =
        told(
            "audit",
            "groups",
            "--model",
            MODEL,
            "--data",
            spoilt.toString(),
            "--out",
            out.toString());
    assertThat(told.status()).as(told.error()).isZero();
    assertThat(told.out()).contains("no image has a verdict");
    assertThat(Files.readString(out.resolve("images.csv"))).contains("birds-p95,20,0,0,0,20,0,0,0");
  }

  @Test
  void wrongUseIsToldInOneLine() {
    refused("there is no method \"sums\"; there are groups, spuriosity, train", "audit", "sums");
    refused("an audit needs a data set", "audit", "groups", "--model", MODEL);
    refused("give at least one model", "audit", "groups", "--data", birds.toString());
    refused(
        "chunk is a multiple of 16",
        "audit",
        "groups",
        "--model",
        MODEL,
        "--data",
        birds.toString(),
        "--option",
        "chunk=17");
    refused(
        "--option verdicts=@nowhere.txt: the file cannot be read",
        "audit",
        "spuriosity",
        "--model",
        MODEL,
        "--data",
        birds.toString(),
        "--option",
        "verdicts=@nowhere.txt");
    refused(
        "no such directory", "audit", "groups", "--model", "nowhere", "--data", birds.toString());
  }

  @Test
  void verdictsComeFromAFileInWordsAndAsTheReportWritesThem() throws IOException {
    Path words = Files.writeString(temp.resolve("verdicts.txt"), "waterbird: 42 1\nlandbird:\n");
    Path first = temp.resolve("verdicts-in-words");
    Told told = spuriosity(words, first);
    assertThat(told.status()).as(told.error()).isZero();
    Path json = first.resolve("data/verdicts.json");
    assertThat(json).hasContent("{\"landbird\":[],\"waterbird\":[1,42]}");
    Path again = temp.resolve("verdicts-in-json");
    told = spuriosity(json, again);
    assertThat(told.status()).as(told.error()).isZero();
    assertThat(again.resolve("report.json")).hasSameBinaryContentAs(first.resolve("report.json"));
  }

  private static Told spuriosity(Path verdicts, Path out) {
    List<String> line = new ArrayList<>(List.of("audit", "spuriosity", "--model", MODEL));
    line.addAll(List.of("--data", birds.toString(), "--out", out.toString()));
    line.addAll(List.of("--option", "verdicts=@" + verdicts));
    for (String option :
        List.of("attack=0", "features=1", "trials=1", "epochs=1", "sensitivity=0", "discover=no")) {
      line.addAll(List.of("--option", option));
    }
    return told(line.toArray(String[]::new));
  }

  @Test
  void withoutAMethodTheMethodsAndTheirOptionsAreListed() {
    Told told = told("audit");
    assertThat(told.status()).isZero();
    assertThat(told.out()).contains("groups").contains("--option smallest=0.01");
  }

  /** With nothing but defaults: the options of the method have those of the command. */
  @Test
  void aTrainingComesToTheBundleOfTheCommandTrain() throws IOException {
    String before = System.setProperty("telltale.home", "..");
    try {
      Path out = temp.resolve("audited");
      Told audited =
          told(
              "audit",
              "train",
              "--data",
              birds.toString(),
              "--out",
              out.toString(),
              "--option",
              "batch=16",
              "--option",
              "epochs=2",
              "--option",
              "name=trained");
      assertThat(audited.status()).as(audited.error()).isZero();
      Path trained = temp.resolve("trained");
      Told commanded =
          told(
              "train",
              "classifier",
              "--data",
              birds.toString(),
              "--out",
              trained.toString(),
              "--batch",
              "16",
              "--epochs",
              "2");
      assertThat(commanded.status()).as(commanded.error()).isZero();
      for (String file : List.of("model.json", "features.pt", "head.pt", "head.json")) {
        assertThat(out.resolve("bundles/trained").resolve(file))
            .hasSameBinaryContentAs(trained.resolve(file));
      }
      assertThat(told("model", "check", out.resolve("bundles/trained").toString()).status())
          .isZero();
      assertValid(out.resolve("report.json"));
    } finally {
      if (before == null) {
        System.clearProperty("telltale.home");
      } else {
        System.setProperty("telltale.home", before);
      }
    }
  }

  private static void assertValid(Path report) throws IOException {
    try (InputStream schema =
        AuditCommandTest.class.getResourceAsStream("/schemas/audit-report.schema.json")) {
      assertThat(
              JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                  .getSchema(schema)
                  .validate(new ObjectMapper().readTree(report.toFile())))
          .isEmpty();
    }
  }

  private static void refused(String message, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--out", temp.resolve("refused").toString()));
    Told told = told(all.toArray(String[]::new));
    assertThat(told.status()).isEqualTo(2);
    assertThat(told.error()).startsWith("telltale: ").contains(message).hasLineCount(1);
  }

  private static Told audit(String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "audit",
                "groups",
                "--model",
                MODEL,
                "--data",
                birds.toString(),
                "--option",
                "resamples=100"));
    all.addAll(List.of(more));
    return told(all.toArray(String[]::new));
  }

  private static Told told(String... args) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringWriter error = new StringWriter();
    CommandLine commands = Main.commandLine().setErr(new PrintWriter(error, true));
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      return new Told(
          commands.execute(args), out.toString(StandardCharsets.UTF_8), error.toString());
    } finally {
      System.setOut(before);
    }
  }
}
