package dev.telltale.web;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks Kafka every few seconds whether it is there. Belongs to one event loop. */
final class KafkaProbe {
  private static final long INTERVAL_MILLIS = 3000;
  private static final int TIMEOUT_MILLIS = 2500;

  private static final Logger LOG = LoggerFactory.getLogger(KafkaProbe.class);

  private final String bootstrap;
  private final Admin admin;
  private boolean reachable = true;
  private boolean asking;

  KafkaProbe(String bootstrap) {
    this.bootstrap = bootstrap;
    admin =
        Admin.create(
            Map.of(
                "bootstrap.servers",
                bootstrap,
                "request.timeout.ms",
                TIMEOUT_MILLIS,
                "default.api.timeout.ms",
                TIMEOUT_MILLIS,
                "reconnect.backoff.max.ms",
                1000));
  }

  void start(Vertx vertx) {
    vertx.setPeriodic(INTERVAL_MILLIS, timer -> ask(vertx));
  }

  boolean reachable() {
    return reachable;
  }

  void close() {
    admin.close(Duration.ZERO);
  }

  private void ask(Vertx vertx) {
    if (asking) {
      return;
    }
    asking = true;
    vertx
        .executeBlocking(
            () -> admin.describeCluster().clusterId().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS),
            false)
        .onComplete(
            answer -> {
              asking = false;
              tell(answer.succeeded());
            });
  }

  /** Clients wait in silence for a broker that is gone: once, somebody is told. */
  private void tell(boolean answers) {
    if (answers != reachable) {
      LOG.warn("Kafka at {} {}", bootstrap, answers ? "answers again" : "does not answer");
    }
    reachable = answers;
  }
}
