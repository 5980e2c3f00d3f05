package dev.telltale.study;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.waterbirds.BirdFactor;
import dev.telltale.model.LinearHead;
import dev.telltale.model.ModelBundle;
import dev.telltale.stats.RocAuc;
import dev.telltale.study.Report.Claim;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A robust encoder against a plain one of the same network and data: what their features tell of a
 * broad task, how strong they are, and what the features that matter for birds look at, by
 * intervention on the drawn scenes. Spuriosity Rankings (sec. 3.1) asks for a robust encoder
 * because people understand its features; whether rankings need one is not asked there.
 */
public final class EncoderComparison implements Study {
  private static final double CORRELATION = .95;
  private static final int TOP = 5;

  /**
   * A feature that matters for a class.
   *
   * @param importance mean over the class's images of r·w (Spuriosity Rankings, sec. 3.1)
   * @param place by how many standard deviations it changes when the place alone is exchanged
   * @param bird the same when shape and plumage are exchanged
   */
  private record Found(int classIndex, int feature, double importance, double place, double bird) {
    boolean core() {
      return bird > place;
    }
  }

  /** Figures of one encoder. */
  private record Row(
      String encoder,
      long seed,
      Map<String, Double> probes,
      Map<String, Double> attacked,
      double birdAccuracy,
      double worstGroup,
      List<Found> features,
      List<@Nullable Double> spuriosityAuc) {
    long core() {
      return features.stream().filter(Found::core).count();
    }
  }

  @Override
  public String name() {
    return "encoders";
  }

  @Override
  public String purpose() {
    return "a robust and a plain encoder: accuracies, attacks, core features, spuriosity rankings";
  }

  @Override
  public Report run(StudySetting setting) throws InterruptedException {
    List<Row> rows = new ArrayList<>();
    Workshop workshop = new Workshop(setting);
    ShapeNetworks shapes = new ShapeNetworks(workshop);
    for (int seed = 0; seed < setting.seeds(); seed++) {
      for (boolean robust : new boolean[] {true, false}) {
        long number = setting.firstSeed() + seed;
        Row row = row(setting, shapes, robust, number);
        rows.add(row);
        setting
            .say()
            .accept(
                "%s encoder, seed %d: probes %s, %d of %d top features core"
                    .formatted(
                        row.encoder(), number, row.probes(), row.core(), row.features().size()));
      }
    }
    return report(setting, rows);
  }

  private static Row row(StudySetting setting, ShapeNetworks shapes, boolean robust, long seed)
      throws InterruptedException {
    ModelBundle encoder = shapes.encoder(robust, seed);
    String name = robust ? "robust" : "plain";
    Map<String, Double> probes = new TreeMap<>();
    Map<String, Double> attacked = new TreeMap<>();
    for (String column : ShapeNetworks.COLUMNS) {
      ShapeNetworks.Probe probe = shapes.probe(encoder, name + "-" + seed, column);
      probes.put(column, probe.accuracy());
      attacked.put(column, probe.attacked());
    }
    BirdNetworks birds = new BirdNetworks(shapes.workshop());
    Cache cache = new Cache(setting, encoder, name + "-" + seed);
    Features learnt = cache.features("train", birds.training(CORRELATION, setting.firstSeed()));
    LinearHead head = learnt.head(encoder);
    DataSet reporting = birds.reporting(.5, setting.number(2000, 120));
    Features balanced = cache.features("balanced", reporting);
    DataSet skewed = birds.reporting(CORRELATION, setting.number(2000, 120));
    Features ranked = cache.features("skewed", skewed);
    List<Found> found = found(setting, birds, cache, learnt, head);
    List<@Nullable Double> auc = new ArrayList<>();
    for (int k = 0; k < head.classes(); k++) {
      auc.add(spuriosityAuc(learnt, ranked, BirdNetworks.offGround(skewed.samples()), found, k));
    }
    return new Row(
        name,
        seed,
        probes,
        attacked,
        balanced.accuracy(head),
        worstGroup(balanced, head, reporting),
        found,
        auc);
  }

  /** A data set's features by one encoder, kept in the working directory. */
  private record Cache(StudySetting setting, ModelBundle encoder, String name) {
    Features features(String which, DataSet dataSet) throws InterruptedException {
      return Features.of(
          encoder, dataSet, setting.work().resolve("features").resolve(name + "-" + which));
    }
  }

  private static List<Found> found(
      StudySetting setting, BirdNetworks birds, Cache cache, Features learnt, LinearHead head)
      throws InterruptedException {
    double[] place = change(setting, birds, cache, List.of(BirdFactor.PLACE), "land", "water");
    double[] bird =
        change(
            setting,
            birds,
            cache,
            List.of(BirdFactor.SHAPE, BirdFactor.PLUMAGE),
            "landbird",
            "waterbird");
    List<Found> found = new ArrayList<>();
    for (int k = 0; k < head.classes(); k++) {
      double[] mean = mean(learnt, k);
      int of = k;
      IntStream.range(0, head.channels())
          .boxed()
          .sorted(Comparator.comparingDouble(c -> -mean[c] * head.weight()[of][c]))
          .limit(TOP)
          .forEach(
              c -> found.add(new Found(of, c, mean[c] * head.weight()[of][c], place[c], bird[c])));
    }
    return found;
  }

