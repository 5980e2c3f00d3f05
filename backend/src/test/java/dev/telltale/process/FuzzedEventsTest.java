package dev.telltale.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.image.FormatFixtures;
import dev.telltale.image.Pictures;
import dev.telltale.image.UnreadableImageException;
import dev.telltale.image.UnreadableImageException.Kind;
import dev.telltale.kafka.Topics;
import dev.telltale.kafka.event.DeadLetter;
import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.ImageEvent;
import dev.telltale.kafka.event.ImageScore;
import dev.telltale.kafka.event.InvalidEventException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand damaged events and files through a member that must outlive them all. */
class FuzzedEventsTest {
  private static final Duration PATIENCE = TelltaleProcess.PATIENCE;
  private static final int EVENTS = 4000;
  private static final int FILES = 6000;

  /** Above, the decoder's answer depends on how much memory a process has. */
  private static final long MOST_PIXELS = 4_000_000;

  @RegisterExtension static final Processes PROCESSES = new Processes();

  @TempDir static Path directory;

  private final Mutations mutations = new Mutations(77);
  private final List<FormatFixtures> fixtures = FormatFixtures.all();

  /** What must become of a record; another of the same image may go before it. */
  private enum Fate {
    SCORED,
    REJECTED,
    EITHER
  }

  private record Sent(byte[] value, Fate fate) {}

  @Test
  void everyMutationEndsAsOneScoreOrOneDeadLetterAndNoBrokenFileIsScored() throws Exception {
    Birds birds = Birds.draw(directory.resolve("birds"), 12, 45);
    House house = new House(PROCESSES, directory, Map.of("fuzz", birds.directory()));
    TelltaleProcess member = house.web();
    Rest rest = member.rest();
    List<Sent> sent = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      sent.add(event(i, birds));
    }
    for (int i = 0; i < FILES; i++) {
      sent.add(file(i, birds.directory()));
    }
    Map<String, Integer> places = send(house.bootstrap(), sent);
    await()
        .atMost(PATIENCE)
        .until(() -> !member.alive() || house.kafka().lag("telltale-workers") == 0);
    assertThat(member.alive()).as(member.story()).isTrue();

