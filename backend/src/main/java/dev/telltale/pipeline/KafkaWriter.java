package dev.telltale.pipeline;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.producer.KafkaWriteStream;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records until they are written: a broker that is gone for a while delays them, nothing
 * drops them. How many wait is bounded by intake, which holds each image until its score is
 * written.
 */
final class KafkaWriter {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaWriter.class);
  private static final long RETRY_MILLIS = 1000;

  private final Vertx vertx;
  private final KafkaWriteStream<byte[], byte[]> producer;
  private boolean closed;

  KafkaWriter(Vertx vertx, String bootstrap) {
    this.vertx = vertx;
    this.producer =
        KafkaWriteStream.create(vertx, KafkaClients.writer(bootstrap), byte[].class, byte[].class);
    // Each failure also comes to the write that it belongs to.
    producer.exceptionHandler(e -> {});
  }

  /** Succeeds when the record is acknowledged; stays open while it is not. */
  Future<Void> write(ProducerRecord<byte[], byte[]> record) {
    Promise<Void> written = Promise.promise();
    attempt(record, written);
    return written.future();
  }

  Future<Void> close() {
    closed = true;
    return producer.close(1000).timeout(1500, TimeUnit.MILLISECONDS);
  }

  private void attempt(ProducerRecord<byte[], byte[]> record, Promise<Void> written) {
    producer
        .send(record)
        .onSuccess(metadata -> written.complete())
        .onFailure(
            e -> {
              if (!closed) {
                LOG.warn("writing to {}: {}; trying again", record.topic(), e.toString());
                vertx.setTimer(RETRY_MILLIS, timer -> attempt(record, written));
              }
            });
  }
}
