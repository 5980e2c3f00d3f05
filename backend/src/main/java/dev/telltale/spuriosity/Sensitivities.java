package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.stats.BenjaminiHochberg;
import dev.telltale.stats.PairedDifference;
import dev.telltale.stats.Pearson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What models lose with the regions of features: every class, feature and corruption of every model
 * is a cell, and all of them are adjusted together.
 *
 * @param cells in the order of features, then models, then corruptions
 * @param pictures sheets by the number of the feature's evidence
 */
record Sensitivities(List<Cell> cells, Map<Integer, String> pictures) {

  /**
   * One cell.
   *
   * @param index number of the feature's evidence
   * @param model its place among the measured ones
   * @param measured the drop; null where there is none
   * @param adjusted p-value among all; NaN where there is no drop
   * @param why there is none; null where there is one
   */
  record Cell(
      int index,
      int model,
      Corruption corruption,
      @Nullable RegionSensitivity measured,
      double adjusted,
      @Nullable String why) {}

  /**
   * Reads the outcome of the stage.
   *
   * @param head outcome of that stage
   */
  static Sensitivities of(JsonNode outcome, JsonNode head) {
    List<Cell> cells = new ArrayList<>();
    Map<Integer, String> pictures = new TreeMap<>();
    for (JsonNode unit : outcome.path("measured")) {
      int index = unit.get("index").intValue();
      for (Corruption corruption : Corruption.values()) {
        cells.add(cell(unit, head.get("top").get(index), corruption));
      }
      if (unit.has("picture")) {
        pictures.put(index, unit.get("picture").textValue());
      }
    }
    double[] adjusted =
        BenjaminiHochberg.adjusted(
            cells.stream()
                .mapToDouble(
                    one -> one.measured == null ? Double.NaN : one.measured.change().pValue())
                .toArray());
    return new Sensitivities(
        IntStream.range(0, adjusted.length)
            .mapToObj(i -> adjusted(cells.get(i), adjusted[i]))
            .toList(),
        pictures);
  }

  /** The cells that were measured: the surest first, of equals the largest. */
  List<Cell> surest() {
    return cells.stream()
        .filter(one -> one.measured != null)
        .sorted(
            Comparator.comparingDouble(Cell::adjusted)
                .thenComparing(Comparator.comparingDouble(Sensitivities::size).reversed()))
        .toList();
  }

  /**
   * The correlation of the drops of all pairs of models, over the cells that both have.
   *
   * @param models how many were measured
   * @return [models][models], symmetric
   */
  Pearson[][] correlations(int models) {
    Pearson[][] all = new Pearson[models][models];
    for (int a = 0; a < models; a++) {
      for (int b = a; b < models; b++) {
        all[a][b] = correlation(a, b);
        all[b][a] = all[a][b];
      }
    }
    return all;
  }

  private Pearson correlation(int a, int b) {
    Map<List<Integer>, RegionSensitivity> first = of(a);
    Map<List<Integer>, RegionSensitivity> second = of(b);
    List<RegionSensitivity> one = new ArrayList<>();
    List<RegionSensitivity> other = new ArrayList<>();
    first.forEach(
        (cell, measured) -> {
          RegionSensitivity too = second.get(cell);
          if (too != null) {
            one.add(measured);
            other.add(too);
          }
        });
    return RegionSensitivity.correlation(one, other);
  }

  private Map<List<Integer>, RegionSensitivity> of(int model) {
    Map<List<Integer>, RegionSensitivity> own =
        new TreeMap<>(
            Comparator.comparing((List<Integer> c) -> c.get(0)).thenComparing(c -> c.get(1)));
    for (Cell cell : cells) {
      if (cell.model == model && cell.measured != null) {
        own.put(List.of(cell.index, cell.corruption.ordinal()), cell.measured);
      }
    }
    return own;
  }

  private static Cell cell(JsonNode unit, JsonNode feature, Corruption corruption) {
    int index = unit.get("index").intValue();
    int model = unit.get("model").intValue();
    if (unit.has("why")) {
      return new Cell(index, model, corruption, null, Double.NaN, unit.get("why").textValue());
    }
    int images = unit.get("images").intValue();
    if (images == 0) {
      String why =
          unit.get("covered").intValue() == 0
              ? "the class has no picture to report on"
              : "it is nowhere active beyond the core features";
      return new Cell(index, model, corruption, null, Double.NaN, why);
    }
    JsonNode counts = unit.get("cells").get(corruption.ordinal());
    PairedDifference change =
        new PairedDifference(
            counts.get("lost").intValue(), counts.get("gained").intValue(), images);
    return new Cell(
        index,
        model,
        corruption,
        new RegionSensitivity(
            feature.get("class").intValue(),
            feature.get("feature").intValue(),
            corruption,
            change,
            unit.get("right").intValue()),
        Double.NaN,
        null);
  }

  private static Cell adjusted(Cell one, double pValue) {
    return new Cell(one.index, one.model, one.corruption, one.measured, pValue, one.why);
  }

  private static double size(Cell cell) {
    RegionSensitivity measured = cell.measured;
    return measured == null
        ? 0
        : Math.abs((double) measured.change().lost() - measured.change().gained())
            / measured.change().n();
  }
}
