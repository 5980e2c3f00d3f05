package dev.telltale.kafka.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.kafka.Topics;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
  private static final byte[] KEY = "k".getBytes(UTF_8);

  @Test
  void aDeadLetterReadBackIsTheOneThatWasWritten() {
    var rejected = new ConsumerRecord<>("telltale.images", 3, 42L, KEY, new byte[] {1, 2});
    rejected.headers().add("trace", new byte[] {7}).add("trace", new byte[] {8});
    var fault = new InvalidEventException(RejectReason.NOT_JSON, "The record is not JSON.");
    DeadLetter letter = DeadLetter.of(rejected, fault);
    assertThat(letter.source()).isEqualTo("telltale.images/3/42");
    assertThat(DeadLetter.read(asRead(letter.toRecord()))).contains(letter);
    assertThat(letter.headers()).hasSize(2);
  }

  @Test
  void aDeadLetterSentAgainCarriesOnlyTheLatestReason() {
    var rejected = new ConsumerRecord<>("telltale.images", 0, 1L, KEY, new byte[] {1});
    var first =
        DeadLetter.of(rejected, RejectReason.FILE_MISSING, "No file.", "birds", "a", "demo");
    var again =
        DeadLetter.of(
            asRead(first.toRecord()), new InvalidEventException(RejectReason.NOT_JSON, "No."));
    var read = DeadLetter.read(asRead(again.toRecord())).orElseThrow();
    assertThat(read.reason()).isEqualTo(RejectReason.NOT_JSON);
    assertThat(read.id()).isNull();
    assertThat(read.headers()).isEmpty();
  }

  @Test
  void anyRecordFitsTheDeadLetterTopicWhateverItsSizeOnceDecompressed() {
    for (int[] sizes : new int[][] {{6_000_000, 10}, {10, 6_000_000}, {6_000_000, 6_000_000}}) {
      var rejected = new ConsumerRecord<>("telltale.images", 0, 1L, KEY, noise(sizes[0]));
      rejected.headers().add("big", noise(sizes[1]));
      ProducerRecord<byte[], byte[]> record =
          DeadLetter.of(rejected, RejectReason.EVENT_TOO_LARGE, "x".repeat(9_000), null, null, null)
              .toRecord();
      int headers = 0;
      for (var header : record.headers()) {
        headers += header.key().length() + header.value().length;
      }
      assertThat(record.value().length + headers)
          .isLessThanOrEqualTo(Topics.DEAD_LETTERS.maxMessageBytes() - 1024);
      assertThat(record.headers().lastHeader(DeadLetter.CUT_FROM) != null)
          .isEqualTo(record.value().length < sizes[0]);
    }
  }

  @Test
  void aRecordWithoutAReasonWeKnowIsNoDeadLetter() {
    var foreign = new ConsumerRecord<>("telltale.images.dlq", 0, 1L, KEY, new byte[] {1});
    assertThat(DeadLetter.read(foreign)).isEmpty();
    foreign.headers().add(DeadLetter.REASON, "of-a-later-version".getBytes(UTF_8));
    assertThat(DeadLetter.read(foreign)).isEmpty();
  }

  @Test
  void everyReasonHasAWordOfItsOwnAndASentence() {
    for (RejectReason reason : RejectReason.values()) {
      assertThat(RejectReason.ofWire(reason.wire())).contains(reason);
      assertThat(reason.wire()).matches("[a-z]+(-[a-z]+)*");
      assertThat(reason.sentence()).endsWith(".");
    }
  }

  private static ConsumerRecord<byte[], byte[]> asRead(ProducerRecord<byte[], byte[]> sent) {
    var read = new ConsumerRecord<>(sent.topic(), 0, 0L, sent.key(), sent.value());
    sent.headers().forEach(read.headers()::add);
    return read;
  }

  private static byte[] noise(int size) {
    var bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
