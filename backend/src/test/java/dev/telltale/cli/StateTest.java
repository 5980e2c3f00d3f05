package dev.telltale.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.dataset.Subset;
import dev.telltale.dataset.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a command keeps in its state directory. */
class StateTest {
  @TempDir private Path state;

  @ParameterizedTest
  @CsvSource({
    "birds, birds",
    "My Birds (2), My-Birds-2-",
    "Vögel, V-gel",
    "a.b_c-d, a.b_c-d",
  })
  void aDataSetIsCalledAfterItsDirectory(String directory, String name) {
    assertThat(DataSetName.of(Path.of("/data").resolve(directory))).isEqualTo(name);
  }

  @Test
  void aLongNameIsCutAndTheRootHasOneToo() {
    assertThat(DataSetName.of(Path.of("x".repeat(200)))).hasSize(90);
    assertThat(DataSetName.of(Path.of("/"))).isEqualTo("images");
  }

  @Test
  void aNameMeansOneDirectoryForEver() {
    assertThat(name("birds", "/a/birds")).isEqualTo("birds");
    assertThat(name("birds", "/b/birds")).isEqualTo("birds-2");
    assertThat(name("birds", "/c/birds")).isEqualTo("birds-3");
    assertThat(name("birds", "/b/birds")).isEqualTo("birds-2");
    assertThat(name("birds", "/a/birds")).isEqualTo("birds");
  }

  @Test
  void theNameOfTheDemosBirdsIsTaken() {
    assertThat(name("waterbirds", "/my/waterbirds")).isEqualTo("waterbirds-2");
  }

  @Test
  void namesThatCannotBeReadAreToldWithTheirFile() throws IOException {
    Files.writeString(state.resolve("data-sets.json"), "{");
    assertThatThrownBy(() -> name("birds", "/a"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("data-sets.json");
  }

  @Test
  void anotherTaskIsAnotherDataSetForItsScoresDiffer() {
    Path faces = Path.of("/faces");
    Task smiles = new Task("Smiling", List.of("Male"));
    Task hair = new Task("Smiling", List.of("Male"), "hair");
    assertThat(name("faces", "/faces")).isEqualTo("faces");
    assertThat(DataSetName.in(state, "faces", faces, smiles, Subset.ALL)).isEqualTo("faces-2");
    assertThat(DataSetName.in(state, "faces", faces, hair, Subset.ALL)).isEqualTo("faces-3");
    assertThat(DataSetName.in(state, "faces", faces, smiles, Subset.ALL)).isEqualTo("faces-2");
    assertThat(name("faces", "/faces")).isEqualTo("faces");
  }

  @Test
  void anotherPartIsAnotherDataSetForItsFiguresDiffer() {
    Subset test = new Subset("test", Map.of(), false, null, 0);
    Subset few = new Subset("test", Map.of("a", "1", "b", "2"), true, 9, 4);
    Path faces = Path.of("/faces");
    assertThat(name("faces", "/faces")).isEqualTo("faces");
    assertThat(DataSetName.in(state, "faces", faces, Task.OWN, test)).isEqualTo("faces-2");
    assertThat(DataSetName.in(state, "faces", faces, Task.OWN, few)).isEqualTo("faces-3");
    assertThat(DataSetName.in(state, "faces", faces, Task.OWN, test)).isEqualTo("faces-2");
  }

  @Test
  void aStateDirectoryHasOneOwnerAtATime() {
    try (StateDirectory own = StateDirectory.own(state.resolve("new"))) {
      assertThat(own.memberId()).matches("member-[0-9a-f]{8}");
      assertThatThrownBy(() -> StateDirectory.own(state.resolve("new")))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("used by another Telltale");
    }
    StateDirectory.own(state.resolve("new")).close();
  }

  @Test
  void aMemberKeepsItsName() {
    String before;
    try (StateDirectory own = StateDirectory.own(state)) {
      before = own.memberId();
    }
    try (StateDirectory own = StateDirectory.own(state)) {
      assertThat(own.memberId()).isEqualTo(before);
    }
  }

  @Test
  void whatWasStartedLastIsStoppedFirstAndOnce() {
    List<String> stopped = new ArrayList<>();
    Shutdown shutdown = new Shutdown();
    shutdown.before(() -> stopped.add("broker"));
    shutdown.before(
        () -> {
          stopped.add("member");
          throw new IllegalStateException("does not keep the others from stopping");
        });
    shutdown.before(() -> stopped.add("web"));
    shutdown.close();
    shutdown.close();
    assertThat(stopped).containsExactly("web", "member", "broker");
    assertThat(shutdown.asked()).isFalse();
  }

  private String name(String wanted, String directory) {
    return DataSetName.in(state, wanted, Path.of(directory), Task.OWN, Subset.ALL);
  }
}
