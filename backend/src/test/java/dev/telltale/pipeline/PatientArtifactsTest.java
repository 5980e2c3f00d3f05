package dev.telltale.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.audit.Artifacts;
import dev.telltale.audit.UnitStoppedException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatientArtifactsTest {
  private static final byte[] BYTES = "abc".getBytes(UTF_8);
  private static final String NOWHERE = "0".repeat(64);

  @TempDir Path directory;

  @Test
  void aStoreThatComesBackHasTakenEverything() throws IOException {
    Flaky store = new Flaky(3);
    AtomicInteger breaths = new AtomicInteger();
    Artifacts patient = PatientArtifacts.of(store).meanwhile(breaths::incrementAndGet);
    String address = patient.write(BYTES);
    assertThat(breaths).hasValue(3);
    store.failures = 2;
    assertThat(patient.read(address)).isEqualTo(BYTES);
    store.failures = 1;
    try (InputStream in = patient.open(address)) {
      assertThat(in.readAllBytes()).isEqualTo(BYTES);
    }
    assertThat(breaths).hasValue(6);
  }

  @Test
  void aStoreThatStaysAwayIsGivenUp() {
    Artifacts patient = PatientArtifacts.of(new Flaky(Integer.MAX_VALUE), Duration.ofMillis(1));
    assertThatThrownBy(() -> patient.write(BYTES))
        .isInstanceOf(IOException.class)
        .hasMessage("nobody answers");
  }

  @Test
  void whatIsNotThereIsNotWaitedFor() {
    AtomicInteger breaths = new AtomicInteger();
    Artifacts patient = PatientArtifacts.of(new Flaky(0)).meanwhile(breaths::incrementAndGet);
    assertThatThrownBy(() -> patient.read(NOWHERE)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> patient.open(NOWHERE)).isInstanceOf(FileNotFoundException.class);
    assertThat(breaths).hasValue(0);
  }

  @Test
  void aUnitThatIsNotWantedAnyMoreStopsWaiting() {
    Artifacts patient =
        PatientArtifacts.of(new Flaky(Integer.MAX_VALUE))
            .meanwhile(
                () -> {
                  throw new UnitStoppedException();
                });
    assertThatThrownBy(() -> patient.write(BYTES)).isInstanceOf(UnitStoppedException.class);
  }

  /** A directory behind a network that fails the next so many times. */
  private final class Flaky implements Artifacts {
    private final ArtifactStore store = new ArtifactStore(directory);
    private int failures;

    Flaky(int failures) {
      this.failures = failures;
    }

    private void call() throws IOException {
      if (failures > 0) {
        failures--;
        throw new IOException("nobody answers");
      }
    }

    @Override
    public String write(byte[] bytes) throws IOException {
      call();
      return store.write(bytes);
    }

    @Override
    public InputStream open(String address) throws IOException {
      call();
      if (address.equals(NOWHERE)) {
        throw new FileNotFoundException(address);
      }
      return store.open(address);
    }

    @Override
    public byte[] read(String address) throws IOException {
      call();
      return store.read(address);
    }

    @Override
    public int collect(Set<String> named, Instant before) {
      return 0;
    }
  }
}
