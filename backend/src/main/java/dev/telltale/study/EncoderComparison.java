package dev.telltale.study;

import dev.telltale.dataset.DataSet;
import dev.telltale.model.LinearHead;
import dev.telltale.model.ModelBundle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A robust encoder against a plain one of the same network and data: what their features tell of a
 * broad task, how strong they are, and what the features that matter for birds look at, by
 * intervention on the drawn scenes. Spuriosity Rankings (sec. 3.1) asks for a robust encoder
 * because people understand its features; whether rankings need one is not asked there.
 */
public final class EncoderComparison implements Study {
  private static final double CORRELATION = .95;

  /** Figures of one encoder. */
  record Row(
      String encoder,
      long seed,
      Map<String, Double> probes,
      Map<String, Double> attacked,
      double birdAccuracy,
      double worstGroup,
      List<ImportantFeature> features,
      List<@Nullable Double> spuriosityAuc) {
    /** How many of the features are core; one that matters for both classes counts once. */
    long core() {
      return features.stream()
          .filter(ImportantFeature::core)
          .map(ImportantFeature::feature)
          .distinct()
          .count();
    }

    /** How many features there are. */
    long distinct() {
      return features.stream().map(ImportantFeature::feature).distinct().count();
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
                    .formatted(row.encoder(), number, row.probes(), row.core(), row.distinct()));
      }
    }
    return EncoderReport.of(setting, rows);
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
    FeatureCache cache = new FeatureCache(setting, encoder, name + "-" + seed);
    Features learnt = cache.of("train", birds.training(CORRELATION, seed));
    LinearHead head = learnt.head(encoder);
    DataSet reporting = birds.reporting(.5, setting.number(2000, 120));
    Features balanced = cache.of("balanced", reporting);
    DataSet skewed = birds.reporting(CORRELATION, setting.number(2000, 120));
    Features ranked = cache.of("skewed", skewed);
    List<ImportantFeature> found = ImportantFeature.of(birds, cache, learnt, head);
    List<@Nullable Double> auc = new ArrayList<>();
    for (int k = 0; k < head.classes(); k++) {
      auc.add(Spuriosity.auc(learnt, ranked, BirdNetworks.offGround(skewed.samples()), found, k));
    }
    return new Row(
        name,
        seed,
        probes,
        attacked,
        balanced.accuracy(head),
        balanced.worstGroup(head, Answers.groups(reporting.samples(), BirdNetworks.PLACE)),
        found,
        auc);
  }
}
