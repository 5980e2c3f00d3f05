package dev.telltale.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.telltale.audit.LocalRun.Outcome;
import dev.telltale.dataset.Subset;
import dev.telltale.dataset.Task;
import dev.telltale.testing.InMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Audits in one process. */
class LocalRunTest {
  private static final int UNITS = 7;

  @TempDir private Path directory;
  private final List<Integer> worked = new ArrayList<>();
  private final List<AuditProgress> told = new ArrayList<>();

  @Test
  void everyUnitIsWorkedOnceAndTheReportHoldsWhatTheStagesGave() {
    Outcome outcome = run(directory, i -> {}, () -> false).orElseThrow();
    assertThat(worked).containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(outcome.aside()).isEmpty();
    // 91 / 3, of floats: the sum of squares below 7.
    assertThat(outcome.report().title()).contains("\"6\":30.33333");
  }

  @Test
  void progressNeverGoesBackAndEndsWithAllDone() {
    run(directory, i -> {}, () -> false);
    for (int i = 1; i < told.size(); i++) {
      AuditProgress before = told.get(i - 1);
      AuditProgress now = told.get(i);
      assertThat(now.stage()).isGreaterThanOrEqualTo(before.stage());
      assertThat(now.stages().get(before.stage()).done())
          .isGreaterThanOrEqualTo(before.stages().get(before.stage()).done());
    }
    assertThat(told.get(told.size() - 1).stages())
        .containsExactly(
            new AuditProgress.Stage("squares", UNITS, UNITS, 0),
            new AuditProgress.Stage("sums", UNITS, UNITS, 0));
    assertThat(told.stream().filter(one -> one.left() != null))
        .allSatisfy(
            one -> {
              assertThat(one.left().low()).isLessThanOrEqualTo(one.left().seconds());
              assertThat(one.left().high()).isGreaterThanOrEqualTo(one.left().seconds());
            });
  }

  @Test
  void stoppedAnywhereItGoesOnToTheSameReportAndDoesNoUnitTwice() {
    String whole = run(null, i -> {}, () -> false).orElseThrow().report().title();
    for (int breaths = 0; breaths < 2 * UNITS + UNITS; breaths += 2) {
      worked.clear();
      Path kept = directory.resolve("" + breaths);
      AtomicInteger left = new AtomicInteger(breaths);
      assertThat(run(kept, i -> {}, () -> left.getAndDecrement() <= 0)).isEmpty();
      int before = (int) worked.stream().distinct().count();
      Outcome outcome = run(kept, i -> {}, () -> false).orElseThrow();
      assertThat(outcome.report().title()).isEqualTo(whole);
      assertThat(worked).as("%d breaths", breaths).hasSizeBetween(UNITS, UNITS + 1);
      assertThat(before).isLessThanOrEqualTo(UNITS);
    }
  }

  @Test
  void aUnitThatThrowsOnceIsTriedAgain() {
    AtomicInteger throwsLeft = new AtomicInteger(1);
    Outcome outcome = run(directory, i -> failAt(i, 3, throwsLeft), () -> false).orElseThrow();
    assertThat(outcome.aside()).isEmpty();
    assertThat(worked).hasSize(UNITS + 1);
  }

  @Test
  void aUnitThatAlwaysThrowsIsSetAsideWithItsErrorOnOneLine() {
    Outcome outcome =
        run(directory, i -> failAt(i, 3, new AtomicInteger(9)), () -> false).orElseThrow();
    assertThat(outcome.aside())
        .containsExactly(new SetAside("squares", 3, "no luck with 3", false));
    assertThat(worked).hasSize(UNITS + 2);
  }

  @Test
  void aResultThatWasCutOffIsWorkedAgain() throws IOException {
    String whole = run(directory, i -> {}, () -> false).orElseThrow().report().title();
    Path file = directory.resolve("00-squares.jsonl");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 5));
    worked.clear();
    assertThat(run(directory, i -> {}, () -> false).orElseThrow().report().title())
        .isEqualTo(whole);
    assertThat(worked).containsExactly(UNITS - 1);
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    Files.writeString(file, "{\"unit\":", StandardOpenOption.APPEND);
    assertThat(run(directory, i -> {}, () -> false).orElseThrow().report().title())
        .isEqualTo(whole);
  }

  @Test
  void theDirectoryOfAnotherAuditIsRefused() {
    run(directory, i -> {}, () -> false);
    AuditSpec other = spec("other");
    assertThatThrownBy(
            () ->
                LocalRun.run(
                    new CountingMethod(UNITS, i -> {}),
                    new AuditSubject(other, null, List.of(), List.of()),
                    Device.cpu(),
                    new InMemory(),
                    directory,
                    progress -> {},
                    () -> false))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("holds another audit");
  }

  @Test
  void withoutADirectoryNothingIsLeftBehind() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    List<Path> before = runsIn(temporary);
    run(null, i -> {}, () -> false);
    assertThat(runsIn(temporary)).isEqualTo(before);
  }

  private static List<Path> runsIn(Path temporary) throws IOException {
    try (var files = Files.list(temporary)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("telltale-audit"))
          .sorted()
          .toList();
    }
  }

  private static void failAt(int unit, int wanted, AtomicInteger left) {
    if (unit == wanted && left.getAndDecrement() > 0) {
      throw new IllegalStateException("no luck\nwith " + unit);
    }
  }

  private Optional<Outcome> run(@Nullable Path kept, IntConsumer atUnit, BooleanSupplier stop) {
    CountingMethod method =
        new CountingMethod(
            UNITS,
            unit -> {
              worked.add(unit);
              atUnit.accept(unit);
            });
    return LocalRun.run(
        method,
        new AuditSubject(spec("images"), null, List.of(), List.of()),
        Device.cpu(),
        new InMemory(),
        kept,
        told::add,
        stop);
  }

  private static AuditSpec spec(String name) {
    return new AuditSpec(
        "counting",
        new AuditedImages(name, "/nowhere", null, null, Task.OWN, Subset.ALL, false, "0"),
        List.of(),
        JsonNodeFactory.instance.objectNode());
  }
}
