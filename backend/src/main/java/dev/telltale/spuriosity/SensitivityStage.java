package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Results;
import dev.telltale.audit.StagePlan;
import dev.telltale.audit.Workbench;
import dev.telltale.image.ContactSheet;
import dev.telltale.image.Png;
import dev.telltale.image.RgbImage;
import dev.telltale.model.ModelSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What each model loses when colour, texture or shape is taken from the region of a feature, on the
 * images of the reporting split that activate it most: at most as many as asked for, and of a small
 * class the more active half.
 */
final class SensitivityStage {
  /** Of the outcome: a row for each unit. */
  static final String MEASURED = "measured";

  /** Of the outcome: whether more may come, and every adjusted p-value change. */
  static final String OPEN = "open";

  /** Of the outcome: addresses by the number of the feature's evidence. */
  static final String PICTURES = "pictures";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Images of a feature that the report shows. */
  private static final int SHOWN = 3;

  private SensitivityStage() {}

  /** One unit for each feature and model. */
  static StagePlan plan(JsonNode head, AuditSubject subject, SpuriosityOptions options) {
    List<JsonNode> units = new ArrayList<>();
    int models = MeasuredModel.of(subject, options).size();
    for (int index = 0; index < head.path("top").size(); index++) {
      for (int model = 0; model < models; model++) {
        units.add(JSON.objectNode().put("index", index).put("model", model));
      }
    }
    return StagePlan.parallel(units);
  }

