package dev.telltale.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.telltale.kafka.Topics;
import dev.telltale.kafka.event.DeadLetter;
import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.ImageEvent;
import dev.telltale.kafka.event.ImageScore;
import dev.telltale.pipeline.index.ImageKey;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands on the topic: a score, or one dead letter that says why not. */
class BadEventsTest {
  private static final Duration PATIENCE = TelltaleProcess.PATIENCE;
  private static final int GOOD = 3000;
  private static final int BAD = 600;

  @RegisterExtension static final Processes PROCESSES = new Processes();

  @TempDir static Path directory;

  private static Birds birds;
  private static House house;
  private static KafkaProducer<byte[], byte[]> producer;

  @BeforeAll
  static void start() {
    birds = Birds.draw(directory.resolve("birds"), 60, 43);
    Path images = birds.directory();
    house =
        new House(
            PROCESSES, directory, Map.of("events", images, "repeated", images, "plain", images));
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                house.bootstrap(),
                "max.request.size",
                8_000_000,
                "compression.type",
                "gzip",
                "linger.ms",
                5),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    house.web();
  }

  @Test
  void sixHundredBadEventsOfEveryKindAmongThreeThousandGoodOnes() throws IOException {
    List<BadInputs.Bad> kinds = BadInputs.all(birds.directory());
    Rest rest = house.rest();
    Map<String, Integer> countedBefore = counted(rest);
    int duplicatesBefore = duplicates(rest);
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    Map<String, BadInputs.Bad> bad = new HashMap<>();
    for (int i = 0; i < BAD; i++) {
      BadInputs.Bad kind = kinds.get(i % kinds.size());
      bad.put("bad " + i, kind);
      records.add(record("bad " + i, kind, i));
    }
    Set<String> good = new TreeSet<>();
    for (int i = 0; i < GOOD; i++) {
      ProducerRecord<byte[], byte[]> record = good(i);
      good.add("good-" + i);
      records.add(record);
      if (i % 10 == 0) {
        records.add(elsewhere(record, i));
      }
    }
    Collections.shuffle(records, new Random(1));
    records.forEach(producer::send);
    producer.flush();

    await().atMost(PATIENCE).until(() -> rest.scored("events") >= GOOD);
    await().atMost(PATIENCE).until(() -> letters(bad.keySet()).size() >= BAD);
    await().atMost(PATIENCE).until(() -> duplicates(rest) - duplicatesBefore >= GOOD / 10);
    await().atMost(PATIENCE).until(() -> house.kafka().lag("telltale-workers") == 0);
    assertThat(house.kafka().scores("events").stream().map(ImageScore::id))
        .containsExactlyInAnyOrderElementsOf(good);
    assertThat(rest.scored("events")).isEqualTo(GOOD);
    assertThat(duplicates(rest) - duplicatesBefore).isEqualTo(GOOD / 10);
    List<DeadLetter> letters = letters(bad.keySet());
    assertThat(letters).extracting(DeadLetter::source).doesNotHaveDuplicates();
    assertThat(letters)
        .extracting(BadEventsTest::key)
        .containsExactlyInAnyOrderElementsOf(bad.keySet());
    Map<String, Integer> expected = new TreeMap<>();
    for (DeadLetter letter : letters) {
      BadInputs.Bad kind = bad.get(key(letter));
      assertThat(letter.reason().wire()).as(letter.toString()).isEqualTo(kind.reason());
      assertThat(letter.detail()).as(letter.toString()).isNotBlank().doesNotContain("\n");
      int number = Integer.parseInt(key(letter).substring(4));
      if (kind.value() == null || kind.value().length <= Topics.MAX_EVENT_BYTES) {
        assertThat(letter.value()).as(letter.toString()).isEqualTo(kind.value(number));
      }
      expected.merge(kind.reason(), 1, Integer::sum);
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(added(countedBefore, counted(rest))).isEqualTo(expected));
  }

  @Test
  void aPlainClientSendsPicturesWithoutKeysAndTheyCanBeLookedAt() throws IOException {
    Rest rest = house.rest();
    byte[] jpeg = picture("jpg");
    for (byte[] picture : List.of(jpeg, picture("png"))) {
      String id = picture == jpeg ? "jpeg" : "png";
      String base64 = Base64.getEncoder().encodeToString(picture);
      String json = "{\"id\":\"" + id + "\",\"dataset\":\"plain\",\"bytes\":\"" + base64 + "\"}";
      producer.send(new ProducerRecord<>(Topics.IMAGES.name(), json.getBytes(UTF_8)));
    }
    producer.flush();
    await().atMost(PATIENCE).until(() -> rest.scored("plain") == 2);
    String hash = rest.get("/api/status").at("/models/0/hash").asText();
    for (String id : List.of("jpeg", "png")) {
      String key = ImageKey.of("plain", hash, id).hex();
      assertThat(rest.bytes("/api/images/" + key + "/original"))
          .startsWith(0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n');
    }
  }

  @Test
  void duplicatesAreScoredOnce() {
    Rest rest = house.rest();
    int before = duplicates(rest);
    List<ImageEvent> events = birds.events("repeated");
    for (int partition : new int[] {0, 5, 11}) {
      for (ImageEvent event : events) {
        ProducerRecord<byte[], byte[]> record = EventCodec.record(event);
        producer.send(
            new ProducerRecord<>(record.topic(), partition, record.key(), record.value()));
      }
    }
    producer.flush();
    await().atMost(PATIENCE).until(() -> duplicates(rest) - before >= 2 * events.size());
    await().atMost(PATIENCE).until(() -> rest.scored("repeated") >= events.size());
    assertThat(house.kafka().scores("repeated").stream().map(ImageScore::id))
        .containsExactlyInAnyOrderElementsOf(birds.ids());
    assertThat(rest.scored("repeated")).isEqualTo(events.size());
    assertThat(duplicates(rest) - before).isEqualTo(2 * events.size());
  }

  /** A third by its bytes, the others by a file's name. */
  private static ProducerRecord<byte[], byte[]> good(int number) throws IOException {
    ImageEvent bird = birds.events("events").get(number % birds.count());
    boolean inline = number % 3 == 0;
    byte[] bytes = inline ? Files.readAllBytes(birds.directory().resolve(bird.uri())) : null;
    return EventCodec.record(
        new ImageEvent(
            "good-" + number,
            bird.dataset(),
            inline ? null : bird.uri(),
            bytes,
            bird.label(),
            bird.groups(),
            bird.mask(),
            null));
  }

  /** The same event once more, on a partition where it need not come after the first. */
  private static ProducerRecord<byte[], byte[]> elsewhere(
      ProducerRecord<byte[], byte[]> record, int partition) {
    return new ProducerRecord<>(
        record.topic(), partition % Topics.IMAGES.partitions(), record.key(), record.value());
  }

  private static ProducerRecord<byte[], byte[]> record(String key, BadInputs.Bad kind, int number) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(Topics.IMAGES.name(), key.getBytes(UTF_8), kind.value(number));
    kind.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    return record;
  }

  private static List<DeadLetter> letters(Set<String> keys) {
    return house.kafka().deadLetters().stream()
        .filter(letter -> letter.key() != null && keys.contains(key(letter)))
        .toList();
  }

  private static String key(DeadLetter letter) {
    return new String(letter.key(), UTF_8);
  }

  /** Dead letters as the dashboard counts them, by reason. */
  private static Map<String, Integer> counted(Rest rest) {
    Map<String, Integer> counted = new TreeMap<>();
    rest.snapshot()
        .at("/rejects/byReason")
        .properties()
        .forEach(entry -> counted.put(entry.getKey(), entry.getValue().asInt()));
    return counted;
  }

  private static Map<String, Integer> added(Map<String, Integer> from, Map<String, Integer> to) {
    Map<String, Integer> added = new TreeMap<>();
    to.forEach((reason, count) -> added.put(reason, count - from.getOrDefault(reason, 0)));
    added.values().removeIf(count -> count == 0);
    return added;
  }

  private static byte[] picture(String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BufferedImage bird = ImageIO.read(birds.directory().resolve("images/000001.png").toFile());
    BufferedImage rgb = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    rgb.createGraphics().drawImage(bird, 0, 0, null);
    ImageIO.write(rgb, format, bytes);
    return bytes.toByteArray();
  }

  private static int duplicates(Rest rest) {
    return rest.get("/api/members").at("/members/0/worker/duplicates").asInt();
  }
}
