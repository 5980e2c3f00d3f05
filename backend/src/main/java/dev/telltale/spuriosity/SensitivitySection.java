package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Report.Cell;
import dev.telltale.audit.Report.Figure;
import dev.telltale.audit.Report.Picture;
import dev.telltale.audit.Report.Section;
import dev.telltale.audit.Report.Table;
import dev.telltale.audit.Report.Text;
import dev.telltale.stats.Estimate;
import dev.telltale.stats.Pearson;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The part of the report on what models lose with the regions of features. */
final class SensitivitySection {
  /** Rows of the report's table; the documents have all. */
  private static final int MOST_ROWS = 200;

  private static final int MOST_PICTURES = 6;

  private final AuditSubject subject;
  private final SpuriosityOptions options;
  private final JsonNode head;
  private final Verdicts verdicts;
  private final Sensitivities sensitivities;
  private final List<String> models;

  SensitivitySection(
      AuditSubject subject,
      SpuriosityOptions options,
      JsonNode head,
      Verdicts verdicts,
      Sensitivities sensitivities) {
    this.subject = subject;
    this.options = options;
    this.head = head;
    this.verdicts = verdicts;
    this.sensitivities = sensitivities;
    this.models = Spuriosity.modelNames(subject, options);
  }

  /** The largest drop that is sure, in a sentence; none where no drop is. */
  List<String> findings() {
    return sensitivities
        .surest()
        .filter(cell -> cell.adjusted() <= SensitivityDocuments.SURE)
        .limit(1)
        .map(
            cell ->
                "%s: without the %s where feature %d is, accuracy on %s is %s lower."
                    .formatted(
                        models.get(cell.model()),
                        taken(cell.corruption()),
                        feature(cell.index()),
                        label(cell.index()),
                        Cells.points(figure(cell))))
        .toList();
  }

  Section section() {
    List<List<Cell>> rows =
        Stream.concat(
                sensitivities.surest(), sensitivities.cells().filter(cell -> cell.why() != null))
            .limit(MOST_ROWS)
            .map(this::row)
            .toList();
    long all = sensitivities.cells().count();
    String caption =
        rows.size() < all
            ? "The %d surest of %,d drops; the documents sensitivity-class-0 and on have all."
                .formatted(rows.size(), all)
            : "The drop of accuracy, the surest first.";
    List<Table> tables = new ArrayList<>();
    tables.add(
        new Table(
            "sensitivity",
            caption,
            Cells.columns(
                "model:Model",
                "class:Class",
                "feature:Feature",
                "verdict:Verdict",
                "corruption:Taken",
                "drop:Drop",
                "p:p",
                "adjusted:p adjusted"),
            rows));
    if (models.size() > 1) {
      tables.add(correlations());
    }
    return new Section(
        "Region sensitivity",
        "On the %d pictures of the class that activate a feature most, of small classes on the more active half, the region where it is active loses its colour (grey), its texture (blur) or its shape (patches are turned); of a spurious feature without what core features cover. The drop of accuracy is paired, with the interval of Agresti and Min (%s) and McNemar's exact test, adjusted over all drops by Benjamini and Hochberg. Below 0 the region hurt."
            .formatted(options.sensitivity(), Cells.percent(options.level())),
        tables,
        pictures());
  }

  private Table correlations() {
    Pearson[][] pairs = sensitivities.correlations();
    List<List<Cell>> rows = new ArrayList<>();
    for (int a = 0; a < pairs.length; a++) {
      for (int b = a + 1; b < pairs.length; b++) {
        Pearson pair = pairs[a][b];
        rows.add(
            List.of(
                new Text(models.get(a)),
                new Text(models.get(b)),
                Double.isNaN(pair.r())
                    ? Cells.nothing("a model's drops are all the same")
                    : new Figure(pair.r(), Double.NaN, Double.NaN, pair.n(), null)));
      }
    }
    return new Table(
        "sensitivity-correlation",
        "Correlation of the drops of two models over the same features and corruptions; no interval, since they share pictures.",
        Cells.columns("model:Model", "other:Other", "correlation:Correlation"),
        rows);
  }

  private List<Picture> pictures() {
    Set<Integer> shown = new LinkedHashSet<>();
    sensitivities
        .surest()
        .map(Sensitivities.Cell::index)
        .filter(index -> sensitivities.pictures().containsKey(index))
        .distinct()
        .limit(MOST_PICTURES)
        .forEach(shown::add);
    return shown.stream()
        .map(
            index ->
                new Picture(
                    "%s, feature %d: as they are, without colour, texture and shape in its region"
                        .formatted(label(index), feature(index)),
                    sensitivities.pictures().get(index),
                    "image/png"))
        .toList();
  }

  private List<Cell> row(Sensitivities.Cell cell) {
    RegionSensitivity measured = cell.measured();
    return List.of(
        new Text(models.get(cell.model())),
        new Text(label(cell.index())),
        new Text(String.valueOf(feature(cell.index()))),
        new Text(verdict(cell.index())),
        new Text(taken(cell.corruption())),
        measured == null ? Cells.nothing(cell.why()) : figure(cell),
        measured == null
            ? Cells.nothing(cell.why())
            : new Figure(
                measured.change().pValue(), Double.NaN, Double.NaN, measured.change().n(), null),
        measured == null
            ? Cells.nothing(cell.why())
            : new Figure(cell.adjusted(), Double.NaN, Double.NaN, measured.change().n(), null));
  }

  private Figure figure(Sensitivities.Cell cell) {
    RegionSensitivity measured = cell.measured();
    if (measured == null) {
      return Cells.nothing(cell.why());
    }
    Estimate drop = measured.drop(options.level());
    return new Figure(drop.value(), drop.low(), drop.high(), drop.n(), null);
  }

  private int classIndex(int index) {
    return head.get("top").get(index).get("class").intValue();
  }

  private int feature(int index) {
    return head.get("top").get(index).get("feature").intValue();
  }

  private String label(int index) {
    return subject.images().classes().get(classIndex(index));
  }

  private String verdict(int index) {
    return verdicts.verdict(classIndex(index), feature(index));
  }

  private static String taken(Corruption corruption) {
    return switch (corruption) {
      case GREY -> "colour";
      case BLUR -> "texture";
      case PATCH_ROTATE -> "shape";
    };
  }
}
