package dev.telltale.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.pipeline.ArtifactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    assertIsABriefPage(report, dir.resolve(name + ".md"));
  }

  @ParameterizedTest
  @CsvSource({"correlation,4,2", "spuriosity,3,1"})
  void aStudyGoesOnAndGivesTheSamePage(String name, int files, int found) throws Exception {
    List<String> said = new ArrayList<>();
    Report report = study(name).run(setting(said));
    report.write(dir.resolve("once"), name);
    assertThat(said).anyMatch(line -> line.contains("epoch 2 of 2"));
    assertIsABriefPage(report, dir.resolve("once").resolve(name + ".md"));
    said.clear();
    study(name).run(setting(said)).write(dir.resolve("twice"), name);
    assertThat(said).as("nothing is trained or audited twice").hasSize(found);
    assertThat(files(dir.resolve("once"))).hasSize(files);
    for (Path file : files(dir.resolve("once"))) {
      assertThat(dir.resolve("twice").resolve(file.getFileName())).hasSameBinaryContentAs(file);
    }
  }

  @Test
  void studiesAreNamedOnce() {
    assertThat(Studies.ALL).extracting(Study::name).doesNotHaveDuplicates();
    assertThat(Studies.named("none")).isEmpty();
  }

  private static void assertIsABriefPage(Report report, Path page) {
    assertThat(report.claims()).isNotEmpty();
    assertThat(page).content().contains("its figures mean nothing").doesNotContain("null", "NaN");
  }

  private StudySetting setting(List<String> said) {
    return new StudySetting(
        dir.resolve("work"),
        Path.of("../models/networks"),
        dir.resolve("models"),
        1,
        7,
        true,
        ArtifactStore::new,
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
