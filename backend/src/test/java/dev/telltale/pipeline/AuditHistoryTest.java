package dev.telltale.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.kafka.event.AuditCommand;
import dev.telltale.kafka.event.AuditRecord;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happened to an audit, in words. */
class AuditHistoryTest {
  @Test
  void ofVeryMuchTheBeginningAndTheEndStay() {
    AuditHistory history = new AuditHistory(List.of());
    for (int i = 0; i < 500; i++) {
      history.add("thing " + i);
    }
    List<String> what =
        new AuditHistory(history.all()).all().stream().map(one -> one.what()).toList();
    assertThat(what).hasSize(AuditRecord.MAX_LOG).startsWith("thing 0").endsWith("thing 499");
    assertThat(what.subList(18, 22))
        .containsExactly("thing 18", "thing 19", "thing 420", "thing 421");
  }

  @Test
  void whoeverAsksMayNameThemselvesAndMaliceStaysOnOneLine() {
    AuditHistory history = new AuditHistory(List.of());
    Instant at = Instant.parse("2026-01-31T12:00:00Z");
    history.add("Paused", AuditCommand.of(AuditCommand.Kind.PAUSE, "a", at));
    history.add("Paused", AuditCommand.of(AuditCommand.Kind.PAUSE, "a", at).by("anna"));
    history.add("Failed: \n\u0000" + "x".repeat(5000));
    assertThat(history.all().subList(0, 2))
        .containsExactly(
            new AuditRecord.Happening(at, "Paused"),
            new AuditRecord.Happening(at, "Paused by anna"));
    assertThat(history.all().get(2).what()).startsWith("Failed: xxx").endsWith("…");
  }
}
