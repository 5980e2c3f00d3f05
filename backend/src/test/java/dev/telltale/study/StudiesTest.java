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
  @ValueSource(strings = {"bundles", "encoders"})
  void aStudyComesToItsPage(String name) throws Exception {
    List<String> said = new ArrayList<>();
    Report report = study(name).run(setting(said));
    report.write(dir, name);
    assertThat(said).anyMatch(line -> line.contains("epoch 2 of 2"));
    assertThat(report.claims()).isNotEmpty();
    assertThat(dir.resolve(name + ".md"))
        .content()
        .contains("its figures mean nothing")
        .doesNotContain("null", "NaN");
  }

  @Test
  void aStudyGoesOnAndGivesTheSamePage() throws Exception {
    List<String> said = new ArrayList<>();
    study("correlation").run(setting(said)).write(dir.resolve("once"), "correlation");
    assertThat(said).anyMatch(line -> line.contains("epoch 2 of 2"));
    said.clear();
    study("correlation").run(setting(said)).write(dir.resolve("twice"), "correlation");
    assertThat(said).as("nothing is trained twice").noneMatch(line -> line.contains("epoch"));
    assertThat(files(dir.resolve("once"))).hasSize(4);
    for (Path file : files(dir.resolve("once"))) {
      assertThat(dir.resolve("twice").resolve(file.getFileName())).hasSameBinaryContentAs(file);
    }
  }

  @Test
  void studiesAreNamedOnce() {
    assertThat(Studies.ALL).extracting(Study::name).doesNotHaveDuplicates();
    assertThat(Studies.named("none")).isEmpty();
  }

  private StudySetting setting(List<String> said) {
    return new StudySetting(
        dir.resolve("work"),
        Path.of("../models/networks"),
        dir.resolve("models"),
        1,
        7,
        true,
        said::add);
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
