package dev.telltale.kafka.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.telltale.kafka.ImageProducer;
import dev.telltale.kafka.TopicSetup;
import dev.telltale.kafka.Topics;
import dev.telltale.kafka.event.Events;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedBroker.class)
class EmbeddedBrokerTest {
  private static final TopicPartition SEVENTH = new TopicPartition(Topics.IMAGES.name(), 7);

  @TempDir Path dir;

  @Test
  void aBrokerStartedAgainOnItsDirectoryHasItsRecordsAndOffsetsBack() {
    int firstPort;
    try (var broker = EmbeddedBroker.start(dir, 0)) {
      firstPort = broker.port();
      TopicSetup.ensure(broker.bootstrap());
      send(broker.bootstrap(), 0, 100);
      try (var consumer = SharedBroker.consumer(broker.bootstrap(), "screening")) {
        consumer.commitSync(Map.of(SEVENTH, new OffsetAndMetadata(5)));
      }
      broker.close(); // and once more by the try: closing twice does no harm
    }
    try (var taken = occupy(firstPort);
        var broker = EmbeddedBroker.start(dir, 0)) {
      assertThat(broker.port()).isNotEqualTo(firstPort).isEqualTo(port(broker.bootstrap()));
      assertThat(TopicSetup.ensure(broker.bootstrap())).isEmpty();
      assertThat(imagesAt(broker.bootstrap(), 100)).hasSize(100);
      try (var consumer = SharedBroker.consumer(broker.bootstrap(), "screening")) {
        var committed = consumer.committed(Set.of(SEVENTH)).get(SEVENTH);
        assertThat(committed.offset()).isEqualTo(5);
      }
      assertThat(taken.isClosed()).isFalse();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyAcknowledgedRecordSurvivesAKilledBrokerAndNothingButOursIsOnItsStdout()
      throws IOException, InterruptedException {
    Process process = startProcess(dir);
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      String bootstrap = out.readLine();
      assertThat(bootstrap).matches("127\\.0\\.0\\.1:\\d+");
      TopicSetup.ensure(bootstrap);
      send(bootstrap, 0, 200);
      var live = failure(dir, 0);
      assertThat(live).hasMessageContaining("already runs in " + dir).hasMessageNotContaining("\n");
      assertThat(out.ready()).as("more on its stdout").isFalse();
      process.destroyForcibly().waitFor();
    } finally {
      process.destroyForcibly();
    }
    long killed = System.nanoTime();
    try (var broker = EmbeddedBroker.start(dir, 0)) {
      TopicSetup.ensure(broker.bootstrap());
      Duration back = Duration.ofNanos(System.nanoTime() - killed);
      assertThat(imagesAt(broker.bootstrap(), 200)).hasSize(200);
      System.err.println("A killed broker was back after " + back.toMillis() + " ms");
      assertThat(back).isLessThan(Duration.ofSeconds(25));
    }
  }

  @Test
  void aTakenPortIsToldInOneLineAndTheDirectoryIsFreeAgain() throws IOException {
    try (ServerSocket taken = occupy(0)) {
      BrokerStartException e = failure(dir, taken.getLocalPort());
      assertThat(e)
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("choose another")
          .hasMessageNotContaining("\n");
    }
    DirectoryLock.take(dir).close();
  }

  @Test
  void aDirectoryThatCannotBeUsedIsToldInOneLine() throws IOException {
    Path file = Files.writeString(dir.resolve("file"), "x");
    assertThat(failure(file, 0))
        .hasMessageContaining(file.toString())
        .hasMessageNotContaining("\n");
    assertThat(failure(dir.resolve("a,b"), 0)).hasMessageContaining("comma");
  }

  @Test
  void anIpv6AddressStandsInBrackets() {
    assertThat(BrokerConfig.address("::1", 9092)).isEqualTo("[::1]:9092");
    assertThat(BrokerConfig.address("kafka", 9092)).isEqualTo("kafka:9092");
  }

  @Test
  void theBrokerTakesTheLargestMessageOfEveryTopicAndMakesNoTopicByItself()
      throws ExecutionException, InterruptedException {
    int largest =
        Integer.parseInt(
            BrokerConfig.of(dir, "h", new Ports(1, 2), "h").getProperty("message.max.bytes"));
    assertThat(Topics.ALL).allMatch(topic -> topic.maxMessageBytes() <= largest);
    try (Admin admin = SharedBroker.admin(SharedBroker.bootstrap());
        var consumer = SharedBroker.consumer(SharedBroker.bootstrap(), "nobody")) {
      assertThat(consumer.partitionsFor("no.such.topic")).isNullOrEmpty();
      assertThat(admin.listTopics().names().get()).doesNotContain("no.such.topic");
    }
  }

  private static void send(String bootstrap, int from, int to) {
    try (var producer = new ImageProducer(bootstrap)) {
      var sent =
          IntStream.range(from, to)
              .mapToObj(i -> producer.send(Events.byUri("image " + i)))
              .toList();
      sent.forEach(CompletableFuture::join);
    }
  }

  private static Set<String> imagesAt(String bootstrap, int count) {
    Set<String> keys = new TreeSet<>();
    try (var consumer = SharedBroker.consumerOf(bootstrap, Topics.IMAGES.name())) {
      await()
          .atMost(SharedBroker.PATIENCE)
          .until(
              () -> {
                consumer
                    .poll(Duration.ofMillis(200))
                    .forEach(record -> keys.add(new String(record.key(), UTF_8)));
                return keys.size() >= count;
              });
    }
    return keys;
  }

  private static Process startProcess(Path dir) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            BrokerProcess.class.getName(),
            dir.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static BrokerStartException failure(Path dir, int port) {
    return catchThrowableOfType(
        BrokerStartException.class, () -> EmbeddedBroker.start(dir, port).close());
  }

  private static ServerSocket occupy(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
  }

  private static int port(String bootstrap) {
    return Integer.parseInt(bootstrap.substring(bootstrap.lastIndexOf(':') + 1));
  }
}
