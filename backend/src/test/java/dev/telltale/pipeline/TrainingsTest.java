package dev.telltale.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.kafka.event.EventCodec;
import dev.telltale.testing.Training;
import dev.telltale.train.TrainingProgress;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class TrainingsTest {
  private static final Instant NOW = Instant.parse("2026-01-31T09:30:00Z");

  private final Trainings trainings = new Trainings();

  @Test
  void theLatestOfARunReplacesTheOneBefore() {
    take(false, NOW, said(Training.running("a", 1), NOW), said(Training.running("b", 2), NOW));
    take(false, NOW, said(Training.finished("a"), NOW));
    assertThat(trainings.all()).hasSize(2);
    assertThat(trainings.find("a").orElseThrow().report().history()).hasSize(Training.EPOCHS);
    assertThat(trainings.find("b").orElseThrow().running()).isTrue();
    assertThat(trainings.find("c")).isEmpty();
  }

  @Test
  void aRecordWithoutAValueForgetsItsRun() {
    take(false, NOW, said(Training.finished("a"), NOW), EventCodec.forget("a"));
    take(false, NOW, EventCodec.forget("never-there"));
    assertThat(trainings.all()).isEmpty();
  }

  @Test
  void whatIsNoReportIsPassedOverAndTheOthersAreKept() {
    ProducerRecord<byte[], byte[]> good = said(Training.finished("good"), NOW);
    take(
        false,
        NOW,
        new ProducerRecord<>(good.topic(), "a".getBytes(UTF_8), "{".getBytes(UTF_8)),
        new ProducerRecord<>(good.topic(), null, null),
        new ProducerRecord<>(good.topic(), "other".getBytes(UTF_8), good.value()),
        good);
    assertThat(trainings.all()).extracting(one -> one.report().run()).containsExactly("good");
  }

  @Test
  void aRunningTrainingIsSilentAfterThirtySecondsAndAFinishedOneNever() {
    take(false, NOW, said(Training.running("a", 1), NOW), said(Training.finished("b"), NOW));
    assertThat(silent("a", NOW.plusSeconds(30))).isFalse();
    assertThat(silent("a", NOW.plusSeconds(31))).isTrue();
    assertThat(silent("b", NOW.plusSeconds(9999))).isFalse();
  }

  @Test
  void whatWasThereBeforeWasHeardThenAndWhatComesIsHeardNowWhateverItsClock() {
    Instant longAgo = NOW.minusSeconds(3600);
    take(true, NOW, said(Training.running("old", 1), longAgo));
    take(false, NOW, said(Training.running("clock-is-behind", 1), longAgo));
    take(true, NOW, said(Training.running("clock-is-ahead", 1), NOW.plusSeconds(3600)));
    assertThat(silent("old", NOW)).isTrue();
    assertThat(silent("clock-is-behind", NOW)).isFalse();
    assertThat(silent("clock-is-ahead", NOW.plusSeconds(31))).isTrue();
  }

  private boolean silent(String run, Instant now) {
    return trainings.find(run).orElseThrow().silent(now);
  }

  @SafeVarargs
  private void take(boolean old, Instant now, ProducerRecord<byte[], byte[]>... sent) {
    List<ConsumerRecord<byte[], byte[]>> records =
        Stream.of(sent)
            .map(one -> new ConsumerRecord<>(one.topic(), 0, 0, one.key(), one.value()))
            .toList();
    trainings.take(records, old, now);
  }

  private static ProducerRecord<byte[], byte[]> said(TrainingProgress progress, Instant at) {
    return EventCodec.record(TrainingReports.of(progress, at));
  }
}
