package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Artifacts;
import dev.telltale.audit.Results;
import dev.telltale.audit.Workbench;
import dev.telltale.image.ContactSheet;
import dev.telltale.image.Png;
import dev.telltale.image.RgbImage;
import dev.telltale.model.ModelSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rankings of the reporting split, and the spurious gaps of all models on it: the documents {@code
 * gaps} and {@code class-C}, and the figures of the report. Documents are written one after the
 * other: a thousand classes take no more memory than one.
 */
final class GapStage {
  /** Images of each end of a ranking that are shown in the report. */
  private static final int SHOWN = 8;

  /** Classes whose rankings are shown in the report; the pages show all. */
  static final int SHOWN_CLASSES = 12;

  /** Gaps in the report's table; the document has all. */
  static final int MOST_ROWS = 1000;

  private GapStage() {}

  /**
   * Tells the addresses of the figures and the documents, of them the reference for screening, how
   * many images of which classes are flagged, how many classes have ends, and why heads cannot be
   * tuned, if so.
   */
  static JsonNode work(Map<String, JsonNode> outcomes, SpuriosityOptions options, Workbench bench) {
    Ranked ranked = new Ranked(outcomes, options, bench);
    Measured measured = Measured.of(ranked, models(ranked, options, bench), options, bench);
    FeatureEntries features =
        new FeatureEntries(
            bench.subject().images().classes(),
            options,
            outcomes.get(Spuriosity.HEAD),
            outcomes.get(Spuriosity.EVIDENCE));
    ObjectNode figures = Json.NODES.objectNode();
    figures
        .put("ownSplits", ranked.splits().own())
        .put("tuning", ranked.splits().tuning().length)
        .put("stopping", ranked.splits().stopping().length)
        .put("reporting", measured.places().length);
    ObjectNode gaps = GapsDocument.of(measured, options.whole("k"));
    ObjectNode outcome = Json.NODES.objectNode();
    outcome.put("gaps", Json.keep(gaps, bench.artifacts()));
    ArrayNode documents = outcome.putArray("classes");
    ArrayNode summaries = figures.putArray("classes");
    ArrayNode flagged = outcome.putArray("flagged");
    for (int c = 0; c < measured.ends().size(); c++) {
      bench.breathe();
      LabelNoise noise = noise(c, measured).orElse(null);
      String name = bench.subject().images().classes().get(c);
      documents.add(
          Json.keep(ClassDocument.of(c, name, features, measured, noise), bench.artifacts()));
      summaries.add(summary(c, measured, noise));
      if (noise != null) {
        flagged.addObject().put("class", c).put("images", noise.places().length);
      }
    }
    pictures(summaries, measured, bench);
    if (!measured.gaps().isEmpty()) {
      for (String field : List.of("models", "correlation", "variance")) {
        figures.set(field, gaps.get(field));
      }
      rows(figures, measured);
    }
    ReferenceImages.of(ranked, measured.cues(), measured.places(), bench)
        .ifPresent(reference -> outcome.put("reference", reference));
    return outcome
        .put("figures", Json.keep(figures, bench.artifacts()))
        .put("ranked", measured.ends().stream().filter(one -> one.missing() == null).count())
        .put("untunable", untunable(ranked, measured, options.whole("k")));
  }

  /** The figures that {@link #work} told the address of. */
  static JsonNode figures(JsonNode outcome, Artifacts artifacts) {
    return Json.read(outcome.get("figures").textValue(), artifacts);
  }

  /** The one unit's result. */
  static JsonNode fold(Results results) {
    try (Stream<Results.Result> units = results.stream()) {
      return units.findFirst().map(unit -> unit.value()).orElse(Json.NODES.objectNode());
    }
  }

  private static Map<String, Predictions> models(
      Ranked ranked, SpuriosityOptions options, Workbench bench) {
    Map<String, Predictions> models = new LinkedHashMap<>();
    for (MeasuredModel model : MeasuredModel.of(bench.subject(), options)) {
      models.put(model.name(), model.predictions(ranked, ranked.splits().reporting(), bench));
    }
    return models;
  }

  private static Optional<LabelNoise> noise(int classIndex, Measured measured) {
    if (measured.at(classIndex) < 0) {
      return Optional.empty();
    }
    List<ClassGap> own =
        IntStream.range(0, measured.models()).mapToObj(m -> measured.gap(m, classIndex)).toList();
    return LabelNoise.of(
        measured.rankings().get(classIndex), own, LabelNoise.GAP, LabelNoise.SHARE);
  }

