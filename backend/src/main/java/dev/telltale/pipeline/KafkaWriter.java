package dev.telltale.pipeline;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records until they are written: a broker that is gone for a while delays them, nothing
 * drops them. How many wait is bounded by intake, which holds each image until its score is
 * written. Records that go together cost one step off the event loop and one back, where Vert.x's
 * own stream takes both for each. Belongs to one context.
 */
final class KafkaWriter {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaWriter.class);
  private static final long RETRY_MILLIS = 1000;

  private final Vertx vertx;
  private final Context context;
  private final KafkaProducer<byte[], byte[]> producer;
  private boolean closed;

  /** On the context that it is to belong to. */
  KafkaWriter(Vertx vertx, String bootstrap) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.producer = new KafkaProducer<>(KafkaClients.writer(bootstrap));
  }

  /** Succeeds when every record is acknowledged; stays open while one is not. */
  Future<Void> write(List<ProducerRecord<byte[], byte[]>> records) {
    Promise<Void> written = Promise.promise();
    attempt(records, written);
    return written.future();
  }

  Future<Void> close() {
    closed = true;
    return vertx
        .<Void>executeBlocking(
            () -> {
              producer.close(Duration.ofSeconds(1));
              return null;
            },
            // Not behind writes that wait for a broker.
            false)
        .timeout(1500, TimeUnit.MILLISECONDS);
  }

  private void attempt(List<ProducerRecord<byte[], byte[]>> records, Promise<Void> written) {
    if (records.isEmpty()) {
      written.complete();
      return;
    }
    Attempt attempt = new Attempt(records.size(), written);
    // Blocks while the broker is not known, or the buffer is full.
    vertx.executeBlocking(
        () -> {
          for (ProducerRecord<byte[], byte[]> record : records) {
            send(record, attempt);
          }
          return null;
        });
  }

  private void send(ProducerRecord<byte[], byte[]> record, Attempt attempt) {
    try {
      producer.send(record, (metadata, failure) -> attempt.ended(record, failure));
    } catch (RuntimeException e) {
      attempt.ended(record, e);
    }
  }

  /** On the producer's thread until all have ended. */
  private final class Attempt {
    private final Promise<Void> written;
    private final List<ProducerRecord<byte[], byte[]>> failed = new ArrayList<>();
    private int open;
    private @Nullable Exception failure;

    Attempt(int records, Promise<Void> written) {
      this.open = records;
      this.written = written;
    }

    synchronized void ended(ProducerRecord<byte[], byte[]> record, @Nullable Exception e) {
      if (e != null) {
        failed.add(record);
        failure = e;
      }
      if (--open == 0) {
        context.runOnContext(v -> allEnded());
      }
    }

    private synchronized void allEnded() {
      if (failed.isEmpty()) {
        written.complete();
      } else if (!closed) {
        LOG.warn(
            "writing {} to {}: {}; trying again",
            failed.size(),
            failed.get(0).topic(),
            String.valueOf(failure));
        vertx.setTimer(RETRY_MILLIS, timer -> attempt(failed, written));
      }
    }
  }
}
