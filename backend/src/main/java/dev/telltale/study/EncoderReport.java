package dev.telltale.study;

import dev.telltale.study.EncoderComparison.Row;
import dev.telltale.study.Report.Claim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** The page of {@link EncoderComparison}. */
final class EncoderReport {
  /** Features of each class in the table. */
  private static final int SHOWN = 5;

  private EncoderReport() {}

  static Report of(StudySetting setting, List<Row> rows) {
    List<String> header = new ArrayList<>(List.of("encoder", "seed"));
    ShapeNetworks.COLUMNS.forEach(column -> header.add(column));
    ShapeNetworks.COLUMNS.forEach(column -> header.add(column + ", attacked"));
    List<List<String>> probes = new ArrayList<>();
    List<List<String>> birds = new ArrayList<>();
    List<List<String>> features = new ArrayList<>();
    for (Row row : rows) {
      List<String> name = List.of(row.encoder(), String.valueOf(row.seed()));
      List<String> cells = new ArrayList<>(name);
      ShapeNetworks.COLUMNS.forEach(column -> cells.add(Table.cell(row.probes().get(column))));
      ShapeNetworks.COLUMNS.forEach(column -> cells.add(Table.cell(row.attacked().get(column))));
      probes.add(cells);
      birds.add(
          List.of(
              row.encoder(),
              String.valueOf(row.seed()),
              Table.cell(row.birdAccuracy()),
              Table.cell(row.worstGroup()),
              row.core() + " of " + row.distinct(),
              auc(row, 0),
              auc(row, 1)));
      for (int i = 0; i < row.features().size(); i++) {
        ImportantFeature found = row.features().get(i);
        if (i % ImportantFeature.TOP >= SHOWN) {
          continue;
        }
        features.add(
            List.of(
                row.encoder(),
                String.valueOf(row.seed()),
                found.classIndex() == 0 ? "landbird" : "waterbird",
                String.valueOf(found.feature()),
                Table.cell(found.importance()),
                Table.cell(found.place()),
                Table.cell(found.bird()),
                found.core() ? "core" : "spurious"));
      }
    }
    return new Report(
        "Robust against plain encoder",
        text(setting),
        claims(rows),
        List.of(
            new Table(
                "Accuracy of linear heads on shapes to report on; attacked within an L2 ball of"
                    + " radius 1 by 7 steps of projected gradient descent.",
                header,
                probes),
            new Table(
                "A linear head for birds of correlation .95 on the same features: on birds without"
                    + " correlation; how many of the top features are core; how well spuriosity"
                    + " tells the place (area under the ROC curve), where there are spurious"
                    + " features.",
                List.of(
                    "encoder",
                    "seed",
                    "accuracy",
                    "worst group",
                    "core features",
                    "AUC landbird",
                    "AUC waterbird"),
                birds),
            new Table(
                "The %d most important of the %d, and by how many of its deviations each changes when the place, or the bird, alone is exchanged; all are in encoders.json."
                    .formatted(SHOWN, ImportantFeature.TOP),
                List.of("encoder", "seed", "class", "feature", "importance", "place", "bird", "is"),
                features)),
        Map.of(),
        rows);
  }

  private static String auc(Row row, int classIndex) {
    Double auc = row.spuriosityAuc().get(classIndex);
    return auc == null ? "none spurious" : Table.cell(auc);
  }

  private static List<Claim> claims(List<Row> rows) {
    List<Row> robust = rows.stream().filter(row -> row.encoder().equals("robust")).toList();
    double chance = 1.0 / 6;
    double shape = least(robust.stream().mapToDouble(row -> row.probes().get("shape")));
    double core = least(robust.stream().mapToDouble(Row::core));
    double attacked = least(robust.stream().mapToDouble(row -> row.attacked().get("shape")));
    double plain =
        rows.stream()
            .filter(row -> row.encoder().equals("plain"))
            .mapToDouble(row -> row.attacked().get("shape"))
            .max()
            .orElse(Double.NaN);
    return List.of(
        new Claim(
            "the robust encoder's features tell the shape in each seed: accuracy at least three times"
                + " chance (.17)",
            shape >= 3 * chance,
            Table.cell(shape)),
        new Claim(
            "at least three of its top features for birds are core in each seed",
            core >= 3,
            String.valueOf((long) core)),
        new Claim(
            "under attack every robust encoder tells the shape better than any plain one",
            attacked > plain,
            Table.cell(attacked) + " against " + Table.cell(plain)));
  }

  private static double least(DoubleStream values) {
    return values.min().orElse(Double.NaN);
  }

  private static String text(StudySetting setting) {
    return """
        %s
        Made by `./telltale study encoders`. Two encoders of one network learn to tell shape, texture, colour and
        bars of drawn objects on textured grounds: the *robust* one on adversarial examples (an L2 ball of radius
        1, 3 steps), the *plain* one on the images themselves. On the features of either a linear head is fitted
        for birds of which 95 %% stand on their own ground.

        *Important* are, for each class, the 15 features with the greatest mean of r·w over a class (Spuriosity Rankings, sec. 3.1).
        Whether one is *core* is not asked of people here but found by intervention: the same 400 scenes are drawn
        with the place exchanged, and with shape and plumage exchanged, and the feature is core when the bird
        changes it more than the place does.
        """
        .formatted(setting.caution());
  }
}
