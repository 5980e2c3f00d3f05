package dev.telltale.kafka.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.clients.consumer.ConsumerRecord;

class EventCodecPropertyTest {
  private static final List<String> TOKENS =
      List.of(
          "{",
          "}",
          "[",
          "\"",
          ",",
          ":",
          "null",
          "1e9999",
          "NaN",
          "\\ud800",
          "\\u0000",
          "\"id\":",
          "\u0000",
          "\u00ff",
          "\u00c0\u0080");

  @Provide
  Arbitrary<ImageEvent> events() {
    return Events.events();
  }

  @Provide
  Arbitrary<ImageScore> scores() {
    return Events.scores();
  }

  @Provide
  Arbitrary<TrainingReport> reports() {
    return Events.reports();
  }

  @Provide
  Arbitrary<byte[]> anyBytes() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
  }

  @Property
  void anEventReadBackIsTheEventThatWasWritten(@ForAll("events") ImageEvent event) {
    assertThat(EventCodec.readImageEvent(EventCodec.write(event))).isEqualTo(event);
  }

  @Property
  void aScoreReadBackIsTheScoreThatWasWritten(@ForAll("scores") ImageScore score) {
    assertThat(EventCodec.readImageScore(EventCodec.write(score))).isEqualTo(score);
  }

  @Property
  void aReportReadBackIsTheReportThatWasWritten(@ForAll("reports") TrainingReport report) {
    var sent = EventCodec.record(report);
    assertThat(
            EventCodec.readTrainingReport(
                new ConsumerRecord<>(sent.topic(), 0, 0, sent.key(), sent.value())))
        .isEqualTo(report);
  }

  @Property(tries = 1000)
  void anyBytesAreAnEventOrAFault(@ForAll("anyBytes") byte[] value) {
    readEither(value);
  }

  @Property(tries = 1000)
  void aDamagedEventIsAnEventOrAFault(@ForAll("events") ImageEvent event, @ForAll long seed) {
    readEither(damaged(EventCodec.write(event), new Random(seed)));
  }

  @Property
  void aDamagedScoreIsAScoreOrAFault(@ForAll("scores") ImageScore score, @ForAll long seed) {
    byte[] value = damaged(EventCodec.write(score), new Random(seed));
    try {
      assertThat(EventCodec.readImageScore(value)).isNotNull();
    } catch (InvalidEventException e) {
      assertThat(e.detail()).isNotBlank();
    }
  }

  /** Whatever is read can be written and read again; whatever is not says why, on one line. */
  private static void readEither(byte[] value) {
    try {
      ImageEvent event = EventCodec.readImageEvent(value);
      assertThat(EventCodec.readImageEvent(EventCodec.write(event))).isEqualTo(event);
    } catch (InvalidEventException e) {
      assertThat(e.detail()).isNotBlank().doesNotContainPattern("[\\x00-\\x1f\\x7f]");
    }
  }

  /** One to four cuts, overwritten bytes, or JSON tokens in a wrong place. */
  private static byte[] damaged(byte[] json, Random random) {
    byte[] value = json;
    for (int i = random.nextInt(4); i >= 0 && value.length > 0; i--) {
      int at = random.nextInt(value.length);
      switch (random.nextInt(3)) {
        case 0 -> value = Arrays.copyOf(value, at);
        case 1 -> value[at] = (byte) random.nextInt();
        default ->
            value =
                inserted(value, at, TOKENS.get(random.nextInt(TOKENS.size())).getBytes(ISO_8859_1));
      }
    }
    return value;
  }

  private static byte[] inserted(byte[] into, int at, byte[] what) {
    byte[] out = Arrays.copyOf(into, into.length + what.length);
    System.arraycopy(what, 0, out, at, what.length);
    System.arraycopy(into, at, out, at + what.length, into.length - at);
    return out;
  }
}
