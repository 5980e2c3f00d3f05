package dev.telltale.kafka.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.telltale.kafka.event.UnitOutcome.Kind;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditEventsTest {
  @Test
  void whatCountsOfAUnitHasAKeyOfItsOwn() {
    assertThat(outcome(Kind.DONE).key()).isEqualTo("a-1/predictions/2/7");
    assertThat(outcome(Kind.THREW).key()).isEqualTo("a-1/predictions/2/7/3/threw");
    assertThat(outcome(Kind.RETURNED).key()).isEqualTo("a-1/predictions/2/7/3/returned");
    assertThat(outcome(Kind.STARTED).key()).isEqualTo("a-1/predictions/2/7/3/started/w@17");
    assertThat(UnitOutcome.auditOf(outcome(Kind.STARTED).key())).isEqualTo("a-1");
  }

  @Test
  void anAuditAndItsOutcomesAreWrittenToThePartitionThatIsTheirOwn() {
    assertThat(EventCodec.record(outcome(Kind.DONE), 5).partition()).isEqualTo(5);
    assertThat(EventCodec.record(outcome(Kind.DONE), 5).topic()).isEqualTo("telltale.unit-results");
  }

  @Test
  void aRecordOfAnotherAuditThanItsKeyIsRefused() {
    var record = EventCodec.record(AuditCommand.of(AuditCommand.Kind.PAUSE, "a", AuditEvents.AT));
    assertThatThrownBy(
            () ->
                EventCodec.readAuditCommand(
                    new ConsumerRecord<>("t", 0, 0, "b".getBytes(UTF_8), record.value())))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining("its key is not");
  }

  @Test
  void aResultThatIsNothingIsAResult() {
    assertThat(new UnitResult(NullNode.getInstance(), null).value()).isNotNull();
    assertThatThrownBy(() -> new UnitResult(null, null)).hasMessageContaining("exactly one");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | audit is missing",
        "{\"audit\":\"a/b\",\"kind\":\"pause\",\"at\":\"2026-01-31T09:30:00Z\"} | audit is",
        "{\"audit\":\"a\",\"kind\":\"stop\",\"at\":\"2026-01-31T09:30:00Z\"} | /kind",
        "{\"audit\":\"a\",\"kind\":\"request\",\"at\":\"2026-01-31T09:30:00Z\"} | title is missing",
        "{\"audit\":\"a\",\"kind\":\"pause\",\"spec\":{},\"at\":\"2026-01-31T09:30:00Z\"} | spec does not belong",
        "{\"audit\":\"a\",\"kind\":\"request\",\"title\":\"t\",\"spec\":7,\"at\":\"2026-01-31T09:30:00Z\"} | no JSON object",
        "{\"audit\":\"a\",\"kind\":\"answer\",\"stage\":\"A/\",\"answer\":7,\"at\":\"2026-01-31T09:30:00Z\"} | stage is",
        "{\"audit\":\"a\",\"kind\":\"pause\"} | at is missing",
      })
  void aCommandThatBreaksARuleIsRefusedInWords(String value, String words) {
    assertThatThrownBy(
            () ->
                EventCodec.readAuditCommand(
                    new ConsumerRecord<>("t", 0, 0, "a".getBytes(UTF_8), value.getBytes(UTF_8))))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining(words);
  }

  private static UnitOutcome outcome(Kind kind) {
    return new UnitOutcome(
        "a-1",
        "predictions",
        2,
        7,
        3,
        kind,
        "w",
        "17",
        AuditEvents.AT,
        1,
        kind == Kind.DONE ? new UnitResult(AuditEvents.SPEC, null) : null,
        kind == Kind.THREW ? "it broke" : null);
  }
}
