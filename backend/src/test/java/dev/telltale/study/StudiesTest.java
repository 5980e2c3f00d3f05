package dev.telltale.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each study's short form, from drawing to the page. */
class StudiesTest {
  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(strings = {"bundles", "correlation", "encoders"})
  void aStudyRunsGoesOnAndGivesTheSamePage(String name) throws Exception {
    List<String> said = new ArrayList<>();
    Report report = study(name).run(setting(said));
    report.write(dir.resolve("once"), name);
    assertThat(said).anyMatch(line -> line.contains("epoch 2 of 2"));
    said.clear();
    study(name).run(setting(said)).write(dir.resolve("twice"), name);
    assertThat(said).as("nothing is trained twice").noneMatch(line -> line.contains("epoch"));
    for (Path file : files(dir.resolve("once"))) {
      assertThat(dir.resolve("twice").resolve(file.getFileName())).hasSameBinaryContentAs(file);
    }
    assertThat(dir.resolve("once").resolve(name + ".md"))
        .content()
        .contains("its figures mean nothing")
        .doesNotContain("null", "NaN |");
    assertThat(report.claims()).isNotEmpty();
  }

  @Test
  void studiesAreNamedOnce() {
    assertThat(Studies.ALL).extracting(Study::name).doesNotHaveDuplicates();
    assertThat(Studies.named("none")).isEmpty();
  }

  private StudySetting setting(List<String> said) throws IOException {
    Path models = Files.createDirectories(dir.resolve("models"));
    copyNetworks(models);
    return new StudySetting(dir.resolve("work"), models, 1, 7, true, said::add);
  }

  private static void copyNetworks(Path models) throws IOException {
    Path from = Path.of("../models/networks");
    for (String file :
        List.of("small/features.pt", "autoencoder/encoder.pt", "autoencoder/decoder.pt")) {
      Path to = models.resolve("networks").resolve(file);
      Files.createDirectories(to.getParent());
      if (!Files.exists(to)) {
        Files.copy(from.resolve(file), to);
      }
    }
  }

  private static Study study(String name) {
    return Studies.named(name).orElseThrow();
  }

  private static List<Path> files(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.toList();
    }
  }
}
