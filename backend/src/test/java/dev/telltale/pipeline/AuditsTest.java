package dev.telltale.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.telltale.audit.AuditProgress;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.AuditState;
import dev.telltale.audit.AuditedImages;
import dev.telltale.audit.AuditedModel;
import dev.telltale.dataset.Subset;
import dev.telltale.dataset.Task;
import dev.telltale.kafka.event.AuditRecord;
import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.UnitRecord;
import dev.telltale.pipeline.messages.LiveAudit;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class AuditsTest {
  private static final Instant AT = Instant.parse("2026-01-31T09:30:00Z");
  private static final AuditSpec SPEC =
      new AuditSpec(
          "groups",
          new AuditedImages(
              "birds",
              "/data/birds",
              null,
              null,
              new Task("label", List.of("place")),
              Subset.ALL,
              false,
              "0123456789abcdef"),
          List.of(new AuditedModel("birds", "/models/birds", "abc")),
          JsonNodeFactory.instance.objectNode().put("level", 0.95));

  private final Audits audits = new Audits();

  @Test
  void aSpecIsReadAsItWasWritten() {
    assertThat(AuditRecords.spec(AuditRecords.json(SPEC))).isEqualTo(SPEC);
  }

  @Test
  void theNewestIsFirstAndADeletedOneIsGone() {
    take(record("a", AuditRecord.State.RUNNING, 0, 3), record("b", AuditRecord.State.PAUSED, 0, 3));
    assertThat(audits.all()).extracting(Audit::id).containsExactly("a", "b");
    assertThat(audits.find("b").orElseThrow().state()).isEqualTo(AuditState.PAUSED);
    assertThat(audits.find("b").orElseThrow().spec()).isEqualTo(SPEC);
    delete("a");
    assertThat(audits.all()).extracting(Audit::id).containsExactly("b");
  }

  @Test
  void aUnitOfADeletedAuditMayBeOfOneThatWasAskedForSince() {
    take(record("a", AuditRecord.State.RUNNING, 0, 3));
    UnitStop atWork = new UnitStop(unit("a", 1), audits, () -> false);
    assertThat(atWork.getAsBoolean()).isFalse();
    delete("a");
    assertThat(audits.wanted(unit("a", 1))).isEqualTo(Audits.Wanted.LATER);
    assertThat(atWork.getAsBoolean()).as("it cannot be of the new one").isTrue();
    take(record("a", AuditRecord.State.RUNNING, 0, 3));
    assertThat(audits.wanted(unit("a", 1))).isEqualTo(Audits.Wanted.YES);
    delete("a");
    for (int i = 0; i < 1000; i++) {
      delete("b" + i);
    }
    assertThat(audits.wanted(unit("b999", 1))).isEqualTo(Audits.Wanted.LATER);
    assertThat(audits.deleted("a")).as("not kept for ever").isFalse();
  }

  @Test
  void whatGoesOnAndWhatEndedLastIsTheLatest() {
    for (int i = 0; i < 30; i++) {
      take(record("b" + i, AuditRecord.State.CANCELLED, 0, 3, AT.plusSeconds(i)));
    }
    take(
        record("c-runs", AuditRecord.State.RUNNING, 0, 3),
        record("c-rests", AuditRecord.State.PAUSED, 0, 3));
    take(record("a-old", AuditRecord.State.CANCELLED, 0, 3, AT.minusSeconds(1)));
    assertThat(audits.latest(3))
        .extracting(Audit::id)
        .containsExactly("b27", "b28", "b29", "c-rests", "c-runs");
    assertThat(audits.latest(100)).isEqualTo(audits.all()).hasSize(33);
  }

  @Test
  void progressNeverGoesBack() {
    take(record("a", AuditRecord.State.RUNNING, 0, 3));
    audits.take(live("a", 0, 5));
    assertThat(done("a")).isEqualTo(5);
    audits.take(live("a", 0, 4));
    assertThat(done("a")).isEqualTo(5);
    take(record("a", AuditRecord.State.RUNNING, 0, 4));
    assertThat(done("a")).isEqualTo(5);
    take(record("a", AuditRecord.State.RUNNING, 1, 0));
    assertThat(audits.find("a").orElseThrow().progress().stage()).isEqualTo(1);
    audits.take(live("a", 0, 9));
    assertThat(audits.find("a").orElseThrow().progress().stage()).isEqualTo(1);
  }

  @Test
  void aRecordThatCountsMoreLeavesSpeedAndWorkersOfItsStage() {
    take(record("a", AuditRecord.State.RUNNING, 0, 3));
    audits.take(live("a", 0, 5));
    take(record("a", AuditRecord.State.RUNNING, 0, 6));
    AuditProgress progress = audits.find("a").orElseThrow().progress();
    assertThat(progress.stages().get(0).done()).isEqualTo(6);
    assertThat(progress.unitsPerSecond()).isEqualTo(1.5);
    assertThat(progress.running()).hasSize(1);
    audits.take(live("a", 0, 5));
    assertThat(done("a")).isEqualTo(6);
    take(record("a", AuditRecord.State.RUNNING, 1, 0));
    assertThat(audits.find("a").orElseThrow().progress().running()).isEmpty();
  }

  @Test
  void anAuditThatRestsShowsNoWorkersAndNoSpeed() {
    for (AuditRecord.State state :
        List.of(AuditRecord.State.PAUSED, AuditRecord.State.WAITING_FOR_ANNOTATION)) {
      take(record("a", AuditRecord.State.RUNNING, 0, 3));
      audits.take(live("a", 0, 5));
      for (int done : List.of(4, 5, 6)) {
        take(record("a", state, 0, done));
        AuditProgress progress = audits.find("a").orElseThrow().progress();
        assertThat(progress.stages().get(0).done()).isEqualTo(Math.max(5, done));
        assertThat(progress.running()).isEmpty();
        assertThat(progress.unitsPerSecond()).isNull();
        assertThat(progress.left()).isNull();
        assertThat(progress.lately()).hasSize(1);
      }
      delete("a");
    }
  }

  @Test
  void aUnitIsWantedWhileItsAuditIsAtIt() {
    assertThat(audits.wanted(unit("a", 0))).isEqualTo(Audits.Wanted.YES);
    take(record("a", AuditRecord.State.RUNNING, 0, 3));
    assertThat(audits.wanted(unit("a", 1))).isEqualTo(Audits.Wanted.YES);
    assertThat(audits.wanted(unit("a", 0))).as("tried again already").isEqualTo(Audits.Wanted.NO);
    take(record("a", AuditRecord.State.PAUSED, 0, 3));
    assertThat(audits.wanted(unit("a", 1))).isEqualTo(Audits.Wanted.LATER);
    take(record("a", AuditRecord.State.RUNNING, 1, 0));
    assertThat(audits.wanted(unit("a", 1))).isEqualTo(Audits.Wanted.NO);
    take(record("a", AuditRecord.State.CANCELLED, 0, 3));
    assertThat(audits.wanted(unit("a", 1))).isEqualTo(Audits.Wanted.NO);
  }

  @Test
  void whatMayHaveBeenTriedAgainMeanwhileIsNotForgotten() {
    AuditRecord.Aside aside = new AuditRecord.Aside("first", 4, "it broke", false);
    take(record("a", AuditRecord.State.RUNNING, 0, 3, AT, aside));
    assertThat(audits.wanted(unit("a", 1))).as("set aside").isEqualTo(Audits.Wanted.NO);
    assertThat(audits.wanted(unit("a", 2))).as("ordered after that").isEqualTo(Audits.Wanted.YES);
    take(record("a", AuditRecord.State.RUNNING, 1, 0, AT, aside));
    assertThat(audits.wanted(unit("a", 2))).isEqualTo(Audits.Wanted.LATER);
    take(record("a", AuditRecord.State.COMPLETED, 1, 0, AT, aside));
    assertThat(audits.wanted(unit("a", 2))).isEqualTo(Audits.Wanted.LATER);
    take(record("a", AuditRecord.State.FAILED, 0, 3));
    assertThat(audits.wanted(unit("a", 2))).isEqualTo(Audits.Wanted.LATER);
    take(record("a", AuditRecord.State.COMPLETED, 1, 0));
    assertThat(audits.wanted(unit("a", 2))).as("whole").isEqualTo(Audits.Wanted.NO);
  }

  @Test
  void onlyAUnitThatIsAtWorkMayGoOnForAWhileWhenItsAuditIsPaused() {
    take(record("a", AuditRecord.State.RUNNING, 0, 3));
    UnitStop atWork = new UnitStop(unit("a", 1), audits, () -> false);
    assertThat(atWork.getAsBoolean()).isFalse();
    take(record("a", AuditRecord.State.PAUSED, 0, 3));
    assertThat(atWork.getAsBoolean()).isFalse();
    assertThat(new UnitStop(unit("a", 1), audits, () -> false).getAsBoolean()).isTrue();
    take(record("a", AuditRecord.State.CANCELLED, 0, 3));
    assertThat(atWork.getAsBoolean()).isTrue();
  }

  @Test
  void whatIsNoAuditIsPassedOver() {
    audits.take(
        List.of(new ConsumerRecord<>("t", 0, 0, "a".getBytes(UTF_8), "{}".getBytes(UTF_8))));
    assertThat(audits.all()).isEmpty();
  }

  private int done(String audit) {
    return audits.find(audit).orElseThrow().progress().stages().get(0).done();
  }

  private void delete(String audit) {
    audits.take(List.of(new ConsumerRecord<>("t", 0, 9, audit.getBytes(UTF_8), null)));
  }

  private void take(AuditRecord... records) {
    for (AuditRecord record : records) {
      var sent = EventCodec.record(record, 0);
      audits.take(List.of(new ConsumerRecord<>("t", 0, 0, sent.key(), sent.value())));
    }
  }

  /** Unit 4 was tried again. */
  private static UnitRecord unit(String audit, int attempt) {
    return new UnitRecord(
        audit,
        "first",
        0,
        4,
        attempt,
        AuditRecords.json(SPEC),
        AuditRecords.json(SPEC),
        Map.of(),
        null);
  }

  private static LiveAudit live(String audit, int stage, int done) {
    return new LiveAudit(
        audit,
        0,
        new AuditProgress(
            List.of(
                new AuditProgress.Stage("first", 10, done, 0),
                new AuditProgress.Stage("second", null, 0, 0)),
            stage,
            1.5,
            new AuditProgress.Left(5, 3, 9),
            List.of(new AuditProgress.Running("first", 7, 0, "worker-1", AT)),
            List.of(new AuditProgress.Ended("first", 6, 0, "worker-1", AT, 0.5, null))),
        null);
  }

  private static AuditRecord record(String audit, AuditRecord.State state, int stage, int done) {
    return record(audit, state, stage, done, AT);
  }

  private static AuditRecord record(
      String audit,
      AuditRecord.State state,
      int stage,
      int done,
      Instant end,
      AuditRecord.Aside... aside) {
    boolean ended = state == AuditRecord.State.CANCELLED;
    return new AuditRecord(
        audit,
        "Birds",
        AuditRecords.json(SPEC),
        state,
        AT.minusSeconds(audit.charAt(0)),
        AT,
        ended ? end : null,
        0,
        List.of(
            new AuditRecord.Stage("first", 0, 10, stage == 0 ? done : 10, null),
            new AuditRecord.Stage("second", 0, null, stage == 1 ? done : 0, null)),
        stage,
        new AuditRecord.Orders(5, Map.of(4, 1), List.of()),
        List.of(aside),
        null,
        null,
        null,
        null,
        0,
        List.of());
  }
}
