package dev.telltale.pipeline;

import dev.telltale.audit.Artifacts;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A store that may be gone for a moment, as one on the network is: what it does not do is tried
 * again for a while, so that a unit's work is not lost, and the unit not blamed for it. What is
 * simply not there is not asked for again.
 */
final class PatientArtifacts implements Artifacts {
  static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long PAUSE_MILLIS = 250;

  private final Artifacts store;
  private final Duration patience;
  private final Runnable meanwhile;

  private PatientArtifacts(Artifacts store, Duration patience, Runnable meanwhile) {
    this.store = store;
    this.patience = patience;
    this.meanwhile = meanwhile;
  }

  /** The same store, waited for. */
  static PatientArtifacts of(Artifacts store) {
    return store instanceof PatientArtifacts patient ? patient : of(store, PATIENCE);
  }

  static PatientArtifacts of(Artifacts store, Duration patience) {
    return new PatientArtifacts(store, patience, () -> {});
  }

  /**
   * The same for a thread that has something else to do while it waits.
   *
   * @param breathe called four times a second; what it throws ends the waiting
   */
  PatientArtifacts meanwhile(Runnable breathe) {
    return new PatientArtifacts(store, patience, breathe);
  }

  @Override
  public String write(byte[] bytes) throws IOException {
    return patiently(() -> store.write(bytes));
  }

  @Override
  public InputStream open(String address) throws IOException {
    return patiently(() -> store.open(address));
  }

  @Override
  public byte[] read(String address) throws IOException {
    return patiently(() -> store.read(address));
  }

  @Override
  public Optional<String> recall(String key) throws IOException {
    return patiently(() -> store.recall(key));
  }

  @Override
  public void remember(String key, String address) throws IOException {
    patiently(
        () -> {
          store.remember(key, address);
          return key;
        });
  }

  /** Not waited for: it is tried again anyway. */
  @Override
  public int collect(Set<String> named, Instant before) throws IOException {
    return store.collect(named, before);
  }

  private interface Attempt<T> {
    T run() throws IOException;
  }

  private <T> T patiently(Attempt<T> attempt) throws IOException {
    long start = System.nanoTime();
    while (true) {
      try {
        return attempt.run();
      } catch (FileNotFoundException | NoSuchFileException e) {
        throw e;
      } catch (IOException e) {
        if (System.nanoTime() - start > patience.toNanos()) {
          throw e;
        }
        pause(e);
      }
    }
  }

  private void pause(IOException cause) throws IOException {
    meanwhile.run();
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cause;
    }
  }
}
