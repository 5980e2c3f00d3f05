package dev.telltale.train;

import dev.telltale.files.Sha256;
import dev.telltale.train.Objective.Attributes;
import dev.telltale.train.Objective.Classes;
import dev.telltale.train.Objective.Columns;
import dev.telltale.train.Objective.Reconstruction;
import dev.telltale.train.Objective.Weighting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What decides the outcome of a training, as JSON objects with a fixed order. */
final class Identity {
  private Identity() {}

  /** The spec, with the hashes of the network's files instead of their place. */
  static Map<String, Object> of(TrainingSpec spec) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("objective", objective(spec.objective()));
    all.put("network", network(spec));
    all.put("epochs", spec.epochs());
    all.put("batch", spec.batch());
    all.put("optimizer", optimizer(spec.optimizer()));
    all.put("learningRate", spec.learningRate());
    all.put("schedule", schedule(spec.schedule()));
    if (spec.plateau() != null) {
      all.put(
          "plateau",
          ordered("factor", spec.plateau().factor(), "patience", spec.plateau().patience()));
    }
    if (spec.patience() != null) {
      all.put("patience", spec.patience());
    }
    Augmentation augmentation = spec.augmentation();
    all.put(
        "augmentation",
        ordered(
            "crop",
            augmentation.crop(),
            "flip",
            augmentation.flip(),
            "blur",
            augmentation.blur(),
            "noise",
            augmentation.noise()));
    if (spec.adversary() != null) {
      Pgd pgd = spec.adversary();
      all.put(
          "adversary",
          ordered(
              "norm",
              lower(pgd.norm()),
              "epsilon",
              pgd.epsilon(),
              "step",
              pgd.step(),
              "steps",
              pgd.steps()));
    }
    all.put("seed", spec.seed());
    return all;
  }

  /** The images that take part, their answers and what these weigh. */
  static Map<String, Object> of(Answers answers) {
    TrainingImages part = answers.part();
    int[] usable = answers.usable();
    return ordered(
        "dataSet", part.dataSet().name(), "images", usable.length, "sha256", hash(answers, usable));
  }

  private static String hash(Answers answers, int[] usable) {
    MessageDigest digest = Sha256.digest();
    for (int place : usable) {
      digest.update(
          (answers.part().dataSet().samples().id(place) + '\0').getBytes(StandardCharsets.UTF_8));
      digest.update(answers.part().pixels(place));
      ByteBuffer known = ByteBuffer.allocate(8 * answers.codes().length);
      for (int question = 0; question < answers.codes().length; question++) {
        known.putInt(answers.codes()[question][place]);
        known.putFloat(answers.weights()[question][place]);
      }
      digest.update(known.array());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static Map<String, Object> objective(Objective objective) {
    if (objective instanceof Classes classes) {
      return ordered("kind", "classes", "weights", weights(classes.weighting()));
    }
    if (objective instanceof Attributes attributes) {
      return ordered(
          "kind",
          "attributes",
          "attributes",
          attributes.names(),
          "weights",
          weights(attributes.weighting()));
    }
    if (objective instanceof Columns columns) {
      return ordered("kind", "columns", "columns", columns.names());
    }
    Reconstruction reconstruction = (Reconstruction) objective;
    return ordered(
        "kind",
        "reconstruction",
        "difference",
        lower(reconstruction.difference()),
        "latentNoise",
        reconstruction.latentNoise());
  }

  private static Object weights(Weighting weighting) {
    return weighting.given().isEmpty() ? lower(weighting.by()) : new TreeMap<>(weighting.given());
  }

  private static Map<String, Object> network(TrainingSpec spec) {
    StartNetwork network = spec.network();
    Map<String, Object> of = new LinkedHashMap<>();
    of.put("height", network.height());
    of.put("width", network.width());
    of.put("drawn", network.drawn());
    for (String file : Network.given(spec.objective() instanceof Reconstruction)) {
      Path path = network.directory().resolve(file);
      try {
        of.put(file, Sha256.of(path));
      } catch (IOException e) {
        throw new TrainingException(path + ": cannot be read: " + e, e);
      }
    }
    return of;
  }

  private static Map<String, Object> optimizer(Optimizer.Choice choice) {
    if (choice instanceof Optimizer.SgdChoice sgd) {
      return ordered("kind", "sgd", "momentum", sgd.momentum(), "weightDecay", sgd.weightDecay());
    }
    Optimizer.AdamChoice adam = (Optimizer.AdamChoice) choice;
    return ordered("kind", adam.decoupled() ? "adamw" : "adam", "weightDecay", adam.weightDecay());
  }

  private static Map<String, Object> schedule(LearningRate schedule) {
    if (schedule instanceof LearningRate.OneCycle cycle) {
      return ordered("kind", "one-cycle", "rise", cycle.rise());
    }
    return ordered("kind", schedule instanceof LearningRate.Cosine ? "cosine" : "constant");
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }
}
