package dev.telltale.pipeline;

import dev.telltale.audit.Artifacts;
import dev.telltale.kafka.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes artifacts that no audit names any more, after audits were deleted or ended for good, and
 * once more when all that was young then is old. What is named is read from all that Kafka holds of
 * audits, and from the artifacts themselves. Asked by one thread, and works on another; whoever
 * leads the first partition does it, so that it is one member at a time.
 */
final class ArtifactCollection {
  private static final Logger LOG = LoggerFactory.getLogger(ArtifactCollection.class);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);
  private static final Duration WHEN_ALL_IS_OLD = ArtifactStore.YOUNG.plusMinutes(5);

  /** Of this many parts of the time, one is spent on it. */
  private static final int SHARE = 10;

  private final String bootstrap;
  private final Artifacts artifacts;
  private final NamedArtifacts names;
  private final AtomicBoolean busy = new AtomicBoolean();
  private long seen;
  private volatile long soon;
  private volatile long later;
  private volatile long rested = System.nanoTime();

  ArtifactCollection(String bootstrap, Artifacts artifacts) {
    this.bootstrap = bootstrap;
    this.artifacts = artifacts;
    this.names = new NamedArtifacts(artifacts);
  }

  /**
   * Begins where it is time.
   *
   * @param lettingGo how often audits let go of artifacts as far as this member has read, ever more
   */
  void turn(long lettingGo, Executor pool) {
    long now = System.nanoTime();
    if (lettingGo != seen) {
      seen = lettingGo;
      soon = now + SOON.toNanos();
      later = now + WHEN_ALL_IS_OLD.toNanos();
    }
    if (now - rested >= 0 && (due(soon, now) || due(later, now)) && !busy.getAndSet(true)) {
      soon = 0;
      later = due(later, now) ? 0 : later;
      pool.execute(this::work);
    }
  }

  private static boolean due(long at, long now) {
    return at != 0 && now - at >= 0;
  }

  private void work() {
    long start = System.nanoTime();
    try {
      int removed = collect();
      LOG.info("{} artifacts that no audit names any more were removed", removed);
    } catch (InterruptException e) {
      LOG.debug("stopped while artifacts were collected");
    } catch (IOException | RuntimeException e) {
      LOG.warn("artifacts are not collected now, but later: {}", e.toString());
      soon = System.nanoTime() + AFTER_FAILURE.toNanos();
    } finally {
      long end = System.nanoTime();
      rested = end + (SHARE - 1) * (end - start);
      busy.set(false);
    }
  }

  /**
   * Removes what nothing names.
   *
   * @return how many artifacts were removed
   * @throws IOException if what is kept cannot be read; nothing is removed then
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer; nothing is removed
   *     then
   */
  int collect() throws IOException {
    // What is written while it reads may be named where it has read already.
    Instant before = Instant.now().minus(ArtifactStore.YOUNG);
    Set<String> named = new HashSet<>();
    try (AuditLog log = new AuditLog(bootstrap)) {
      for (int partition = 0; partition < Topics.AUDITS.partitions(); partition++) {
        named.addAll(log.named(partition));
      }
    }
    return artifacts.collect(names.all(named), before);
  }
}
