package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Results;
import dev.telltale.audit.StagePlan;
import dev.telltale.audit.Workbench;
import dev.telltale.features.head.Examples;
import dev.telltale.features.head.Heads;
import dev.telltale.features.head.Sgd;
import dev.telltale.features.head.SpuriousGap;
import dev.telltale.model.HeadBundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Tunes the head on each choice of images, several times, and measures it on the reporting split.
 */
final class TuningStage {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final double MOMENTUM = 0.9;
  private static final int BATCH = 128;

  private TuningStage() {}

  /** None where no class has a ranking. */
  static StagePlan plan(JsonNode gaps, SpuriosityOptions options) {
    List<JsonNode> units = new ArrayList<>();
    if (gaps.path("ranked").intValue() > 0) {
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
    try (Ranked ranked = new Ranked(outcomes, options, bench)) {
      Examples train = ranked.tunedExamples(ranked.splits().tuning());
      boolean[] right = Heads.right(train, ranked.tunedHead(), bench.device());
      Examples chosen =
          set.choose(
              train,
              ranked.rankings(ranked.splits().tuning()),
              right,
              options.whole("perClass"),
              seed);
      Sgd.Options steps =
          new Sgd.Options(options.real("rate"), options.whole("epochs"), BATCH, MOMENTUM, 0);
      HeadTuning tuned =
          HeadTuning.tune(
              chosen,
              ranked.tunedHead(),
              steps,
              stopping(ranked, options.whole("k")),
              options.real("threshold"),
              seed,
              bench.device(),
              bench::breathe);
      return result(unit, set, chosen, tuned, ranked, options, bench);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  private static JsonNode result(
      JsonNode unit,
      TuningSet set,
      Examples chosen,
      HeadTuning tuned,
      Ranked ranked,
      SpuriosityOptions options,
      Workbench bench)
      throws IOException {
    int[] reporting = ranked.splits().reporting();
    List<Ranking> rankings = ranked.rankings(reporting);
    Examples reported = ranked.tunedExamples(reporting);
    int k = options.whole("k");
    HeadFigures before =
        HeadFigures.of(
            rankings,
            Predictions.of(reported, ranked.tunedHead(), bench.device()),
            k,
            options.level());
    HeadFigures after =
        HeadFigures.of(
            rankings, Predictions.of(reported, tuned.head(), bench.device()), k, options.level());
    ObjectNode result =
        JSON.objectNode()
            .put("set", set.name())
            .put("trial", unit.get("trial").intValue())
            .put("images", chosen.size())
            .put("epochs", tuned.curve().size() - 1)
            .put("closed", tuned.closed())
            .put("repaired", after.repaired(before).length)
            .put("broken", after.broken(before).length);
    result.set("before", described(before));
    result.set("after", described(after));
    Map<String, byte[]> files = HeadBundle.files(tuned.head());
    result.put("headPt", bench.artifacts().write(files.get("head.pt")));
    return result.put("headJson", bench.artifacts().write(files.get("head.json")));
  }

  private static ObjectNode described(HeadFigures figures) {
    ObjectNode one = JSON.objectNode();
    one.set("accuracy", MAPPER.valueToTree(figures.accuracy()));
    one.set("gap", MAPPER.valueToTree(figures.gaps().mean()));
    ArrayNode curve = one.putArray("curve");
    figures.curve().parts().stream()
        .filter(part -> part.n() > 0)
        .forEach(part -> curve.add(MAPPER.valueToTree(part)));
    return one;
  }
}
