package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.stats.BenjaminiHochberg;
import dev.telltale.stats.PairedDifference;
import dev.telltale.stats.Pearson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What models lose with the regions of features: every class, feature and corruption of every model
 * is a cell, and all of them are adjusted together. A thousand classes have 750,000 cells, so that
 * they are kept as columns, in the order of features, then models, then corruptions.
 */
final class Sensitivities {
  private static final Corruption[] CORRUPTIONS = Corruption.values();

  private final int models;
  private final @Nullable RegionSensitivity[] measured;
  private final double[] adjusted;

  /** Of a feature and a model. */
  private final @Nullable String[] why;

  private final Map<Integer, String> pictures;
  private final int[] surest;
  private final Pearson[][] correlations;

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
   * @param models how many are measured
   */
  static Sensitivities of(JsonNode outcome, JsonNode head, int models) {
    return new Sensitivities(outcome, head.path("top"), models);
  }

  private Sensitivities(JsonNode outcome, JsonNode top, int models) {
    this.models = models;
    this.measured = new RegionSensitivity[top.size() * models * CORRUPTIONS.length];
    this.why = new String[top.size() * models];
    this.pictures = new TreeMap<>();
    Map<PairedDifference, PairedDifference> known = new HashMap<>();
    for (JsonNode unit : outcome.path(SensitivityStage.MEASURED)) {
      SensitivityUnit of = SensitivityUnit.read(unit);
      int at = of.index() * models + of.model();
      why[at] = of.missing();
      JsonNode feature = top.get(of.index());
      for (Corruption corruption : of.missing() == null ? CORRUPTIONS : new Corruption[0]) {
        PairedDifference change = of.change(corruption);
        measured[at * CORRUPTIONS.length + corruption.ordinal()] =
            new RegionSensitivity(
                feature.get("class").intValue(),
                feature.get("feature").intValue(),
                corruption,
                // Few are different: pictures are few.
                known.computeIfAbsent(change, one -> one),
                of.right());
      }
    }
    outcome
        .path(SensitivityStage.PICTURES)
        .fields()
        .forEachRemaining(
            one -> pictures.put(Integer.valueOf(one.getKey()), one.getValue().textValue()));
    this.adjusted = adjusted();
    this.surest =
        IntStream.range(0, measured.length)
            .filter(at -> measured[at] != null)
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer at) -> adjusted[at])
                    .thenComparing(Comparator.comparingDouble((Integer at) -> size(at)).reversed()))
            .mapToInt(at -> at)
            .toArray();
    this.correlations = correlated();
  }

  private double[] adjusted() {
    Map<PairedDifference, Double> tested = new HashMap<>();
    double[] values = new double[measured.length];
    for (int at = 0; at < values.length; at++) {
      RegionSensitivity one = measured[at];
      values[at] =
          one == null ? Double.NaN : tested.computeIfAbsent(one.change(), PairedDifference::pValue);
    }
    return BenjaminiHochberg.adjusted(values);
  }

  /** All cells of which a unit told, in their order. */
  Stream<Cell> cells() {
    return IntStream.range(0, measured.length)
        .filter(at -> measured[at] != null || why[at / CORRUPTIONS.length] != null)
        .mapToObj(this::cell);
  }

  /** The cells that were measured: the surest first, of equals the largest. */
  Stream<Cell> surest() {
    return IntStream.of(surest).mapToObj(this::cell);
  }

  /** Of one model: the same, and then those that were not measured. */
  Stream<Cell> surest(int model) {
    return Stream.concat(
        IntStream.of(surest).filter(at -> model(at) == model).mapToObj(this::cell),
        IntStream.range(0, measured.length)
            .filter(at -> model(at) == model && measured[at] == null)
            .mapToObj(this::cell));
  }

  /** One cell. */
  Cell cell(int index, int model, Corruption corruption) {
    return cell((index * models + model) * CORRUPTIONS.length + corruption.ordinal());
  }

  /** Sheets of the corrupted pictures, by the number of the feature's evidence. */
  Map<Integer, String> pictures() {
    return pictures;
  }

  /**
   * The correlation of the drops of all pairs of models, over the cells that both have.
   *
   * @return [models][models], symmetric
   */
  Pearson[][] correlations() {
    return correlations;
  }

  private Pearson[][] correlated() {
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
    List<RegionSensitivity> one = new ArrayList<>();
    List<RegionSensitivity> other = new ArrayList<>();
    for (int unit = 0; unit < why.length; unit += models) {
      for (int corruption = 0; corruption < CORRUPTIONS.length; corruption++) {
        RegionSensitivity first = measured[(unit + a) * CORRUPTIONS.length + corruption];
        RegionSensitivity second = measured[(unit + b) * CORRUPTIONS.length + corruption];
        if (first != null && second != null) {
          one.add(first);
          other.add(second);
        }
      }
    }
    return RegionSensitivity.correlation(one, other);
  }

  private int model(int at) {
    return at / CORRUPTIONS.length % models;
  }

  private Cell cell(int at) {
    int unit = at / CORRUPTIONS.length;
    String missing = why[unit] == null && measured[at] == null ? "it was set aside" : why[unit];
    return new Cell(
        unit / models,
        unit % models,
        CORRUPTIONS[at % CORRUPTIONS.length],
        measured[at],
        adjusted[at],
        missing);
  }

  private double size(int at) {
    PairedDifference change = measured[at].change();
    return Math.abs((double) change.lost() - change.gained()) / change.n();
  }
}
