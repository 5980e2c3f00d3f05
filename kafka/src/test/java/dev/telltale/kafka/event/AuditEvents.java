package dev.telltale.kafka.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random events of audits. */
final class AuditEvents {
  static final Instant AT = Instant.parse("2026-01-31T09:30:00Z");
  static final String SHA256 = "0123456789abcdef".repeat(4);
  static final JsonNode SPEC = json("{\"method\":\"groups\",\"models\":[]}");

  private AuditEvents() {}

  static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Arbitrary<AuditCommand> commands() {
    Arbitrary<String> id = Events.dataset();
    Arbitrary<AuditCommand> request =
        Combinators.combine(id, Events.text(100), Events.instants())
            .as((audit, title, at) -> AuditCommand.request(audit, title, SPEC, at));
    Arbitrary<AuditCommand> answer =
        Combinators.combine(id, stages(), values(), Events.instants()).as(AuditCommand::answer);
    Arbitrary<AuditCommand> others =
        Combinators.combine(
                Arbitraries.of(AuditCommand.Kind.values())
                    .filter(
                        kind ->
                            kind != AuditCommand.Kind.REQUEST && kind != AuditCommand.Kind.ANSWER),
                id,
                Events.instants())
            .as(AuditCommand::of);
    return Combinators.combine(
            Arbitraries.oneOf(request, answer, others), Events.text(100).injectNull(0.5))
        .as(AuditCommand::by)
        .withoutEdgeCases();
  }

  static Arbitrary<AuditRecord> audits() {
    Arbitrary<AuditRecord.Stage> stage =
        Combinators.combine(stages(), few(), few().injectNull(0.3), addresses())
            .as((name, n, units, at) -> new AuditRecord.Stage(name, n, units, n, at));
    Arbitrary<AuditRecord.Orders> orders =
        Combinators.combine(few(), few(), few())
            .as((n, unit, m) -> new AuditRecord.Orders(n, Map.of(unit, m), List.of(unit)));
    Arbitrary<AuditRecord.Aside> aside =
        Combinators.combine(stages(), few(), Events.text(100), Arbitraries.of(true, false))
            .as(AuditRecord.Aside::new);
    return Combinators.combine(
            Events.dataset(),
            Events.text(100),
            Arbitraries.of(AuditRecord.State.values()),
            Events.instants(),
            stage.list().ofMaxSize(4),
            orders,
            aside.list().ofMaxSize(3),
            addresses())
        .as(
            (audit, title, state, at, all, ordered, without, report) ->
                new AuditRecord(
                    audit,
                    title,
                    SPEC,
                    state,
                    at,
                    at,
                    report == null ? null : at,
                    1,
                    all,
                    all.size(),
                    ordered,
                    without,
                    report == null ? title : null,
                    report,
                    report == null ? SHA256 : null,
                    report,
                    1.5,
                    report == null ? List.of(new AuditRecord.Happening(at, title)) : List.of()))
        .withoutEdgeCases();
  }

  static Arbitrary<UnitRecord> units() {
    return Combinators.combine(
            Events.dataset(), stages(), few(), few(), values(), addresses(), results())
        .as(
            (audit, stage, n, unit, about, outcome, before) ->
                new UnitRecord(
                    audit,
                    stage,
                    n,
                    unit,
                    n,
                    SPEC,
                    about,
                    outcome == null ? Map.of() : Map.of(stage, outcome),
                    outcome == null ? null : before))
        .withoutEdgeCases();
  }

  static Arbitrary<UnitOutcome> outcomes() {
    return Combinators.combine(
            Events.dataset(),
            stages(),
            few(),
            few(),
            Arbitraries.of(UnitOutcome.Kind.values()),
            Events.text(50),
            Events.instants(),
            results())
        .as(
            (audit, stage, n, unit, kind, words, at, result) ->
                new UnitOutcome(
                    audit,
                    stage,
                    n,
                    unit,
                    n,
                    kind,
                    words,
                    "1764000000000",
                    at,
                    0.25,
                    kind == UnitOutcome.Kind.DONE ? result : null,
                    kind == UnitOutcome.Kind.THREW ? words : null))
        .withoutEdgeCases();
  }

  private static Arbitrary<UnitResult> results() {
    return Arbitraries.oneOf(
        values().map(value -> new UnitResult(value, null)),
        Arbitraries.just(new UnitResult(null, SHA256)));
  }

  private static Arbitrary<JsonNode> values() {
    return Arbitraries.of("{\"a\":[1,2.5,null]}", "7", "\"x\"", "[]", "null")
        .map(AuditEvents::json);
  }

  private static Arbitrary<String> stages() {
    return Arbitraries.of("predictions", "step 2", "z");
  }

  private static Arbitrary<Integer> few() {
    return Arbitraries.integers().between(0, 1_000_000);
  }

  private static Arbitrary<String> addresses() {
    return Arbitraries.just(SHA256).injectNull(0.5);
  }
}