  /** Tells of each corruption how many images were right before, lost and gained. */
  static JsonNode work(
      JsonNode unit, Map<String, JsonNode> outcomes, SpuriosityOptions options, Workbench bench) {
    JsonNode one = outcomes.get(Spuriosity.HEAD).get("top").get(unit.get("index").intValue());
    int model = unit.get("model").intValue();
    ObjectNode result =
        JSON.objectNode().put("index", unit.get("index").intValue()).put("model", model);
    MeasuredModel measured = MeasuredModel.of(bench.subject(), options).get(model);
    if (!measured.spec(bench.subject()).seesTheSame(bench.subject().models().get(0).spec())) {
      return result.put("why", "it takes pictures of other proportions than the first model");
    }
    Ranked ranked = new Ranked(outcomes, options, bench);
    try (FirstNetwork network = FirstNetwork.of(bench)) {
      int classIndex = one.get("class").intValue();
      int feature = one.get("feature").intValue();
      int[] places = places(classIndex, feature, ranked, options);
      Corrupted corrupted =
          new Corrupted(classIndex, feature, measured, network, ranked, options.seed(), bench);
      boolean[] right = measured.predictions(ranked, places, bench).right();
      for (int from = 0; from < places.length; from += EncodeStage.BATCH) {
        int to = Math.min(places.length, from + EncodeStage.BATCH);
        corrupted.batch(Arrays.copyOfRange(places, from, to), Arrays.copyOfRange(right, from, to));
      }
      corrupted.describe(result);
      if (model == 0 && !corrupted.shown.isEmpty()) {
        RgbImage sheet = ContactSheet.of(corrupted.cells(), corrupted.shown.size(), 4);
        result.put("picture", bench.artifacts().write(Png.write(sheet)));
      }
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The units as rows ({@link SensitivityUnit}), and the address of each feature's sheet. */
  static JsonNode fold(Results results) {
    ObjectNode all = JSON.objectNode().put(OPEN, results.open());
    ArrayNode rows = all.putArray(MEASURED);
    ObjectNode pictures = all.putObject(PICTURES);
    try (Stream<Results.Result> units = results.stream()) {
      units.forEach(
          unit -> {
            rows.add(SensitivityUnit.row(unit.value()));
            if (unit.value().has("picture")) {
              pictures.set(unit.value().get("index").asText(), unit.value().get("picture"));
            }
          });
    }
    return all;
  }

  /** The most active images, the most active first. */
  private static int[] places(
      int classIndex, int feature, Ranked ranked, SpuriosityOptions options) {
    int[] own =
        Arrays.stream(ranked.splits().reporting())
            .filter(place -> ranked.features().label(place) == classIndex)
            .toArray();
    float[] row = new float[ranked.features().channels()];
    double[] activations = new double[own.length];
    for (int i = 0; i < own.length; i++) {
      ranked.examples(own).features(i, row, 0);
      activations[i] = row[feature];
    }
    int most = Math.min(options.sensitivity(), (own.length + 1) / 2);
    int[] highest = Ranking.of(classIndex, own, activations).highest(most);
    int last = highest.length - 1;
    return IntStream.rangeClosed(0, last).map(i -> highest[last - i]).toArray();
  }

  /** Images of one feature with its region corrupted, before one model. */
  private static final class Corrupted {
    private final int feature;
    private final int[] core;
    private final boolean spurious;
    private final MeasuredModel model;
    private final FirstNetwork network;
    private final Ranked ranked;
    private final long seed;
    private final Workbench bench;
    private final Inputs inputs;
    private final ModelSpec spec;
    private final int[][] counts = new int[Corruption.values().length][2];

    /** Of each image as it is and corrupted in each way. */
    private final List<List<RgbImage>> shown = new ArrayList<>();

    private int images;
    private int rightBefore;
    private int covered;

    Corrupted(
        int classIndex,
        int feature,
        MeasuredModel model,
        FirstNetwork network,
        Ranked ranked,
        long seed,
        Workbench bench) {
      this.feature = feature;
      this.spurious = ranked.verdicts().verdict(classIndex, feature).equals("spurious");
      this.core = spurious ? ranked.verdicts().core().get(classIndex) : new int[0];
      this.model = model;
      this.network = network;
      this.ranked = ranked;
      this.seed = seed;
      this.bench = bench;
      this.inputs = new Inputs(bench.subject());
      this.spec = model.spec(bench.subject());
    }

    void batch(int[] places, boolean[] right) {
      bench.breathe();
      float[][] regions = regions(places);
      int size = 3 * spec.height() * spec.width();
      float[][] images =
          Arrays.stream(places).mapToObj(p -> inputs.pixels(p, spec)).toArray(float[][]::new);
      float[][][] changed = new float[Corruption.values().length][places.length][];
      for (Corruption corruption : Corruption.values()) {
        bench.breathe();
        float[] pixels = new float[EncodeStage.BATCH * size];
        for (int i = 0; i < places.length; i++) {
          // Of the picture alone, so that every model and feature sees the same patches turned.
          long own = seed * 1_000_003 + places[i];
          float[] after = corruption.of(images[i], regions[i], spec.height(), spec.width(), own);
          changed[corruption.ordinal()][i] = after;
          System.arraycopy(after, 0, pixels, i * size, size);
        }
        int[] answers = model.answers(network, pixels, ranked, bench);
        for (int i = 0; i < places.length; i++) {
          boolean still = answers[i] == ranked.features().label(places[i]);
          if (something(regions[i]) && still != right[i]) {
            counts[corruption.ordinal()][still ? 1 : 0]++;
          }
        }
      }
      for (int i = 0; i < places.length; i++) {
        if (!something(regions[i])) {
          covered++;
          continue;
        }
        this.images++;
        rightBefore += right[i] ? 1 : 0;
        if (shown.size() < SHOWN) {
          List<RgbImage> column = new ArrayList<>();
          column.add(EvidenceStage.shown(images[i], spec));
          for (float[][] of : changed) {
            column.add(EvidenceStage.shown(of[i], spec));
          }
          shown.add(column);
        }
      }
    }

    void describe(ObjectNode into) {
      into.put("images", images).put("covered", covered).put("right", rightBefore);
      ArrayNode cells = into.putArray("cells");
      for (int[] of : counts) {
        cells.addObject().put("lost", of[0]).put("gained", of[1]);
      }
    }

    /** Row by row: as they are, then each corruption. */
    List<RgbImage> cells() {
      return IntStream.rangeClosed(0, Corruption.values().length)
          .boxed()
          .flatMap(row -> shown.stream().map(column -> column.get(row)))
          .toList();
    }

    /** [places][H·W] */
    private float[][] regions(int[] places) {
      float[][] seen =
          Arrays.stream(places)
              .mapToObj(place -> inputs.pixels(place, network.spec()))
              .toArray(float[][]::new);
      int[] features = new int[core.length + 1];
      features[0] = feature;
      System.arraycopy(core, 0, features, 1, core.length);
      List<List<Nam>> maps = FeatureMaps.of(network, seen, features);
      float[][] regions = new float[places.length][];
      for (int i = 0; i < places.length; i++) {
        int image = i;
        Nam map = maps.get(0).get(i);
        regions[i] =
            spurious
                ? FeatureRegion.spurious(
                    map,
                    maps.subList(1, maps.size()).stream().map(of -> of.get(image)).toList(),
                    spec.height(),
                    spec.width())
                : FeatureRegion.core(map, spec.height(), spec.width());
      }
      return regions;
    }

    private static boolean something(float[] region) {
      for (float share : region) {
        if (share > 0) {
          return true;
        }
      }
      return false;
    }
  }
}
