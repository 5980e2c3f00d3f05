package dev.telltale.pipeline;

import dev.telltale.kafka.TopicSetup;
import dev.telltale.kafka.Topics;
import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.InvalidEventException;
import dev.telltale.train.TrainingProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Kafka where a training stands, from a thread of its own: the training never waits. Only the
 * latest progress counts, and it holds every finished epoch, so what was passed over is not lost.
 * Without a broker the training goes on, and one line says that its page does not.
 */
public final class TrainingReporter implements TrainingProgress.Listener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingReporter.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long PAUSE_MILLIS = 250;
  private static final long RETRY_MILLIS = 1000;

  /** Well before the ten seconds in which a training that runs must be heard. */
  private static final long HEARTBEAT_MILLIS = 5000;

  private final String bootstrap;
  private final Thread thread;
  private final Object lock = new Object();
  private @Nullable TrainingProgress latest;
  private boolean told = true;
  private boolean closing;
  private boolean warned;

  /**
   * Starts; nothing is sent yet.
   *
   * @param bootstrap the broker, {@code host:port[,host:port…]}
   */
  public TrainingReporter(String bootstrap) {
    this.bootstrap = bootstrap;
    this.thread = new Thread(this::run, "training-reports");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void progressed(TrainingProgress progress) {
    synchronized (lock) {
      latest = progress;
      told = false;
      lock.notifyAll();
    }
  }

  /** Tells what is still to be told, for at most five seconds. */
  @Override
  public void close() {
    synchronized (lock) {
      closing = true;
      lock.notifyAll();
    }
    try {
      thread.join(PATIENCE.toMillis());
      if (thread.isAlive()) {
        thread.interrupt();
        warn("it does not answer");
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    KafkaProducer<byte[], byte[]> producer = null;
    try {
      TrainingProgress next;
      while ((next = await()) != null) {
        try {
          if (producer == null) {
            TopicSetup.ensure(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap),
                List.of(Topics.TRAININGS),
                PATIENCE);
            producer = new KafkaProducer<>(config());
          }
          producer.send(EventCodec.record(TrainingReports.of(next, Instant.now()))).get();
          pause(PAUSE_MILLIS, false);
        } catch (ExecutionException e) {
          failed(next, e.getCause());
        } catch (InvalidEventException e) {
          warn(next.run() + ": " + e.detail());
        } catch (RuntimeException e) {
          failed(next, e);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("ended while it told of a training");
    } finally {
      if (producer != null) {
        producer.close(Duration.ZERO);
      }
    }
  }

  /** The next to tell; null when all was told and nothing more will come. */
  private @Nullable TrainingProgress await() throws InterruptedException {
    synchronized (lock) {
      long until = System.nanoTime() + HEARTBEAT_MILLIS * 1_000_000;
      while (told && !closing && !(runs() && System.nanoTime() - until >= 0)) {
        lock.wait(HEARTBEAT_MILLIS / 10);
      }
      if (told && closing) {
        return null;
      }
      told = true;
      return latest;
    }
  }

  private boolean runs() {
    return latest != null && latest.state() == TrainingProgress.State.RUNNING;
  }

  /** It is told again with the latest, unless that came in the meantime. */
  private void failed(TrainingProgress progress, Throwable cause) throws InterruptedException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedException();
    }
    warn(progress.run() + ": " + cause.getMessage());
    synchronized (lock) {
      told = false;
    }
    pause(RETRY_MILLIS, true);
  }

  /**
   * @param always also at the end, so that what fails at once is not tried without a pause
   */
  private void pause(long millis, boolean always) throws InterruptedException {
    synchronized (lock) {
      if (closing && always) {
        lock.wait(PAUSE_MILLIS);
      }
      long until = System.nanoTime() + millis * 1_000_000;
      for (long left = millis; left > 0 && !closing; ) {
        lock.wait(left);
        left = (until - System.nanoTime()) / 1_000_000;
      }
    }
  }

  private synchronized void warn(String what) {
    if (!warned) {
      warned = true;
      LOG.warn(
          "Kafka at {} is not told of the training ({}); it goes on, the page Training does not"
              + " show it",
          bootstrap,
          what);
    }
  }

  private Map<String, Object> config() {
    Map<String, Object> config = new HashMap<>(KafkaClients.writer(bootstrap));
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    // A long history is much the same text over and over.
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    config.put(
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.multipliedBy(2).toMillis());
    return config;
  }
}
