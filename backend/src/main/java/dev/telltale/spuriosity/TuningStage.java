package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Results;
import dev.telltale.audit.StagePlan;
import dev.telltale.audit.Workbench;
import dev.telltale.dataset.SampleTable;
import dev.telltale.features.head.Examples;
import dev.telltale.features.head.Heads;
import dev.telltale.features.head.Sgd;
import dev.telltale.features.head.SpuriousGap;
import dev.telltale.model.LinearHead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Tunes the head on each choice of images, several times, and measures it on the reporting split.
 */
final class TuningStage {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final double MOMENTUM = 0.9;
  private static final int BATCH = 128;

  /** Images that were repaired or broken, and are listed. */
  private static final int LISTED = 100;

  private TuningStage() {}

  /** What documents and bundles call a choice of images. */
  static String name(TuningSet set) {
    return switch (set) {
      case LOW_SPURIOSITY -> "low";
      case RANDOM -> "random";
      case ERRORS -> "errors";
    };
  }

  /** None where no class has a ranking. */
  static StagePlan plan(JsonNode gaps, SpuriosityOptions options) {
    List<JsonNode> units = new ArrayList<>();
    if (gaps.path("ranked").intValue() > 0 && gaps.path("untunable").isNull()) {
      for (TuningSet set : TuningSet.values()) {
        for (int trial = 0; trial < options.whole("trials"); trial++) {
          units.add(JSON.objectNode().put("set", set.name()).put("trial", trial));
        }
      }
    }
    return StagePlan.parallel(units);
  }

  static JsonNode work(
      JsonNode unit, Map<String, JsonNode> outcomes, SpuriosityOptions options, Workbench bench) {
    TuningSet set = TuningSet.valueOf(unit.get("set").textValue());
    long seed = options.seed() + 1000L * unit.get("trial").intValue() + set.ordinal();
    Ranked ranked = new Ranked(outcomes, options, bench);
    Examples train = ranked.tunedExamples(ranked.splits().tuning());
    boolean[] right = Heads.right(train, ranked.tunedHead(), bench.device());
    int[] chosen =
        set.places(
            ranked.rankings(ranked.splits().tuning()), right, options.whole("perClass"), seed);
    Sgd.Options steps =
        new Sgd.Options(options.real("rate"), options.whole("epochs"), BATCH, MOMENTUM, 0);
    HeadTuning tuned =
        HeadTuning.tune(
            train.at(chosen),
            ranked.tunedHead(),
            steps,
            stopping(ranked, options.whole("k")),
            options.real("threshold"),
            seed,
            bench.device(),
            bench::breathe);
    int trial = unit.get("trial").intValue();
    ObjectNode result =
        JSON.objectNode()
            .put("set", set.name())
            .put("trial", trial)
            .put("images", chosen.length)
            .put(
                "toppedUp",
                set == TuningSet.ERRORS
                    ? Arrays.stream(chosen).filter(place -> right[place]).count()
                    : 0)
            .put("epochs", tuned.curve().size() - 1)
            .put("closed", tuned.closed());
    curve(result.putArray("curve"), tuned);
    compare(result, tuned.head(), ranked, options, bench);
    if (set == TuningSet.LOW_SPURIOSITY) {
      result.set(
          "bundle",
          TunedBundle.keep(
              "tuned-%s-%d".formatted(name(set), trial + 1),
              tuned.head(),
              options.tuned(bench.subject()),
              provenance(options, trial),
              bench));
    }
    return result;
  }

  static JsonNode fold(Results results) {
    ObjectNode all = JSON.objectNode();
    ArrayNode list = all.putArray("tunings");
    try (Stream<Results.Result> units = results.stream()) {
      units.forEach(unit -> list.add(unit.value()));
    }
    return all;
  }

  private static SpuriousGap stopping(Ranked ranked, int k) {
    int[] places = ranked.splits().stopping();
    List<Ends> ends = ranked.rankings(places).stream().map(ranking -> Ends.of(ranking, k)).toList();
    return new SpuriousGap(
        ranked.tunedExamples(places),
        ends.stream().flatMapToInt(one -> Arrays.stream(one.low())).toArray(),
        ends.stream().flatMapToInt(one -> Arrays.stream(one.high())).toArray());
  }

  /** In shares, as all figures of documents. */
  private static void curve(ArrayNode into, HeadTuning tuned) {
    for (HeadTuning.Point point : tuned.curve()) {
      ObjectNode one = into.addObject().put("epoch", point.epoch());
      one.set("gap", Json.number(point.gap() / 100));
      one.set("accuracy", Json.number(point.accuracy() / 100));
    }
  }

  /** Before and after, on the reporting split. */
  private static void compare(
      ObjectNode into,
      LinearHead tuned,
      Ranked ranked,
      SpuriosityOptions options,
      Workbench bench) {
    int[] reporting = ranked.splits().reporting();
    List<Ranking> rankings = ranked.rankings(reporting);
    Examples reported = ranked.tunedExamples(reporting);
    List<String> classes = bench.subject().images().classes();
    int[] answersBefore = Heads.answers(reported, ranked.tunedHead(), bench.device());
    int[] answersAfter = Heads.answers(reported, tuned, bench.device());
    int[] labels = Arrays.stream(reporting).map(ranked.features()::label).toArray();
    int k = options.whole("k");
    HeadFigures before =
        HeadFigures.of(
            rankings, Predictions.of(labels, answersBefore, classes.size()), k, options.level());
    HeadFigures after =
        HeadFigures.of(
            rankings, Predictions.of(labels, answersAfter, classes.size()), k, options.level());
    SampleTable samples = bench.subject().images().samples();
    into.set("before", described(before, samples, reporting, options));
    into.set("after", described(after, samples, reporting, options));
    for (boolean better : new boolean[] {true, false}) {
      String name = better ? "repaired" : "broken";
      int[] changed = better ? after.repaired(before) : after.broken(before);
      into.put(name, changed.length);
      ArrayNode list = into.putArray(name + "Images");
      Arrays.stream(changed)
          .limit(LISTED)
          .forEach(
              at ->
                  list.addObject()
                      .put("place", reporting[at])
                      .put("id", samples.id(reporting[at]))
                      .put("from", classes.get(answersBefore[at]))
                      .put("to", classes.get(answersAfter[at])));
    }
  }

  private static Map<String, Object> provenance(SpuriosityOptions options, int trial) {
    // In one order: the bundle's bytes are the same each time.
    Map<String, Object> from = new LinkedHashMap<>();
    from.put("method", "spuriosity");
    from.put("tunedOn", "low spuriosity");
    from.put("perClass", options.whole("perClass"));
    from.put("threshold", options.real("threshold"));
    from.put("rate", options.real("rate"));
    from.put("seed", options.seed());
    from.put("trial", trial + 1);
    return from;
  }

  private static ObjectNode described(
      HeadFigures figures, SampleTable samples, int[] places, SpuriosityOptions options) {
    ObjectNode one = JSON.objectNode();
    one.set("accuracy", Json.estimate(figures.accuracy()));
    one.set("gap", Json.estimate(figures.gaps().mean()));
    one.set("curve", ClassDocument.parts(figures.curve()));
    WorstGroup worst = WorstGroup.of(samples, places, figures.right(), options.level());
    if (worst != null) {
      one.set("worstGroup", worst.json());
    }
    return one;
  }
}
