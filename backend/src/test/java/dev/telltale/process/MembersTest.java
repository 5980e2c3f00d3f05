package dev.telltale.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.telltale.kafka.event.ImageScore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Members that are killed, that lose their broker, and that are asked to stop. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MembersTest {
  private static final Duration PATIENCE = TelltaleProcess.PATIENCE;
  private static final int BIRDS = 1500;

  @RegisterExtension static final Processes PROCESSES = new Processes();

  @TempDir static Path directory;

  private static Birds birds;
  private static House house;

  @BeforeAll
  static void start() {
    birds = Birds.draw(directory.resolve("birds"), BIRDS, 41);
    Path images = birds.directory();
    house =
        new House(
            PROCESSES,
            directory,
            Map.of("killed", images, "shared", images, "outage", images, "stopped", images));
  }

  @Test
  @Order(1)
  void everyImageIsScoredOnceAcrossAKillInMidStream() {
    TelltaleProcess member = house.web();
    CompletableFuture<Void> sent = birds.send(house.bootstrap(), "killed", 250);
    Rest rest = member.rest();
    await().atMost(PATIENCE).until(() -> rest.scored("killed") >= BIRDS / 3);
    member.kill();
    assertThat(house.kafka().scores("killed").size()).isBetween(BIRDS / 3, BIRDS - 1);

    Rest again = house.rest();
    sent.join();
    await().atMost(PATIENCE).until(() -> again.scored("killed") >= BIRDS);
    assertThat(ids(house.kafka().scores("killed"))).isEqualTo(birds.ids());
    assertThat(again.scored("killed")).isEqualTo(BIRDS);
    // What Kafka delivered again after the kill is no duplicate.
    assertThat(again.get("/api/members").at("/members/0/worker/duplicates").asInt(-1)).isZero();
    assertThat(again.snapshot().at("/rejects/total").asInt()).isZero();
  }

  @Test
  @Order(2)
  void twoMembersShareTheStreamAndTheSurvivorFinishes() {
    Rest rest = house.rest();
    TelltaleProcess second = house.worker("second").awaitReady();
    await().atMost(PATIENCE).until(() -> rest.members() == 2);
    CompletableFuture<Void> sent = birds.send(house.bootstrap(), "shared", 200);
    await().atMost(PATIENCE).until(() -> scoredBy("second", "shared") >= 100);
    second.kill();
    assertThat(scoredBy("web", "shared")).isPositive();

    await().atMost(PATIENCE).until(() -> rest.members() == 1);
    sent.join();
    await().atMost(PATIENCE).until(() -> rest.scored("shared") >= BIRDS);
    assertThat(ids(house.kafka().scores("shared"))).isEqualTo(birds.ids());
    assertThat(rest.scored("shared")).isEqualTo(BIRDS);
  }

  @Test
  @Order(3)
  void aMemberStopsWhileItsGroupJoins() {
    // This member of the group is alive, and never answers a rebalance: a join waits for minutes.
    try (KafkaConsumer<byte[], byte[]> stuck =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                house.bootstrap(),
                "group.id",
                "stuck",
                "partition.assignment.strategy",
                CooperativeStickyAssignor.class.getName()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      stuck.subscribe(List.of("telltale.images"));
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                stuck.poll(Duration.ofMillis(100));
                return !stuck.assignment().isEmpty();
              });
      TelltaleProcess joining =
          house.member("joining", "--roles", "worker", "--cluster-port", 0, "--group", "stuck");
      joining.awaitReady();
      joining.terminate();
    }
  }

  @Test
  @Order(4)
  void aMemberOutlivesItsBrokerAndGoesOn() {
    TelltaleProcess member = house.web();
    Rest rest = member.rest();
    assertThat(rest.status("/health/ready")).isEqualTo(200);
    CompletableFuture<Void> sent = birds.send(house.bootstrap(), "outage", 100);
    await().atMost(PATIENCE).until(() -> rest.scored("outage") >= 200);
    house.broker().kill();
    await().during(Duration.ofSeconds(20)).atMost(PATIENCE).until(member::alive);
    assertThat(rest.status("/health/ready")).isEqualTo(503);
    assertThat(rest.status("/health/live")).isEqualTo(200);
    assertThat(rest.get("/api/status").at("/kafka/reachable").asBoolean(true)).isFalse();

    house.broker();
    await().atMost(PATIENCE).until(() -> rest.status("/health/ready") == 200);
    assertThat(rest.get("/api/status").at("/kafka/reachable").asBoolean()).isTrue();
    sent.join();
    await().atMost(PATIENCE).until(() -> rest.scored("outage") >= BIRDS);
    assertThat(ids(house.kafka().scores("outage"))).isEqualTo(birds.ids());
    assertThat(rest.scored("outage")).isEqualTo(BIRDS);
    assertThat(member.alive()).isTrue();
    assertThat(member.err()).noneMatch(line -> line.contains("Unhandled"));
  }

  @Test
  @Order(5)
  void aMemberWithoutABrokerStops() {
    TelltaleProcess member = house.web();
    Rest rest = member.rest();
    birds.send(house.bootstrap(), "stopped", 300);
    await().atMost(PATIENCE).until(() -> rest.scored("stopped") >= 100);
    house.broker().kill();
    member.terminate();
  }

  private static long scoredBy(String member, String dataset) {
    return house.kafka().scores(dataset).stream()
        .filter(score -> score.member().equals(member))
        .count();
  }

  private static Set<String> ids(List<ImageScore> scores) {
    return scores.stream().map(ImageScore::id).collect(Collectors.toSet());
  }
}
