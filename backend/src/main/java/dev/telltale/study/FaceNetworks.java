package dev.telltale.study;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.drawn.SeedSpace;
import dev.telltale.dataset.drawn.Splits;
import dev.telltale.dataset.faces.Faces;
import dev.telltale.dataset.faces.LabelModel;
import dev.telltale.dataset.faces.Trait;
import dev.telltale.model.ModelBundle;
import dev.telltale.train.Augmentation;
import dev.telltale.train.Objective;
import dev.telltale.train.Objective.Reconstruction.Difference;
import dev.telltale.train.Objective.Weighting;
import dev.telltale.train.TrainingSpec;
import java.util.List;
import java.util.Map;

/** Drawn faces, and the networks of the demo that learn from them. */
record FaceNetworks(Workshop workshop) {
  /** Blurred and noisy, so that a classifier also reads what an autoencoder makes. */
  private static final Augmentation SOFT = new Augmentation(2, .5, .4, .08);

  /** What the classifiers tell. */
  static final List<String> ATTRIBUTES = Trait.LABELS.stream().map(Trait::label).toList();

  /** Faces of a space; another seed has other faces. */
  DataSet images(SeedSpace space, int count, long seed) {
    return workshop.drawn(
        "faces-%s-%d-%d".formatted(space.label(), count, seed),
        directory ->
            new Faces(
                    LabelModel.DEFAULT,
                    null,
                    Workshop.SIZE,
                    seed,
                    Splits.only(null, space),
                    Map.of())
                .write(directory, count, done -> {}));
  }

  /** A classifier of all attributes; the seed is that of images and network. */
  ModelBundle classifier(String name, long seed) throws InterruptedException {
    StudySetting setting = workshop.setting();
    return workshop.trained(
        name,
        new BirdNetworks(workshop)
            .learner(new Objective.Attributes(ATTRIBUTES, Weighting.NONE), 10)
            .augmentation(SOFT)
            .seed(seed),
        images(SeedSpace.TRAINING, setting.number(4000, 128), seed),
        null);
  }

  /** An autoencoder of faces. */
  ModelBundle autoencoder(String name, long seed) throws InterruptedException {
    return workshop.trained(
        name,
        autoencoder(workshop, 14).seed(seed),
        images(SeedSpace.TRAINING, workshop.setting().number(4000, 128), seed),
        null);
  }

  /** How the demo's autoencoders learn. */
  static TrainingSpec.Builder autoencoder(Workshop workshop, int epochs) {
    return workshop
        .spec(new Objective.Reconstruction(Difference.L1, .1), "autoencoder")
        .epochs(workshop.setting().number(epochs, 2))
        .batch(64)
        .learningRate(4e-3);
  }
}
