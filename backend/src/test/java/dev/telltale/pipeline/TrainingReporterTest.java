package dev.telltale.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.telltale.kafka.Topics;
import dev.telltale.kafka.broker.EmbeddedBroker;
import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.TrainingReport;
import dev.telltale.testing.Training;
import dev.telltale.train.TrainingProgress;
import dev.telltale.train.TrainingProgress.Current;
import dev.telltale.train.TrainingProgress.State;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A training that tells a real broker of itself, and one whose broker is not there. */
class TrainingReporterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path temp;
  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(temp.resolve("kafka"), 0);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void whatIsToldLastIsInKafkaWhenTheReporterIsClosed() {
    try (TrainingReporter reporter = new TrainingReporter(broker.bootstrap())) {
      for (int batch = 0; batch < 5000; batch++) {
        reporter.progressed(Training.running("whole", batch / 500));
      }
      await().atMost(PATIENCE).until(() -> !reports("whole").isEmpty());
      reporter.progressed(Training.finished("whole"));
    }
    List<TrainingReport> told = reports("whole");
    TrainingReport last = told.get(told.size() - 1);
    assertThat(last.state()).isEqualTo(TrainingReport.State.FINISHED);
    assertThat(last.history()).hasSize(Training.EPOCHS);
    assertThat(last.bundle()).isEqualTo("/models/whole");
    assertThat(last.diverged()).isNull();
    assertThat(told).as("the latest counts, not each").hasSizeLessThan(500);
  }

  @Test
  void aTrainingThatRunsIsHeardThoughNothingHappens() {
    try (TrainingReporter reporter = new TrainingReporter(broker.bootstrap())) {
      reporter.progressed(Training.running("quiet", 3));
      await().atMost(PATIENCE).until(() -> reports("quiet").size() >= 2);
    }
    List<TrainingReport> told = reports("quiet");
    assertThat(told.get(1).updatedAt()).isAfter(told.get(0).updatedAt());
    assertThat(Duration.between(told.get(0).updatedAt(), told.get(1).updatedAt()))
        .isGreaterThan(Duration.ofSeconds(4));
  }

  @Test
  void aTrainingThatDivergesIsToldWithoutTheNumbersThatAreNone() {
    TrainingProgress diverged =
        Training.progress(
            "diverged",
            State.FAILED,
            0,
            new Current(1, 3, 94, Double.NaN, 0.1, 100),
            null,
            "the loss\nis NaN " + "!".repeat(3000),
            true);
    try (TrainingReporter reporter = new TrainingReporter(broker.bootstrap())) {
      reporter.progressed(diverged);
    }
    TrainingReport told = reports("diverged").get(0);
    assertThat(told.diverged()).isTrue();
    assertThat(told.current().loss()).isNull();
    assertThat(told.message()).startsWith("the loss is NaN !").hasSize(TrainingReport.MAX_MESSAGE);
  }

  @Test
  void withoutABrokerTheTrainingGoesOnAndOneLineSaysSo() throws IOException {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(TrainingReporter.class);
    log.start();
    logger.setLevel(Level.WARN);
    logger.addAppender(log);
    try {
      TrainingReporter reporter = new TrainingReporter("127.0.0.1:" + freePort());
      for (int batch = 0; batch < 100_000; batch++) {
        reporter.progressed(Training.running("alone", 1));
      }
      await().atMost(PATIENCE).until(() -> !log.list.isEmpty());
      reporter.progressed(Training.finished("alone"));
      reporter.close();
    } finally {
      logger.detachAppender(log);
      logger.setLevel(null);
    }
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .filteredOn(line -> line.contains("alone"))
        .singleElement()
        .asString()
        .contains("Kafka at 127.0.0.1:", "it goes on")
        .doesNotContain("\n");
  }

  @Test
  void aNameThatKafkaCannotTakeIsToldOnceAndEndsAtOnce() {
    TrainingReporter reporter = new TrainingReporter(broker.bootstrap());
    reporter.progressed(Training.running("not a name", 1));
    reporter.close();
    assertThat(reports("not a name")).isEmpty();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static List<TrainingReport> reports(String run) {
    List<TrainingReport> reports = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(KafkaClients.reader(broker.bootstrap()))) {
      TopicPartition partition = new TopicPartition(Topics.TRAININGS.name(), 0);
      if (consumer.partitionsFor(partition.topic()).isEmpty()) {
        return reports;
      }
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(record -> reports.add(EventCodec.readTrainingReport(record)));
      }
    }
    return reports.stream().filter(report -> report.run().equals(run)).toList();
  }
}