  private static ObjectNode summary(int c, Measured measured, @Nullable LabelNoise noise) {
    Ends ends = measured.ends().get(c);
    ObjectNode one =
        Json.NODES
            .objectNode()
            .put("class", c)
            .put("images", measured.members().get(c).images())
            .put("k", ends.missing() == null ? Integer.valueOf(ends.k()) : null)
            .put("missing", ends.missing());
    boolean none = ends.missing() != null;
    // The models see the same images: no interval of independent ones, which would be too narrow.
    one.set("gap", Json.number(none ? Double.NaN : mean(c, measured, ClassGap::value)));
    one.set("low", Json.number(none ? Double.NaN : mean(c, measured, gap -> gap.gap().low())));
    one.set("high", Json.number(none ? Double.NaN : mean(c, measured, gap -> gap.gap().high())));
    one.set("spurious", Json.ints(measured.cues().get(c).features()));
    one.set("constant", Json.ints(measured.cues().get(c).constant()));
    one.set("neverPredictedBy", Json.ints(ClassDocument.neverPredictedBy(c, measured)));
    ArrayNode flagged = one.putArray("flagged");
    if (noise != null) {
      Arrays.stream(noise.places()).forEach(place -> flagged.add(measured.places()[place]));
    }
    return one;
  }

  private interface OfGap {
    double figure(ClassGap gap);
  }

  private static double mean(int classIndex, Measured measured, OfGap of) {
    return IntStream.range(0, measured.models())
        .mapToObj(m -> measured.gap(m, classIndex))
        .mapToDouble(of::figure)
        .average()
        .orElseThrow();
  }

  /** Both ends of the rankings with the largest gaps. */
  private static void pictures(ArrayNode summaries, Measured measured, Workbench bench) {
    List<Integer> classes =
        IntStream.range(0, summaries.size())
            .boxed()
            .filter(c -> measured.rankings().get(c).size() > 0)
            .sorted(
                Comparator.comparingDouble(
                    c -> -Math.abs(summaries.get(c).get("gap").doubleValue())))
            .limit(SHOWN_CLASSES)
            .toList();
    for (int c : classes) {
      bench.breathe();
      ((ObjectNode) summaries.get(c))
          .put("picture", picture(measured.rankings().get(c), measured.places(), bench));
    }
  }

  private static String picture(Ranking ranking, int[] places, Workbench bench) {
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
    try {
      return bench.artifacts().write(Png.write(ContactSheet.of(cells, shown, 4)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Row(int model, int at) {}

  /** The gaps of the report's table: all, or the largest. */
  private static void rows(ObjectNode figures, Measured measured) {
    int classes = measured.gaps().get(0).classes().size();
    List<Row> all = new ArrayList<>();
    for (int m = 0; m < measured.models(); m++) {
      for (int at = 0; at < classes; at++) {
        all.add(new Row(m, at));
      }
    }
    figures.put("gaps", all.size());
    if (all.size() > MOST_ROWS) {
      all.sort(
          Comparator.comparingDouble(
              row -> -Math.abs(measured.gaps().get(row.model).shrunk()[row.at])));
      all = all.subList(0, MOST_ROWS);
    }
    ArrayNode rows = figures.putArray("rows");
    for (Row row : all) {
      ModelGaps of = measured.gaps().get(row.model);
      ClassGap gap = of.classes().get(row.at);
      ObjectNode one = rows.addObject().put("model", row.model).put("class", gap.classIndex());
      one.set("gap", Json.estimate(gap.gap()));
      one.set("high", Json.number(gap.accuracyHigh()));
      one.set("low", Json.number(gap.accuracyLow()));
      one.set("p", Json.number(gap.pValue()));
      one.set("adjusted", Json.number(measured.adjusted().get(row.model)[row.at]));
      one.set("shrunk", Json.number(of.shrunk()[row.at]));
      one.put("neverPredicted", gap.neverPredicted());
    }
  }

  /** Why no head can be tuned; null where one can. */
  private static @Nullable String untunable(Ranked ranked, Measured measured, int k) {
    if (measured.gaps().isEmpty()) {
      return "no class has a ranking of the pictures to report on";
    }
    if (ranked.rankings(ranked.splits().tuning()).stream().allMatch(of -> of.missing() != null)) {
      return "no class has a ranking of the pictures to tune on";
    }
    return ranked.rankings(ranked.splits().stopping()).stream()
            .allMatch(of -> Ends.of(of, k).missing() != null)
        ? "no class has a ranking of the pictures to stop by"
        : null;
  }
}
