package dev.telltale.dataset.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.telltale.dataset.AllowedRoots;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.check.Checks.Phase;
import dev.telltale.dataset.layout.DataSets;
import dev.telltale.dataset.waterbirds.Waterbirds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;

  private Path state;
  private DataSet birds;
  private DataSet others;

  @BeforeEach
  void draw() {
    state = directory.resolve("state");
    birds = drawn("birds");
    others = drawn("others");
  }

  private DataSet drawn(String name) {
    Waterbirds.generate(directory.resolve(name), 20, 0.5, 16, 1);
    return DataSets.open(name, directory.resolve(name), null);
  }

  @Test
  void whatWasFoundIsThereAfterARestart() {
    Instant before = Instant.now();
    try (Checks checks = checks(new CountDownLatch(0))) {
      assertThat(checks.state(birds)).isEqualTo(new Checks.State(Phase.NONE, 0, 20, null, null));
      assertThat(checks.report(birds)).isNull();
      checks.start(birds);
      await().atMost(PATIENCE).until(() -> checks.state(birds).phase() == Phase.DONE);
      assertThat(checks.state(birds).done()).isEqualTo(20);
      assertThat(checks.state(birds).checkedAt()).isBetween(before, Instant.now());
      assertThat(checks.state(others).phase()).isEqualTo(Phase.NONE);
    }
    try (Checks again = checks(new CountDownLatch(0))) {
      DataSet reopened = DataSets.open("birds", birds.root(), null);
      assertThat(again.state(reopened).phase()).isEqualTo(Phase.DONE);
      assertThat(again.state(reopened).checkedAt()).isBetween(before, Instant.now());
      CheckReport report = CheckReport.of(again.report(reopened).getBytes(UTF_8));
      assertThat(report.clean()).isTrue();
      assertThat(report.files().readable()).isEqualTo(20);
    }
  }

  @Test
  void aDataSetThatListsSomethingElseWasNotChecked() throws IOException {
    try (Checks checks = checks(new CountDownLatch(0))) {
      checks.start(birds);
      await().atMost(PATIENCE).until(() -> checks.state(birds).phase() == Phase.DONE);
      Path metadata = birds.root().resolve("metadata.csv");
      List<String> lines = Files.readAllLines(metadata);
      Files.write(metadata, lines.subList(0, 20));
      DataSet fewer = DataSets.open("birds", birds.root(), null);
      assertThat(checks.state(fewer).phase()).isEqualTo(Phase.NONE);
      assertThat(checks.state(birds.named("renamed")).phase()).isEqualTo(Phase.NONE);
    }
  }

  @Test
  void halfAReportIsAsGoodAsNone() throws IOException {
    try (Checks checks = checks(new CountDownLatch(0))) {
      checks.start(birds);
      await().atMost(PATIENCE).until(() -> checks.state(birds).phase() == Phase.DONE);
    }
    try (Stream<Path> files = Files.list(state)) {
      Path report = files.toList().get(0);
      Files.writeString(report, Files.readString(report).substring(0, 100));
    }
    try (Checks again = checks(new CountDownLatch(0))) {
      assertThat(again.state(birds).phase()).isEqualTo(Phase.NONE);
    }
  }

  @Test
  void oneRunsAtATimeAndMayBeAskedForTwice() {
    CountDownLatch go = new CountDownLatch(1);
    try (Checks checks = checks(go)) {
      checks.start(birds);
      checks.start(birds);
      assertThat(checks.state(birds).phase()).isEqualTo(Phase.RUNNING);
      assertThatThrownBy(() -> checks.start(others))
          .isInstanceOf(Checks.Busy.class)
          .hasMessage("The data set birds is being checked; one is at a time.");
      go.countDown();
      await().atMost(PATIENCE).until(() -> checks.state(birds).phase() == Phase.DONE);
      checks.start(others);
      await().atMost(PATIENCE).until(() -> checks.state(others).phase() == Phase.DONE);
    }
  }

  @Test
  void oneThatIsCancelledLeavesTheReportOfTheOneBefore() {
    CountDownLatch go = new CountDownLatch(1);
    try (Checks checks = checks(new CountDownLatch(0))) {
      checks.start(birds);
      await().atMost(PATIENCE).until(() -> checks.state(birds).phase() == Phase.DONE);
    }
    try (Checks checks = checks(go)) {
      Instant first = checks.state(birds).checkedAt();
      checks.start(birds);
      checks.cancel(birds);
      go.countDown();
      await().atMost(PATIENCE).until(() -> checks.state(birds).phase() == Phase.CANCELLED);
      assertThat(checks.state(birds).checkedAt()).isEqualTo(first);
      assertThat(checks.report(birds)).isNotNull();
    }
  }

  @Test
  void oneThatFailsSaysWhy() throws IOException {
    Files.writeString(state, "a file where the directory should be");
    try (Checks checks = checks(new CountDownLatch(0))) {
      checks.start(birds);
      await().atMost(PATIENCE).until(() -> checks.state(birds).phase() == Phase.FAILED);
      assertThat(checks.state(birds).error()).contains("cannot be written").contains(".json");
    }
  }

  /** Checks that wait for the latch before they open the first file. */
  private Checks checks(CountDownLatch go) {
    return new Checks(
        state,
        set -> {
          try {
            go.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return new PictureReader(set.root(), new AllowedRoots(List.of()), 1_000_000);
        },
        2);
  }
}
