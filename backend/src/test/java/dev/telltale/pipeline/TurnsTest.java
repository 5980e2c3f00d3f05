package dev.telltale.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.telltale.kafka.event.AuditRecord;
import dev.telltale.kafka.event.AuditRecord.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final Instant AT = Instant.parse("2026-01-31T09:30:00Z");

  @Test
  void whoAskedFirstRunsFirstFiveAtATime() {
    List<AuditRecord> audits = new ArrayList<>();
    for (int i = 9; i >= 0; i--) {
      audits.add(audit(i, i < 3 ? State.RUNNING : i == 3 ? State.PAUSED : State.REQUESTED));
    }
    Turns turns = Turns.of(audits);
    assertThat(turns.running()).containsExactlyInAnyOrder("a-0", "a-1", "a-2");
    assertThat(turns.next()).containsExactlyInAnyOrder("a-4", "a-5");
  }

  @Test
  void whereTwoBeganAtOnceOnlyFiveOrder() {
    List<AuditRecord> audits = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      audits.add(audit(i, State.RUNNING));
    }
    Turns turns = Turns.of(audits);
    assertThat(turns.running()).hasSize(5).doesNotContain("a-5", "a-6");
    assertThat(turns.next()).isEmpty();
    assertThat(turns.window("a-6", 8, 1)).isZero();
  }

  @Test
  void theWindowIsAFairShareOfTwoUnitsForEachSlotAndOfASecondOfShortOnes() {
    Turns alone = Turns.of(List.of(audit(0, State.RUNNING)));
    assertThat(alone.window("a-0", 3, Double.NaN)).isEqualTo(6);
    assertThat(alone.window("a-0", 3, 8)).isEqualTo(6);
    assertThat(alone.window("a-0", 3, 0.1)).isEqualTo(30);
    assertThat(alone.window("a-0", 3, 0)).isEqualTo(192);
    Turns two = Turns.of(List.of(audit(0, State.RUNNING), audit(1, State.RUNNING)));
    assertThat(two.window("a-0", 3, 8)).isEqualTo(3);
    assertThat(two.window("a-1", 0, 8)).isEqualTo(1);
  }

  private static AuditRecord audit(int place, State state) {
    return new AuditRecord(
        "a-" + place,
        "Audit",
        JsonNodeFactory.instance.objectNode(),
        state,
        AT.plusSeconds(place),
        AT,
        null,
        0,
        List.of(),
        0,
        AuditRecord.Orders.NONE,
        List.of(),
        null,
        null,
        null,
        null,
        0,
        List.of());
  }
}
