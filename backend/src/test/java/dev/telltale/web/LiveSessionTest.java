package dev.telltale.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.kafka.event.TrainingReport;
import dev.telltale.pipeline.Training;
import dev.telltale.pipeline.index.ImageKey;
import dev.telltale.pipeline.index.IndexedImage;
import dev.telltale.pipeline.messages.MemberReport;
import dev.telltale.pipeline.messages.MetricsUpdate;
import dev.telltale.screening.Observation;
import dev.telltale.screening.RunningMetrics;
import dev.telltale.screening.ScreeningMetrics;
import dev.telltale.testing.Scored;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LiveSessionTest {
  private static final long SECOND = 1_000_000_000L;

  private final LiveState state = new LiveState();
  private final LiveSession session = new LiveSession(0);
  private final RunningMetrics birds = new RunningMetrics("birds", "model", "hash", null);

  @Test
  void theFirstMessageIsTheWholeState() {
    score(10);
    reject("not-json", 2);
    heard("worker-1", 0, 0);
    Map<String, Object> snapshot = session.next(state);
    assertThat(snapshot)
        .containsOnlyKeys(
            "type",
            "seq",
            "screenings",
            "rejects",
            "workers",
            "recent",
            "trainings",
            "audits",
            "auditTotal")
        .containsEntry("type", "snapshot")
        .containsEntry("seq", 1L)
        .containsEntry("rejects", new LiveState.Rejects(2, Map.of("not-json", 2L)));
    assertThat((List<?>) snapshot.get("workers")).hasSize(1);
    assertThat(screening(snapshot).history()).hasSize(10);
  }

  @Test
  void withoutChangeThereIsNoMessage() {
    score(3);
    session.next(state);
    assertThat(session.next(state)).isNull();
    heard("worker-1", 5, 0);
    session.next(state);
    heard("worker-1", 5, SECOND);
    assertThat(session.next(state)).as("the same report again").isNull();
    assertThat(session.seq()).isEqualTo(2);
  }

  @Test
  void aDeltaHoldsOnlyWhatChanged() {
    session.next(state);
    reject("not-json", 1);
    assertThat(session.next(state)).containsOnlyKeys("type", "seq", "rejects");
    heard("worker-1", 5, 0);
    assertThat(session.next(state)).containsOnlyKeys("type", "seq", "workers");
    score(2);
    assertThat(session.next(state)).containsOnlyKeys("type", "seq", "screenings");
    images(0, 1);
    assertThat(session.next(state)).containsOnlyKeys("type", "seq", "recent");
    assertThat(session.seq()).isEqualTo(5);
  }

  @Test
  void aLateScoreIsToldFromItsSecondOn() {
    score(10);
    session.next(state);
    birds.fold(seen(4));
    score(1);
    assertThat(screening(session.next(state)).history())
        .extracting(ScreeningMetrics.Point::at)
        .startsWith(second(4), second(5))
        .endsWith(second(9), second(10))
        .hasSize(7);
    assertThat(screening(session.next(update(state))).history()).hasSize(1);
  }

  @Test
  void aDeltasHistoryStartsAtTheLastPointSent() {
    score(10);
    session.next(state);
    birds.fold(seen(9));
    score(3);
    assertThat(screening(session.next(state)).history())
        .extracting(ScreeningMetrics.Point::at)
        .containsExactly(second(9), second(10), second(11), second(12));
    assertThat(screening(session.next(update(state))).history()).hasSize(1);
  }

  @Test
  void aScreeningThatIsNewToTheClientComesWithAllItsHistory() {
    session.next(state);
    score(7);
    assertThat(screening(session.next(state)).history()).hasSize(7);
  }

  @Test
  void resyncBringsEverythingAgainUnderTheNextNumber() {
    score(5);
    session.next(state);
    session.resync();
    Map<String, Object> again = session.next(state);
    assertThat(again).containsEntry("type", "snapshot").containsEntry("seq", 2L);
    assertThat(screening(again).history()).hasSize(5);
    assertThat(session.next(state)).isNull();
  }

  @Test
  void numbersFollowEachOtherWhateverIsSent() {
    for (long seq = 1; seq <= 20; seq++) {
      reject("not-json", seq);
      if (seq % 5 == 0) {
        session.resync();
      }
      assertThat(session.next(state)).containsEntry("seq", seq);
    }
  }

  @Test
  void aClientThatWasSlowSkipsWhatLayBetween() {
    session.next(state);
    for (int i = 0; i < 50; i++) {
      images(i, i + 1);
      score(1);
    }
    Map<String, Object> delta = session.next(state);
    assertThat((List<?>) delta.get("recent")).hasSize(50);
    assertThat(screening(delta).scored()).isEqualTo(50);
    assertThat(session.next(state)).isNull();
  }

  @Test
  void onlyTheNewestSixtyImagesAreHeld() {
    images(0, 200);
    List<ImageSummary> recent = recent(session.next(state));
    assertThat(recent).hasSize(60);
    assertThat(recent.get(0).id()).isEqualTo("i199");
    assertThat(recent.get(59).id()).isEqualTo("i140");
    images(200, 203);
    assertThat(recent(session.next(state)))
        .extracting(ImageSummary::id)
        .containsExactly("i202", "i201", "i200");
  }

  @Test
  void whatIsRememberedAtTheStartIsNewestFirst() {
    state.remember(List.of(indexed(0), indexed(1)));
    assertThat(recent(session.next(state)))
        .extracting(ImageSummary::id)
        .containsExactly("i1", "i0");
  }

  @Test
  void aTrainingThatChangedIsToldAndTheNamesOnlyWhenOneCameOrWent() {
    Instant now = Instant.now();
    state.trainings(List.of(training("b", 1, now), training("a", 1, now)));
    assertThat((List<?>) session.next(state).get("trainings")).hasSize(2);
    state.trainings(List.of(training("b", 1, now), training("a", 1, now)));
    assertThat(session.next(state)).as("the same again").isNull();
    state.trainings(List.of(training("b", 1, now), training("a", 2, now)));
    assertThat(session.next(state))
        .containsOnlyKeys("type", "seq", "trainings")
        .containsEntry("trainings", List.of(training("a", 2, now)));
    state.trainings(List.of(training("a", 2, now)));
    assertThat(session.next(state))
        .containsOnlyKeys("type", "seq", "runs")
        .containsEntry("runs", List.of("a"));
    state.trainings(List.of(training("c", 1, now), training("a", 2, now)));
    assertThat(session.next(state))
        .containsEntry("trainings", List.of(training("c", 1, now)))
        .containsEntry("runs", List.of("c", "a"));
  }

  @Test
  void aTrainingThatFallsSilentIsToldAgain() {
    Instant heard = Instant.now();
    state.trainings(List.of(training("a", 1, heard)));
    session.next(state);
    TrainingSummary silent =
        TrainingSummary.of(new Training(report("a", 1), heard), heard.plusSeconds(31));
    state.trainings(List.of(silent));
    assertThat(session.next(state)).containsEntry("trainings", List.of(silent));
    assertThat(silent.silent()).isTrue();
  }

  private static TrainingSummary training(String run, int epochs, Instant now) {
    return TrainingSummary.of(new Training(report(run, epochs), now), now);
  }

  private static TrainingReport report(String run, int epochs) {
    return new TrainingReport(
        run,
        TrainingReport.Kind.CLASSIFIER,
        TrainingReport.State.RUNNING,
        "birds",
        100,
        10,
        Scored.AT,
        Scored.AT,
        IntStream.rangeClosed(1, epochs)
            .mapToObj(i -> new TrainingReport.Epoch(i, 0.5, 0.5, null, null, 0.1, 3))
            .toList(),
        null,
        null,
        null,
        null,
        null);
  }

  @Test
  void aMemberThatFallsSilentIsForgotten() {
    heard("a", 1, 0);
    heard("b", 1, 2 * SECOND);
    session.next(state);
    state.forgetSilent(3 * SECOND);
    assertThat(state.members()).hasSize(2);
    assertThat(session.next(state)).isNull();
    state.forgetSilent(4 * SECOND);
    assertThat(state.members()).extracting(MemberReport::id).containsExactly("b");
    assertThat((List<?>) session.next(state).get("workers")).hasSize(1);
    state.forgetSilent(60 * SECOND);
    assertThat((List<?>) session.next(state).get("workers")).isEmpty();
  }

  @Test
  void aMemberWithoutWorkerIsNoWorker() {
    state.heard(new MemberReport("web-1", List.of("web"), null), 0);
    assertThat(state.members()).hasSize(1);
    assertThat(state.workers()).isEmpty();
  }

  @Test
  void theMostRecentlyActiveScreeningComesFirst() {
    RunningMetrics later = new RunningMetrics("later", "model", "hash", null);
    later.fold(seen(99));
    score(1);
    state.update(new MetricsUpdate(List.of(later.snapshot(Scored.AT)), List.of(), null));
    state.update(
        new MetricsUpdate(
            List.of(new RunningMetrics("never", "model", "hash", null).snapshot(Scored.AT)),
            List.of(),
            null));
    assertThat(state.screeningsAfter(-1))
        .extracting(ScreeningMetrics::dataset)
        .containsExactly("later", "birds", "never");
  }

  /** One image in each of the next seconds, and the metrics told. */
  private void score(int seconds) {
    int from = (int) birds.snapshot(Scored.AT).scored();
    IntStream.range(from, from + seconds).forEach(i -> birds.fold(seen(nextSecond())));
    update(state);
  }

  private long nextSecond() {
    List<ScreeningMetrics.Point> history = birds.snapshot(Scored.AT).history();
    return history.isEmpty() ? 0 : history.get(history.size() - 1).at() - second(0) + 1;
  }

  private LiveState update(LiveState of) {
    of.update(new MetricsUpdate(List.of(birds.snapshot(Scored.AT)), List.of(), null));
    return of;
  }

  private void reject(String reason, long count) {
    state.update(new MetricsUpdate(List.of(), List.of(), Map.of(reason, count)));
  }

  private void images(int from, int to) {
    state.update(
        new MetricsUpdate(
            List.of(),
            IntStream.range(from, to).mapToObj(LiveSessionTest::indexed).toList(),
            null));
  }

  private void heard(String member, int inFlight, long nowNanos) {
    state.heard(
        new MemberReport(member, List.of("worker"), new JsonObject().put("inFlight", inFlight)),
        nowNanos);
  }

  private static IndexedImage indexed(int number) {
    var score = Scored.image("i" + number).score();
    return new IndexedImage(ImageKey.of(score), number, score, true);
  }

  private static Observation seen(long second) {
    return new Observation(
        null, Map.of(), null, null, null, null, 1.0, Scored.AT.plusSeconds(second));
  }

  private static long second(long number) {
    return Scored.AT.getEpochSecond() + number;
  }

  private static ScreeningMetrics screening(@Nullable Map<String, Object> message) {
    assertThat(message).isNotNull();
    return (ScreeningMetrics) ((List<?>) message.get("screenings")).get(0);
  }

  private static List<ImageSummary> recent(@Nullable Map<String, Object> message) {
    assertThat(message).isNotNull();
    return ((List<?>) message.get("recent")).stream().map(ImageSummary.class::cast).toList();
  }
}
