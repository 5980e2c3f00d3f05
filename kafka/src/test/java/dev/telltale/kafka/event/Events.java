package dev.telltale.kafka.event;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Valid events: plain ones for examples, arbitrary ones for properties. */
public final class Events {
  private static final String SHA256 = "0123456789abcdef".repeat(4);

  private Events() {}

  /** A valid event by uri, with everything that is optional left out. */
  public static ImageEvent byUri(String id) {
    return new ImageEvent(id, "birds", "file:///birds/1.png", null, null, Map.of(), null, null);
  }

  /** A valid event with inline bytes. */
  public static ImageEvent inline(String id, byte[] bytes) {
    return new ImageEvent(
        id,
        "birds",
        null,
        bytes,
        "landbird",
        Map.of("background", "water"),
        "file:///masks/1.png",
        Instant.parse("2026-01-31T09:30:00.123456789Z"));
  }

  /** A valid score. */
  public static ImageScore score(String id) {
    Instant now = Instant.parse("2026-01-31T09:30:00Z");
    return new ImageScore(
        id,
        "birds",
        "demo",
        "abc123",
        "landbird",
        Map.of("background", "water"),
        null,
        SHA256,
        null,
        1,
        "waterbird",
        0.75,
        new Attention(1, 2, new byte[] {0, (byte) 255}),
        0.5,
        0.25,
        -0.5,
        0.375,
        "ref:1",
        null,
        now,
        now.plusMillis(20),
        "member one",
        "cpu:0",
        new Source(3, 42));
  }

  /** A training in its third epoch of ten. */
  public static TrainingReport training(String run) {
    Instant start = Instant.parse("2026-01-31T09:30:00Z");
    return new TrainingReport(
        run,
        TrainingReport.Kind.CLASSIFIER,
        TrainingReport.State.RUNNING,
        "birds",
        3000,
        10,
        start,
        start.plusSeconds(25),
        List.of(
            new TrainingReport.Epoch(1, 0.69, 0.55, 0.68, 0.56, 1e-3, 10.5),
            new TrainingReport.Epoch(2, 0.5, 0.75, 0.55, 0.7, 1e-3, 10.0)),
        new TrainingReport.Current(3, 20, 94, 0.45, 0.8, 290.0),
        82.5,
        null,
        null,
        null);
  }

  static Arbitrary<TrainingReport> reports() {
    Arbitrary<Double> loss = Arbitraries.doubles().between(-1e6, 1e6).injectNull(0.2);
    Arbitrary<Double> share = Arbitraries.doubles().between(0, 1).injectNull(0.3);
    Arbitrary<Double> measure = Arbitraries.doubles().between(0, 1e9);
    Arbitrary<List<TrainingReport.Epoch>> history =
        Combinators.combine(loss, share, measure)
            .as((l, a, m) -> new TrainingReport.Epoch(1, l, a, l, a, m, m))
            .list()
            .ofMaxSize(5)
            .map(Events::numbered);
    Arbitrary<TrainingReport.Current> current =
        Combinators.combine(loss, share, measure, indices())
            .as((l, a, m, i) -> new TrainingReport.Current(1 + i / 2, i, i, l, a, m));
    return Combinators.combine(
            dataset(),
            Arbitraries.of(TrainingReport.Kind.values()),
            Arbitraries.of(TrainingReport.State.values()),
            instants(),
            history,
            current.injectNull(0.5),
            measure.injectNull(0.5),
            text(200).injectNull(0.5))
        .as(
            (run, kind, state, at, epochs, now, left, words) ->
                new TrainingReport(
                    run,
                    kind,
                    state,
                    run,
                    7,
                    9,
                    at,
                    at,
                    epochs,
                    now,
                    left,
                    words,
                    words,
                    words == null ? null : true))
        .withoutEdgeCases();
  }

