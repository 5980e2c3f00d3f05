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
