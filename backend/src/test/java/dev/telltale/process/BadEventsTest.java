package dev.telltale.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands on the topic: a score, or one dead letter that says why not. */
class BadEventsTest {
  private static final Duration PATIENCE = TelltaleProcess.PATIENCE;

  @RegisterExtension static final Processes PROCESSES = new Processes();

  @TempDir static Path directory;

  private static Birds birds;
  private static House house;
  private static KafkaProducer<byte[], byte[]> producer;

  /**
   * A record and what must become of it.
   *
   * @param reason of its dead letter, on the wire
   * @param value of the record
   */
  private record Bad(String reason, byte @Nullable [] value) {
    static Bad event(String reason, String json) {
      return new Bad(reason, json.replace('\'', '"').getBytes(UTF_8));
    }

    static Bad picture(String reason, byte[] picture) {
      String base64 = Base64.getEncoder().encodeToString(picture);
      return event(reason, "{'id':'x','dataset':'events','bytes':'" + base64 + "'}");
    }

    static Bad uri(String reason, Object uri) {
      return event(reason, "{'id':'" + uri + "','dataset':'events','uri':'" + uri + "'}");
    }
  }

  @BeforeAll
  static void start() {
    birds = Birds.draw(directory.resolve("birds"), 60, 43);
    Path images = birds.directory();
    house =
        new House(
            PROCESSES, directory, Map.of("events", images, "repeated", images, "plain", images));
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", house.bootstrap(), "max.request.size", 4_000_000),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    house.web();
  }

  @Test
  void badEventsBecomeDeadLettersAndTheGoodOnesAreScored() throws IOException {
    List<Bad> bad = bad();
    Rest rest = house.rest();
    List<ImageEvent> good = birds.events("events");
    for (int i = 0; i < good.size(); i++) {
      producer.send(EventCodec.record(good.get(i)));
      if (i < bad.size()) {
        producer.send(
            new ProducerRecord<>(
                Topics.IMAGES.name(), ("bad " + i).getBytes(UTF_8), bad.get(i).value()));
      }
    }
    producer.flush();
    await().atMost(PATIENCE).until(() -> rest.scored("events") >= good.size());
    await().atMost(PATIENCE).until(() -> house.kafka().deadLetters().size() >= bad.size());
    await().atMost(PATIENCE).until(() -> rejects(rest).get("total").asInt() >= bad.size());

    assertThat(house.kafka().scores("events").stream().map(ImageScore::id))
        .containsExactlyInAnyOrderElementsOf(birds.ids());
    assertThat(rest.scored("events")).isEqualTo(good.size());
    Map<String, DeadLetter> letters =
        house.kafka().deadLetters().stream()
            .collect(
                Collectors.toMap(letter -> new String(letter.key(), UTF_8), Function.identity()));
    assertThat(letters).hasSize(bad.size());
    for (int i = 0; i < bad.size(); i++) {
      DeadLetter letter = letters.get("bad " + i);
      assertThat(letter.reason().wire()).as(letter.toString()).isEqualTo(bad.get(i).reason());
      assertThat(letter.value()).as(letter.toString()).isEqualTo(bad.get(i).value());
    }
    Map<String, Integer> counted = new TreeMap<>();
    rejects(rest)
        .get("byReason")
        .properties()
        .forEach(entry -> counted.put(entry.getKey(), entry.getValue().asInt()));
    assertThat(counted)
        .isEqualTo(
            bad.stream()
                .collect(Collectors.groupingBy(Bad::reason, Collectors.summingInt(one -> 1))));
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

  private static List<Bad> bad() throws IOException {
    Path root = birds.directory();
    byte[] png = Files.readAllBytes(root.resolve("images/000000.png"));
    byte[] jpeg = picture("jpg");
    byte[] halfPng = Arrays.copyOf(png, png.length / 2);
    byte[] halfJpeg = Arrays.copyOf(jpeg, jpeg.length / 2);
    Files.write(root.resolve("half.png"), halfPng);
    Files.write(root.resolve("half.jpg"), halfJpeg);
    Files.write(root.resolve("empty.png"), new byte[0]);
    Path outside = Files.write(directory.resolve("outside.png"), png);
    Files.createSymbolicLink(root.resolve("link.png"), outside);
    ByteArrayOutputStream small = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY), "png", small);
    Files.write(root.resolve("small-mask.png"), small.toByteArray());
    String image = "'uri':'images/000000.png'";
    List<Bad> bad = new ArrayList<>();
    bad.add(Bad.picture("unreadable-image", halfPng));
    bad.add(Bad.picture("unreadable-image", halfJpeg));
    bad.add(Bad.uri("unreadable-image", "half.png"));
    bad.add(Bad.uri("unreadable-image", "half.jpg"));
    bad.add(Bad.uri("unreadable-image", "empty.png"));
    bad.add(Bad.uri("path-outside-roots", "../outside.png"));
    bad.add(Bad.uri("path-outside-roots", outside));
    bad.add(Bad.uri("path-outside-roots", "link.png"));
    bad.add(Bad.uri("unsupported-scheme", "http://example.com/bird.png"));
    bad.add(Bad.uri("file-missing", "images/none.png"));
    bad.add(Bad.event("not-json", "a picture of a bird"));
    bad.add(Bad.event("wrong-type", "['id','dataset']"));
    bad.add(Bad.event("missing-field", "{'dataset':'events'," + image + "}"));
    bad.add(Bad.event("unknown-field", "{'id':'x','data_set':'events'," + image + "}"));
    bad.add(Bad.event("unknown-dataset", "{'id':'x','dataset':'fish'," + image + "}"));
    bad.add(
        Bad.event("unknown-label", "{'id':'x','dataset':'events','label':'fish'," + image + "}"));
    bad.add(
        Bad.event(
            "both-uri-and-bytes", "{'id':'x','dataset':'events','bytes':'AAAA'," + image + "}"));
    bad.add(Bad.event("neither-uri-nor-bytes", "{'id':'x','dataset':'events'}"));
    bad.add(
        Bad.event(
            "mask-size",
            "{'id':'small','dataset':'events','mask':'small-mask.png'," + image + "}"));
    bad.add(new Bad("not-json", null));
    bad.add(Bad.picture("event-too-large", new byte[ImageEvent.MAX_INLINE_BYTES + 1]));
    return bad;
  }

  private static byte[] picture(String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BufferedImage bird = ImageIO.read(birds.directory().resolve("images/000001.png").toFile());
    BufferedImage rgb = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    rgb.createGraphics().drawImage(bird, 0, 0, null);
    ImageIO.write(rgb, format, bytes);
    return bytes.toByteArray();
  }

  private static JsonNode rejects(Rest rest) {
    return rest.snapshot().get("rejects");
  }

  private static int duplicates(Rest rest) {
    return rest.get("/api/members").at("/members/0/worker/duplicates").asInt();
  }
}