  private static List<TrainingReport.Epoch> numbered(List<TrainingReport.Epoch> epochs) {
    return IntStream.range(0, epochs.size())
        .mapToObj(
            i -> {
              TrainingReport.Epoch e = epochs.get(i);
              return new TrainingReport.Epoch(
                  i + 1,
                  e.loss(),
                  e.accuracy(),
                  e.stoppingLoss(),
                  e.stoppingAccuracy(),
                  e.learningRate(),
                  e.seconds());
            })
        .toList();
  }

  static Arbitrary<ImageEvent> events() {
    Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(200);
    Arbitrary<Object> image = Arbitraries.oneOf(text(100).asGeneric(), bytes.asGeneric());
    return Combinators.combine(
            text(512),
            dataset(),
            image,
            text(60).injectNull(0.5),
            groups(),
            text(100).injectNull(0.5),
            instants().injectNull(0.5))
        .as(
            (id, dataset, where, label, groups, mask, at) ->
                new ImageEvent(
                    id,
                    dataset,
                    where instanceof String uri ? uri : null,
                    where instanceof byte[] inline ? inline : null,
                    label,
                    groups,
                    mask,
                    at))
        .withoutEdgeCases();
  }

  static Arbitrary<ImageScore> scores() {
    Arbitrary<Double> share = Arbitraries.doubles().between(0, 1).ofScale(9);
    Arbitrary<Attention> attention =
        Combinators.combine(
                Arbitraries.integers().between(1, 8),
                Arbitraries.integers().between(1, 8),
                Arbitraries.bytes().array(byte[].class).ofSize(64))
            .as((h, w, b) -> new Attention(h, w, Arrays.copyOf(b, h * w)));
    return Combinators.combine(
            events(), text(50), share, share.injectNull(0.5), attention, instants(), indices())
        .as(
            (e, name, confidence, mask, map, at, index) ->
                new ImageScore(
                    e.id(),
                    e.dataset(),
                    name,
                    "abc:1",
                    e.label(),
                    e.groups(),
                    e.uri(),
                    e.uri() == null ? SHA256 : null,
                    e.mask(),
                    index,
                    name,
                    confidence,
                    map,
                    mask,
                    mask,
                    mask == null ? null : 8 * mask - 4,
                    mask,
                    mask == null ? null : "ref:1",
                    e.capturedAt(),
                    at,
                    at,
                    name,
                    name,
                    new Source(index, index * 1_000_000_007L)))
        .withoutEdgeCases();
  }

  static Arbitrary<String> dataset() {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .withCharRange('A', 'Z')
        .numeric()
        .withChars("._-")
        .ofMinLength(1)
        .ofMaxLength(100);
  }

  private static Arbitrary<Map<String, String>> groups() {
    return Arbitraries.maps(text(20), text(20)).ofMaxSize(32);
  }

  static Arbitrary<Integer> indices() {
    return Arbitraries.integers().between(0, Integer.MAX_VALUE);
  }

  static Arbitrary<String> text(int max) {
    Arbitrary<String> unicode = Arbitraries.strings().all().ofMinLength(1).ofMaxLength(max);
    Arbitrary<String> emoji = Arbitraries.of("\uD83D\uDC26", "Möwe 7", "a\"b\\c", "ウミネコ");
    return Arbitraries.frequencyOf(
        Tuple.of(1, emoji),
        Tuple.of(
            2,
            Arbitraries.strings()
                .ascii()
                .ofMinLength(1)
                .ofMaxLength(max)
                .map(s -> s.replaceAll("\\p{Cntrl}", "x"))
                .filter(s -> Check.isText(s, max))),
        Tuple.of(2, unicode.map(Events::clean).filter(s -> Check.isText(s, max))));
  }

  /** Control characters and surrogates replaced: most random text has some. */
  private static String clean(String text) {
    return text.codePoints()
        .map(
            c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? 'x' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  static Arbitrary<Instant> instants() {
    return Combinators.combine(
            Arbitraries.longs().between(-62_135_596_800L, 253_402_300_799L),
            Arbitraries.integers().between(0, 999_999_999))
        .as(Instant::ofEpochSecond);
  }
}