  /** Absolute mean change of each feature between two values of factors, in its deviations. */
  private static double[] change(
      StudySetting setting,
      BirdNetworks birds,
      Cache cache,
      List<BirdFactor> factors,
      String from,
      String to)
      throws InterruptedException {
    int count = setting.number(400, 40);
    Features before =
        cache.features(factors.get(0) + "-" + from, birds.intervened(factors, from, count));
    Features after =
        cache.features(factors.get(0) + "-" + to, birds.intervened(factors, to, count));
    double[] change = new double[before.values()[0].length];
    for (int c = 0; c < change.length; c++) {
      double sum = 0;
      double all = 0;
      double square = 0;
      for (int i = 0; i < count; i++) {
        double a = before.values()[i][c];
        double b = after.values()[i][c];
        sum += b - a;
        all += a + b;
        square += a * a + b * b;
      }
      double mean = all / (2 * count);
      double deviation = Math.sqrt(Math.max(0, square / (2 * count) - mean * mean));
      change[c] = deviation == 0 ? 0 : Math.abs(sum / count) / deviation;
    }
    return change;
  }

  /** Mean of each feature over the images of a class. */
  private static double[] mean(Features features, int classIndex) {
    double[] mean = new double[features.values()[0].length];
    int count = 0;
    for (int i = 0; i < features.values().length; i++) {
      if (features.table().label(i) == classIndex) {
        count++;
        for (int c = 0; c < mean.length; c++) {
          mean[c] += features.values()[i][c];
        }
      }
    }
    for (int c = 0; c < mean.length; c++) {
      mean[c] /= count;
    }
    return mean;
  }

  /**
   * How well spuriosity, the mean of the spurious features in deviations of the class (sec. 3.2),
   * tells birds on their own ground from the others of the class; null without spurious features.
   */
  private static @Nullable Double spuriosityAuc(
      Features learnt, Features reported, boolean[] off, List<Found> found, int classIndex) {
    List<Found> spurious =
        found.stream().filter(f -> f.classIndex() == classIndex && !f.core()).toList();
    if (spurious.isEmpty()) {
      return null;
    }
    List<Integer> images =
        IntStream.range(0, reported.values().length)
            .filter(i -> reported.table().label(i) == classIndex)
            .boxed()
            .toList();
    double[] mean = mean(learnt, classIndex);
    double[] deviation = deviation(learnt, classIndex, mean);
    double[] scores =
        images.stream()
            .mapToDouble(
                i ->
                    spurious.stream()
                        .mapToDouble(
                            f ->
                                (reported.values()[i][f.feature()] - mean[f.feature()])
                                    / deviation[f.feature()])
                        .average()
                        .orElseThrow())
            .toArray();
    boolean[] own = new boolean[images.size()];
    for (int i = 0; i < own.length; i++) {
      own[i] = !off[images.get(i)];
    }
    return RocAuc.of(own, scores);
  }

  private static double[] deviation(Features features, int classIndex, double[] mean) {
    double[] square = new double[mean.length];
    int count = 0;
    for (int i = 0; i < features.values().length; i++) {
      if (features.table().label(i) == classIndex) {
        count++;
        for (int c = 0; c < mean.length; c++) {
          square[c] += Math.pow(features.values()[i][c] - mean[c], 2);
        }
      }
    }
    for (int c = 0; c < mean.length; c++) {
      square[c] = Math.max(1e-6, Math.sqrt(square[c] / count));
    }
    return square;
  }

  private static double worstGroup(Features features, LinearHead head, DataSet dataSet) {
    Map<String, int[]> groups = new TreeMap<>();
    for (int i = 0; i < features.values().length; i++) {
      String group =
          features.table().label(i)
              + " "
              + dataSet.samples().get(i).groups().get(BirdNetworks.PLACE);
      int[] counts = groups.computeIfAbsent(group, key -> new int[2]);
      counts[0] += features.predicted(head, i) == features.table().label(i) ? 1 : 0;
      counts[1]++;
    }
    return groups.values().stream()
        .mapToDouble(counts -> (double) counts[0] / counts[1])
        .min()
        .orElse(Double.NaN);
  }

  private static Report report(StudySetting setting, List<Row> rows) {
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
              row.core() + " of " + row.features().size(),
              auc(row, 0),
              auc(row, 1)));
      for (Found found : row.features()) {
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
                "The %d most important features of each class, and by how many of its deviations"
                        .formatted(TOP)
                    + " each changes when the place, or the bird, alone is exchanged.",
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

        *Important* are the features with the greatest mean of r·w over a class (Spuriosity Rankings, sec. 3.1).
        Whether one is *core* is not asked of people here but found by intervention: the same 400 scenes are drawn
        with the place exchanged, and with shape and plumage exchanged, and the feature is core when the bird
        changes it more than the place does.
        """
        .formatted(
            setting.brief()
                ? "**A brief run, to show that it runs: its figures mean nothing.**\n"
                : "");
  }
}
