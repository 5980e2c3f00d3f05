package dev.telltale.study;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Sample;
import dev.telltale.dataset.drawn.SeedSpace;
import dev.telltale.dataset.drawn.Splits;
import dev.telltale.dataset.waterbirds.BirdFactor;
import dev.telltale.dataset.waterbirds.Places;
import dev.telltale.dataset.waterbirds.Waterbirds;
import dev.telltale.model.ModelBundle;
import dev.telltale.train.Objective;
import dev.telltale.train.Objective.Weighting;
import dev.telltale.train.TrainingSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Drawn birds, and the classifiers of the demo that learn from them. */
record BirdNetworks(Workshop workshop) {
  /** The attribute that birds go together with. */
  static final String PLACE = "place";

  /** How many a classifier learns from. */
  static int images(StudySetting setting) {
    return setting.number(3000, 128);
  }

  /** Birds to learn from. */
  DataSet training(double correlation, long seed) {
    return drawn(
        "train", SeedSpace.TRAINING, correlation, images(workshop.setting()), seed, Map.of());
  }

  /** Birds to report on; those of another correlation are the same birds elsewhere. */
  DataSet reporting(double correlation, int count) {
    return drawn(
        "report",
        SeedSpace.REPORTING,
        correlation,
        count,
        workshop.setting().firstSeed(),
        Map.of());
  }

  /**
   * BirdNetworks to report on that all have one value of some factors; the same birds for each
   * value.
   */
  DataSet intervened(List<BirdFactor> factors, String value, int count) {
    return drawn(
        "changed-" + factors.get(0).label() + "-" + value,
        SeedSpace.REPORTING,
        .5,
        count,
        workshop.setting().firstSeed() + 1,
        factors.stream().collect(Collectors.toMap(factor -> factor, factor -> value)));
  }

  private DataSet drawn(
      String use,
      SeedSpace space,
      double correlation,
      int count,
      long seed,
      Map<BirdFactor, String> changes) {
    return workshop.drawn(
        "birds-%s-p%s-%d-%d".formatted(use, percent(correlation), count, seed),
        directory ->
            new Waterbirds(correlation, Workshop.SIZE, seed, Splits.only(null, space), changes)
                .write(directory, count, done -> {}));
  }

  /** Grounds without birds, land or water. */
  DataSet places(SeedSpace space, int count) {
    long seed = workshop.setting().firstSeed();
    return workshop.drawn(
        "places-%s-%d-%d".formatted(space.label(), count, seed),
        directory ->
            new Places(Workshop.SIZE, seed, Splits.only(null, space), Map.of())
                .write(directory, count, done -> {}));
  }

  /**
   * A classifier that learns from birds of a correlation; the seed is that of images and network.
   */
  ModelBundle classifier(double correlation, long seed) throws InterruptedException {
    return classifier("birds-p%s-%d".formatted(percent(correlation), seed), correlation, seed);
  }

  /** The same under a name. */
  ModelBundle classifier(String name, double correlation, long seed) throws InterruptedException {
    return workshop.trained(
        name,
        learner(new Objective.Classes(Weighting.NONE), 8).seed(seed),
        training(correlation, seed),
        null);
  }

  /** An autoencoder of birds wherever they are. */
  ModelBundle autoencoder(String name, long seed) throws InterruptedException {
    return workshop.trained(
        name, FaceNetworks.autoencoder(workshop, 14).seed(seed), training(.5, seed), null);
  }

  /** A classifier of the ground, which never saw a bird. */
  ModelBundle placesProbe(String name) throws InterruptedException {
    return workshop.trained(
        name,
        learner(new Objective.Classes(Weighting.NONE), 5).seed(workshop.setting().firstSeed()),
        places(SeedSpace.TRAINING, workshop.setting().number(2000, 128)),
        null);
  }

  /** The settings that all small networks learn with, chosen on other seeds. */
  TrainingSpec.Builder learner(Objective objective, int epochs) {
    return workshop
        .spec(objective, "small")
        .epochs(workshop.setting().number(epochs, 2))
        .batch(64)
        .learningRate(3e-3);
  }

  /** Whether each bird is on the other family's ground. */
  static boolean[] offGround(List<Sample> samples) {
    boolean[] off = new boolean[samples.size()];
    for (int i = 0; i < off.length; i++) {
      boolean waterbird = Objects.equals(samples.get(i).label(), "waterbird");
      off[i] = waterbird != "water".equals(samples.get(i).groups().get(PLACE));
    }
    return off;
  }

  private static long percent(double correlation) {
    return Math.round(correlation * 100);
  }
}
