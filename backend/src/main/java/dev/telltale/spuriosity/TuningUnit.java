package dev.telltale.spuriosity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Workbench;
import dev.telltale.features.head.Examples;
import dev.telltale.features.head.Heads;
import dev.telltale.features.head.Sgd;
import dev.telltale.model.LinearHead;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A few epochs of one trial: from where the unit before left it. */
final class TuningUnit {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final double MOMENTUM = 0.9;
  private static final int BATCH = 128;

  private final TuningSet set;
  private final int trial;
  private final int epochs;
  private final SpuriosityOptions options;
  private final Workbench bench;
  private final Ranked ranked;

  private TuningUnit(
      JsonNode unit, Map<String, JsonNode> outcomes, SpuriosityOptions options, Workbench bench) {
    this.set = TuningSet.valueOf(unit.get("set").textValue());
    this.trial = unit.get("trial").intValue();
    this.epochs = unit.get("epochs").intValue();
    this.options = options;
    this.bench = bench;
    this.ranked = new Ranked(outcomes, options, bench);
  }

  /**
   * What a trial is about, chosen once by its first unit.
   *
   * @param places of the images that are tuned on, among those that may be
   * @param toppedUp how many of them are right ones in the place of errors
   * @param ends by which it stops, among the images to stop by
   */
  record Choice(int[] places, int toppedUp, List<Ends> ends) {}

  /**
   * Where a trial is left.
   *
   * @param choice address of the {@link Choice}
   * @param at address of the {@link Sgd.State}
   */
  record Left(String choice, String at, HeadTuning.Point before, HeadTuning.Point last) {}

  /**
   * Goes on; of a trial that has ended there is nothing more to do.
   *
   * @param before result of the unit before; null for the first
   * @return {@code curve} of these epochs, and {@code left} or, when it ended here, {@code outcome}
   */
  static JsonNode work(
      JsonNode unit,
      Map<String, JsonNode> outcomes,
      @Nullable JsonNode before,
      SpuriosityOptions options,
      Workbench bench) {
    ObjectNode result =
        Json.NODES
            .objectNode()
            .put("set", unit.get("set").textValue())
            .put("trial", unit.get("trial").intValue());
    ArrayNode curve = result.putArray("curve");
    return before != null && !before.has("left")
        ? result
        : new TuningUnit(unit, outcomes, options, bench).goOn(before, curve, result);
  }

  private JsonNode goOn(@Nullable JsonNode before, ArrayNode curve, ObjectNode result) {
    Left from = before == null ? null : read(before.get("left"), Left.class);
    Choice choice =
        from == null ? choice() : read(Json.read(from.choice(), bench.artifacts()), Choice.class);
    HeadTuning tuning = tuning(choice);
    HeadTuning.State state;
    if (from == null) {
      state = tuning.begin(ranked.tunedHead());
      add(curve, state.before());
    } else {
      Sgd.State at = SgdBytes.read(from.at(), bench.artifacts());
      state = new HeadTuning.State(at, from.before(), from.last(), null);
    }
    state = tuning.goOn(state, epochs, point -> add(curve, point), bench::breathe);
    HeadTuning.End end = state.end();
    if (end == null) {
      result.set(
          "left",
          json(
              new Left(
                  from == null ? Json.keep(json(choice), bench.artifacts()) : from.choice(),
                  SgdBytes.keep(state.at(), bench.artifacts()),
                  state.before(),
                  state.last())));
    } else {
      result.set("outcome", outcome(choice, end));
    }
    return result;
  }

  private Choice choice() {
    Examples train = ranked.tunedExamples(ranked.splits().tuning());
    boolean[] right = Heads.right(train, ranked.tunedHead(), bench.device());
    int[] places =
        set.places(
            train,
            ranked.rankings(ranked.splits().tuning()),
            right,
            options.whole("perClass"),
            seed());
    long toppedUp =
        set == TuningSet.ERRORS ? Arrays.stream(places).filter(place -> right[place]).count() : 0;
    int k = options.whole("k");
    List<Ends> ends =
        ranked.rankings(ranked.splits().stopping()).stream()
            .map(ranking -> Ends.of(ranking, k))
            .toList();
    return new Choice(places, (int) toppedUp, ends);
  }

  private HeadTuning tuning(Choice choice) {
    return new HeadTuning(
        ranked.tunedExamples(ranked.splits().tuning()).at(choice.places()),
        new Sgd.Options(options.real("rate"), options.whole("epochs"), BATCH, MOMENTUM, 0),
        new StoppingSplit(ranked.tunedExamples(ranked.splits().stopping()), choice.ends()),
        options.real("threshold") / 100,
        seed(),
        bench.device());
  }

  private long seed() {
    return options.seed() + 1000L * trial + set.ordinal();
  }

  private ObjectNode outcome(Choice choice, HeadTuning.End end) {
    ObjectNode outcome =
        Json.NODES
            .objectNode()
            .put("images", choice.places().length)
            .put("toppedUp", choice.toppedUp())
            .put("epochs", end.epoch())
            .put("ended", end.why().name().toLowerCase(Locale.ROOT));
    outcome.setAll(new TunedHead(ranked, options, bench).compared(end.head()));
    if (set == TuningSet.LOW_SPURIOSITY) {
      outcome.set("bundle", bundle(end.head()));
    }
    return outcome;
  }

  private ObjectNode bundle(LinearHead head) {
    return TunedBundle.keep(
        "tuned-%s-%d".formatted(TuningStage.name(set), trial + 1),
        head,
        options.tuned(bench.subject()),
        TunedBundle.provenance(options, trial),
        bench);
  }

  /** In shares, as all figures of documents. */
  private static void add(ArrayNode curve, HeadTuning.Point point) {
    ObjectNode one = curve.addObject().put("epoch", point.epoch());
    one.set("gap", Json.number(point.measure().gap()));
    one.set("accuracy", Json.number(point.measure().accuracy()));
  }

  private static JsonNode json(Object record) {
    return MAPPER.valueToTree(record);
  }

  private static <T> T read(JsonNode json, Class<T> record) {
    try {
      return MAPPER.treeToValue(json, record);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a tuning cannot be taken up: " + e.getMessage(), e);
    }
  }
}
