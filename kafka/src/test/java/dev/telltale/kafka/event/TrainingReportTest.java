package dev.telltale.kafka.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingReportTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void whatIsWrittenIsReadAgain() {
    TrainingReport report = Events.training("birds-1");
    var record = EventCodec.record(report);
    assertThat(record.topic()).isEqualTo("telltale.trainings");
    assertThat(read(record.key(), record.value())).isEqualTo(report);
  }

  @Test
  void aRecordCarriesItsRunAndVersion() {
    var record = EventCodec.record(Events.training("birds-1"));
    assertThat(new String(record.key(), UTF_8)).isEqualTo("birds-1");
    assertThat(CloudEvents.text(record.headers().lastHeader("ce_type")))
        .isEqualTo("dev.telltale.training.v1");
    assertThat(new String(record.value(), UTF_8))
        .contains("\"kind\":\"classifier\"", "\"state\":\"running\"", "2026-01-31T09:30:25Z")
        .doesNotContain("bundle", "message", "diverged");
  }

  @Test
  void aRecordOfAnotherRunThanItsKeyIsRefused() {
    byte[] value = EventCodec.write(Events.training("birds-1"));
    assertThat(fault("birds-2".getBytes(UTF_8), value)).hasMessageContaining("its key is not");
    assertThat(fault(null, value)).hasMessageContaining("its key is not");
  }

  @Test
  void fieldsOfALaterVersionAreIgnored() throws IOException {
    ObjectNode json = (ObjectNode) JSON.readTree(EventCodec.write(Events.training("a")));
    json.put("colour", "red").withObject("/current").put("gradient", 3);
    assertThat(read("a".getBytes(UTF_8), JSON.writeValueAsBytes(json)))
        .isEqualTo(Events.training("a"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "run | \"a b\" | run is",
        "run | null | run is missing",
        "kind | \"regressor\" | /kind",
        "kind | 0 | /kind",
        "state | null | state is missing",
        "dataset | \"\" | dataset",
        "images | -1 | images is -1",
        "images | null | /images",
        "epochs | 0 | epochs is 0",
        "startedAt | \"yesterday\" | /startedAt",
        "history | null | history is missing",
        "history | [null] | history",
        "history | [{\"epoch\":0,\"learningRate\":1,\"seconds\":1}] | epoch is 0",
        "history | [{\"epoch\":1,\"accuracy\":1.5,\"learningRate\":1,\"seconds\":1}] | accuracy is 1.5",
        "history | [{\"epoch\":1,\"learningRate\":\"NaN\",\"seconds\":1}] | learningRate is NaN",
        "history | [{\"epoch\":2,\"learningRate\":1,\"seconds\":1},{\"epoch\":2,\"learningRate\":1,\"seconds\":1}] | in order",
        "current | {\"epoch\":1,\"batch\":1,\"batches\":1,\"imagesPerSecond\":-1} | imagesPerSecond is -1",
        "secondsLeft | -3 | secondsLeft is -3",
        "message | \"two\\nlines\" | message is",
        "diverged | \"perhaps\" | /diverged",
      })
  void whatBreaksARuleIsRefusedInWords(String field, String value, String words)
      throws IOException {
    ObjectNode json = (ObjectNode) JSON.readTree(EventCodec.write(Events.training("a")));
    json.set(field, JSON.readTree(value));
    assertThat(fault("a".getBytes(UTF_8), JSON.writeValueAsBytes(json)))
        .hasMessageContaining(words);
  }

  @ParameterizedTest
  @CsvSource({"''", "null", "{", "[]", "7", "{}"})
  void whatIsNoReportIsRefused(String value) {
    assertThat(fault("a".getBytes(UTF_8), value.getBytes(UTF_8))).isNotNull();
  }

  private static TrainingReport read(byte @Nullable [] key, byte[] value) {
    return EventCodec.readTrainingReport(
        new ConsumerRecord<>("telltale.trainings", 0, 0, key, value));
  }

  private static InvalidEventException fault(byte @Nullable [] key, byte[] value) {
    return catchThrowableOfType(InvalidEventException.class, () -> read(key, value));
  }
}
