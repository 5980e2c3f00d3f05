package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Artifacts;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Results;
import dev.telltale.audit.Workbench;
import dev.telltale.image.ContactSheet;
import dev.telltale.image.Png;
import dev.telltale.image.RgbImage;
import dev.telltale.model.ModelSpec;
import dev.telltale.stats.EffectiveRobustness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rankings of the reporting split, and the spurious gaps of all models on it. */
final class GapStage {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Images of each end of a ranking that are shown. */
  private static final int SHOWN = 8;

  private GapStage() {}

  /**
   * Tells the addresses of all figures and of the reference for screening, and how many classes
   * have a ranking.
   */
  static JsonNode work(Map<String, JsonNode> outcomes, SpuriosityOptions options, Workbench bench) {
    try (Ranked ranked = new Ranked(outcomes, options, bench)) {
      int[] reporting = ranked.splits().reporting();
      List<Ranking> rankings = ranked.rankings(reporting);
      ObjectNode figures = JSON.objectNode();
      figures
          .put("ownSplits", ranked.splits().own())
          .put("tuning", ranked.splits().tuning().length)
          .put("stopping", ranked.splits().stopping().length)
          .put("reporting", reporting.length);
      List<ClassCues> cues = ranked.cues(reporting);
      ArrayNode classes = figures.putArray("classes");
      for (Ranking ranking : rankings) {
        bench.breathe();
        classes.add(described(ranking, cues.get(ranking.classIndex()), reporting, options, bench));
      }
      Map<String, Predictions> models = models(ranked, reporting, options, bench);
      if (rankings.stream().anyMatch(ranking -> Ends.of(ranking, 1).missing() == null)) {
        measure(figures, rankings, models, reporting, options);
      }
      long count = rankings.stream().filter(one -> one.missing() == null).count();
      ObjectNode outcome =
          JSON.objectNode()
              .put("figures", bench.artifacts().write(MAPPER.writeValueAsBytes(figures)))
              .put("ranked", count);
      ReferenceImages.of(ranked, cues, reporting, bench)
          .ifPresent(reference -> outcome.put("reference", reference));
      return outcome;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The figures that {@link #work} told the address of. */
  static JsonNode figures(JsonNode outcome, Artifacts artifacts) {
    try {
      return MAPPER.readTree(artifacts.read(outcome.get("figures").textValue()));
    } catch (IOException e) {
      throw new UncheckedIOException("the gaps cannot be read back", e);
    }
  }

  private static ObjectNode described(
      Ranking ranking, ClassCues cues, int[] places, SpuriosityOptions options, Workbench bench)
      throws IOException {
    ObjectNode one =
        JSON.objectNode()
            .put("class", ranking.classIndex())
            .put("images", ranking.size())
            .put("k", Ends.of(ranking, options.whole("k")).k())
            .put("missing", Ends.of(ranking, options.whole("k")).missing());
    ArrayNode spurious = one.putArray("spurious");
    Arrays.stream(cues.features()).forEach(spurious::add);
    ArrayNode constant = one.putArray("constant");
    Arrays.stream(cues.constant()).forEach(constant::add);
    if (ranking.size() > 0) {
      int shown = Math.min(SHOWN, ranking.size());
      int[] high = ranking.highest(shown);
      Inputs inputs = new Inputs(bench.subject());
      ModelSpec spec = bench.subject().models().get(0).spec();
      List<RgbImage> cells = new ArrayList<>();
      for (int i = shown - 1; i >= 0; i--) {
        cells.add(EvidenceStage.shown(inputs.pixels(places[high[i]], spec), spec));
      }
      for (int place : ranking.lowest(shown)) {
        cells.add(EvidenceStage.shown(inputs.pixels(places[place], spec), spec));
      }
      one.put("picture", bench.artifacts().write(Png.write(ContactSheet.of(cells, shown, 4))));
    }
    return one;
  }

  private static Map<String, Predictions> models(
      Ranked ranked, int[] places, SpuriosityOptions options, Workbench bench) {
    AuditSubject subject = bench.subject();
    Map<String, Predictions> models = new LinkedHashMap<>();
    String first = subject.spec().models().get(0).name();
    models.put(
        options.fitted() ? first + ", head fitted here" : first,
        Predictions.of(ranked.examples(places), ranked.head(), bench.device()));
    int[] labels = Arrays.stream(places).map(ranked.features()::label).toArray();
    for (int m = options.fitted() ? 0 : 1; m < subject.models().size(); m++) {
      if (subject.models().get(m).spec().kind() == ModelSpec.Kind.CLASSIFIER) {
        models.put(
            subject.spec().models().get(m).name(),
            Predictions.of(
                labels, ranked.features().answers(m, places), subject.images().classes().size()));
      }
    }
    return models;
  }

  private static void measure(
      ObjectNode figures,
      List<Ranking> rankings,
      Map<String, Predictions> models,
      int[] places,
      SpuriosityOptions options) {
    int k = options.whole("k");
    List<Ends> ends = rankings.stream().map(ranking -> Ends.of(ranking, k)).toList();
    List<String> names = List.copyOf(models.keySet());
    List<ModelGaps> gaps =
        models.values().stream().map(one -> ModelGaps.of(ends, one, options.level())).toList();
    List<double[]> adjusted = ModelGaps.adjusted(gaps);
    ArrayNode list = figures.putArray("models");
    for (int m = 0; m < gaps.size(); m++) {
      ObjectNode one = list.addObject().put("name", names.get(m));
      ModelGaps of = gaps.get(m);
      one.set("mean", MAPPER.valueToTree(of.mean()));
      one.put("accuracyHigh", of.accuracyHigh()).put("accuracyLow", of.accuracyLow());
      ArrayNode classes = one.putArray("classes");
      for (int c = 0; c < of.classes().size(); c++) {
        ClassGap gap = of.classes().get(c);
        ObjectNode cell = classes.addObject().put("class", gap.classIndex());
        cell.set("gap", MAPPER.valueToTree(gap.gap()));
        cell.put("high", gap.accuracyHigh())
            .put("low", gap.accuracyLow())
            .put("p", gap.pValue())
            .put("adjusted", adjusted.get(m)[c])
            .put("shrunk", of.shrunk()[c])
            .put("neverPredicted", gap.neverPredicted());
      }
    }
    flags(figures.putArray("flagged"), rankings, gaps, places);
    if (gaps.size() > 1) {
      between(figures, rankings, k, gaps, List.copyOf(models.values()));
    }
  }

  private static void flags(
      ArrayNode into, List<Ranking> rankings, List<ModelGaps> gaps, int[] places) {
    for (Ranking ranking : rankings) {
      List<ClassGap> own =
          gaps.stream()
              .flatMap(model -> model.classes().stream())
              .filter(gap -> gap.classIndex() == ranking.classIndex())
              .toList();
      LabelNoise.of(ranking, own, LabelNoise.GAP, LabelNoise.SHARE)
          .ifPresent(
              noise -> {
                ObjectNode one =
                    into.addObject().put("class", noise.classIndex()).put("gap", noise.gap());
                ArrayNode images = one.putArray("places");
                Arrays.stream(noise.places()).forEach(place -> images.add(places[place]));
              });
    }
  }

  private static void between(
      ObjectNode figures,
      List<Ranking> rankings,
      int k,
      List<ModelGaps> gaps,
      List<Predictions> models) {
    HalfGaps halves = HalfGaps.of(rankings, k, models);
    GapCorrelation correlation = GapCorrelation.of(halves);
    ObjectNode pairs = figures.putObject("correlation");
    pairs.put("classes", correlation.classes()).put("undefined", correlation.undefined());
    correlation.mean().ifPresent(mean -> pairs.put("mean", mean));
    GapVariance variance =
        GapVariance.of(gaps.stream().map(ModelGaps::values).toArray(double[][]::new));
    figures.set("variance", MAPPER.valueToTree(variance));
    if (gaps.size() >= EffectiveRobustness.FEWEST_MODELS) {
      double[] high = gaps.stream().mapToDouble(ModelGaps::accuracyHigh).toArray();
      double[] low = gaps.stream().mapToDouble(ModelGaps::accuracyLow).toArray();
      double[] robust = EffectiveRobustness.leaveOneOut(high, low);
      IntStream.range(0, robust.length)
          .filter(m -> !Double.isNaN(robust[m]))
          .forEach(m -> ((ObjectNode) figures.get("models").get(m)).put("robustness", robust[m]));
    }
  }

  /** The one unit's result. */
  static JsonNode fold(Results results) {
    try (Stream<Results.Result> units = results.stream()) {
      return units.findFirst().map(unit -> unit.value()).orElse(JSON.objectNode());
    }
  }
}