    Map<Integer, ImageScore> scores = new HashMap<>();
    for (ImageScore score : house.kafka().scores("fuzz")) {
      Integer number = places.get(score.source().partition() + "/" + score.source().offset());
      assertThat(scores.put(number, score)).as("%s was scored twice", score).isNull();
    }
    Map<Integer, DeadLetter> letters = new HashMap<>();
    for (DeadLetter letter : house.kafka().deadLetters()) {
      String source = letter.source().substring(Topics.IMAGES.name().length() + 1);
      assertThat(letters.put(places.get(source), letter)).as("%s twice", letter).isNull();
    }
    Set<String> images =
        scores.values().stream()
            .map(score -> score.dataset() + "/" + score.id())
            .collect(Collectors.toCollection(HashSet::new));
    assertThat(images).hasSameSizeAs(scores.values());
    int duplicates = 0;
    for (int i = 0; i < sent.size(); i++) {
      boolean duplicate = duplicate(sent.get(i), images);
      ImageScore score = scores.get(i);
      DeadLetter letter = letters.get(i);
      assertThat(score == null || letter == null).as("both: %s %s", score, letter).isTrue();
      if (score == null && letter == null) {
        assertThat(duplicate).as("lost: %s", show(sent.get(i))).isTrue();
        duplicates++;
      }
      if (sent.get(i).fate() == Fate.REJECTED) {
        assertThat(score).as(show(sent.get(i))).isNull();
      }
      if (sent.get(i).fate() == Fate.SCORED) {
        assertThat(letter).as(show(sent.get(i))).isNull();
      }
      if (letter != null) {
        assertThat(letter.reason().wire()).as(letter.toString()).isNotEqualTo("internal-error");
      }
    }
    int counted = duplicates;
    await()
        .atMost(PATIENCE)
        .until(
            () -> rest.get("/api/members").at("/members/0/worker/duplicates").asInt() == counted);
    await().atMost(PATIENCE).until(() -> rest.scored("fuzz") == scores.size());
    assertThat(scores.size()).isGreaterThan(1000);
    assertThat(letters.size()).isGreaterThan(5000);
    assertThat(member.err()).as(member.story()).noneMatch(line -> line.contains("Exception"));
  }

  private Sent event(int number, Birds birds) throws IOException {
    ImageEvent bird = birds.events("fuzz").get(number % birds.count());
    ObjectNode good = (ObjectNode) new ObjectMapper().readTree(EventCodec.write(bird));
    good.put("id", "event-" + number);
    byte[] value = mutations.event(good);
    ImageEvent event = read(value);
    if (event == null || !event.dataset().equals("fuzz")) {
      return new Sent(value, Fate.REJECTED);
    }
    Path root = birds.directory();
    boolean label = event.label() == null || event.label().equals(bird.label());
    boolean sound =
        event.uri() != null
            && event.uri().equals(bird.uri())
            && (event.mask() == null || event.mask().equals(bird.mask()));
    boolean escapes = event.uri() != null && event.uri().contains("/etc/passwd");
    assertThat(Files.exists(root.resolve(bird.uri()))).isTrue();
    return new Sent(value, escapes ? Fate.REJECTED : sound && label ? Fate.SCORED : Fate.EITHER);
  }

  /** A picture in any format, inline or by name; or a sound picture whose mask is mutated. */
  private Sent file(int number, Path root) throws IOException {
    FormatFixtures fixture = fixtures.get(mutations.below(fixtures.size()));
    byte[] whole = fixture.file();
    byte[] file =
        switch (mutations.below(3)) {
          case 0 -> mutations.cut(whole);
          case 1 -> mutations.noisy(whole);
          default -> mutations.flipped(whole);
        };
    Fate fate = fate(file, whole);
    String uri = "fuzzed-" + number;
    byte[] inline = number % 2 == 0 ? file : null;
    String mask = number % 5 == 0 ? uri : null;
    if (inline == null || mask != null) {
      Files.write(root.resolve(uri), file);
    }
    if (inline != null && inline.length == 0) {
      inline = null;
      Files.write(root.resolve(uri), file);
    }
    ImageEvent event =
        mask == null
            ? new ImageEvent(
                "file-" + number,
                "fuzz",
                inline == null ? uri : null,
                inline,
                null,
                Map.of(),
                null,
                null)
            : new ImageEvent("file-" + number, "fuzz", null, whole, null, Map.of(), mask, null);
    // A mask of another size than its picture is rejected though it can be read.
    return new Sent(
        EventCodec.write(event), mask != null && fate == Fate.SCORED ? Fate.EITHER : fate);
  }

  private static Fate fate(byte[] file, byte[] whole) {
    if (isPng(whole) && !Arrays.equals(file, whole) && !sumsAreRight(file)) {
      return Fate.REJECTED;
    }
    if (file.length <= whole.length / 3) {
      return Fate.REJECTED;
    }
    try {
      Pictures.decode(file, MOST_PIXELS);
      return Fate.SCORED;
    } catch (UnreadableImageException e) {
      return e.kind() == Kind.TOO_LARGE ? Fate.EITHER : Fate.REJECTED;
    }
  }

  private static boolean isPng(byte[] file) {
    return file[0] == (byte) 0x89 && file[1] == 'P';
  }

  /** Whether every chunk of a PNG, up to its end mark, has the checksum that its data give. */
  private static boolean sumsAreRight(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file);
    if (file.length < 8 || in.getLong(0) != 0x89504E470D0A1A0AL) {
      return false;
    }
    for (int at = 8; at + 12 <= file.length; ) {
      int length = in.getInt(at);
      if (length < 0 || length > file.length - at - 12) {
        return false;
      }
      CRC32 sum = new CRC32();
      sum.update(file, at + 4, length + 4);
      if ((int) sum.getValue() != in.getInt(at + 8 + length)) {
        return false;
      }
      if (in.getInt(at + 4) == 0x49454E44) {
        return true;
      }
      at += length + 12;
    }
    return false;
  }

  /** Sends all, with keys for some; the number of each by partition and offset. */
  private static Map<String, Integer> send(String bootstrap, List<Sent> sent) throws Exception {
    Map<String, Integer> places = new HashMap<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap, "linger.ms", 5),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      List<Future<RecordMetadata>> answers = new ArrayList<>();
      for (int i = 0; i < sent.size(); i++) {
        byte[] key = i % 3 == 0 ? null : ("fuzz " + i).getBytes(UTF_8);
        answers.add(
            producer.send(new ProducerRecord<>(Topics.IMAGES.name(), key, sent.get(i).value())));
      }
      for (int i = 0; i < sent.size(); i++) {
        RecordMetadata answer = answers.get(i).get();
        places.put(answer.partition() + "/" + answer.offset(), i);
      }
    }
    return places;
  }

  private static @Nullable ImageEvent read(byte[] value) {
    try {
      return EventCodec.readImageEvent(value);
    } catch (InvalidEventException e) {
      return null;
    }
  }

  private static boolean duplicate(Sent sent, Set<String> images) {
    ImageEvent event = read(sent.value());
    return event != null && images.contains(event.dataset() + "/" + event.id());
  }

  private static String show(Sent sent) {
    return sent.fate() + " " + new String(sent.value(), UTF_8);
  }
}
