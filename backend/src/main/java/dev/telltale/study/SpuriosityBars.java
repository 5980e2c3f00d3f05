package dev.telltale.study;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Subset;
import dev.telltale.model.ModelBundle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Spuriosity rankings from end to end, nobody judging a feature, against what is known of drawn
 * birds: whether spuriosity tells the place, whether a head that is tuned on its lower end does
 * without it, and whether the suggested verdicts are right.
 */
public final class SpuriosityBars implements Study {
  /** How often a bird stands on its own ground where a network learns, and where it is tuned. */
  static final double CORRELATION = .95;

  /**
   * What was found of one seed.
   *
   * @param rankings of each class
   */
  record Row(
      long seed, List<PlaceRanking> rankings, TunedHeads tuning, List<JudgedFeature> features) {}

  @Override
  public String name() {
    return "spuriosity";
  }

  @Override
  public String purpose() {
    return "spuriosity rankings without a person: place told, heads tuned, verdicts suggested";
  }

  @Override
  public Report run(StudySetting setting) throws InterruptedException {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < setting.seeds(); i++) {
      Row row = row(setting.only(setting.firstSeed() + i));
      rows.add(row);
      setting.say().accept(SpuriosityBarsReport.line(row));
    }
    return SpuriosityBarsReport.of(setting, rows);
  }

  /** Pictures to tune on, to stop by and to report on. */
  static int[] images(StudySetting setting) {
    return new int[] {
      setting.number(3000, 120), setting.number(2000, 120), setting.number(2000, 120)
    };
  }

  private static Row row(StudySetting setting) throws InterruptedException {
    long seed = setting.firstSeed();
    Workshop workshop = new Workshop(setting);
    BirdNetworks birds = new BirdNetworks(workshop);
    ModelBundle encoder = new ShapeNetworks(workshop).encoder(true, seed);
    ModelBundle classifier = birds.classifier(CORRELATION, seed);
    int[] counts = images(setting);
    DataSet images =
        workshop.drawn(
            "birds-split-p95-%d-%d-%d-%d".formatted(counts[0], counts[1], counts[2], seed),
            directory -> new SplitBirds(CORRELATION, seed).write(directory, counts));
    Map<String, JsonNode> documents =
        SpuriosityAudit.documents(setting, images, encoder, classifier);
    List<JsonNode> classes =
        IntStream.range(0, images.classes().size())
            .mapToObj(c -> documents.get("class-" + c))
            .toList();
    FeatureCache cache = new FeatureCache(setting, encoder, "robust-" + seed);
    DataSet reporting = images.only(new Subset(SplitBirds.REPORTING, Map.of(), false, null, 0));
    return new Row(
        seed,
        PlaceRanking.of(
            cache.of("reporting", reporting), BirdNetworks.offGround(reporting.samples()), classes),
        TunedHeads.of(documents.get("tuning")),
        JudgedFeature.of(seed, classes, Intervened.of(birds, cache)));
  }
}
