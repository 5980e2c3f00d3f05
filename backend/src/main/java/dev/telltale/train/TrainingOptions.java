package dev.telltale.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.OptionSchema;
import dev.telltale.audit.Report;
import dev.telltale.audit.SpecException;
import dev.telltale.train.Objective.Reconstruction;
import dev.telltale.train.Objective.Reconstruction.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The options of the method {@code train}: those of the command {@code train}, with its words. */
final class TrainingOptions {
  private static final int LONGEST = 1000;

  private static final OptionSchema SCHEMA =
      new OptionSchema("train")
          .choice(
              "kind",
              "Kind",
              "What is trained: a classifier of the label or of attributes, an encoder that tells"
                  + " several columns, or an autoencoder.",
              List.of("classifier", "encoder", "autoencoder"))
          .words(
              "attributes",
              "Attributes",
              "Of a classifier: attributes to tell, each by itself, instead of one label.")
          .text(
              "weights",
              "Weights",
              "Of a classifier: class or group, each counts the same in all; or of classes, such as"
                  + " landbird=1,waterbird=3.",
              LONGEST)
          .words("targets", "Targets", "Of an encoder: columns to tell, such as label,place.")
          .choice("loss", "Loss", "Of an autoencoder.", List.of("l1", "mse"))
          .number(
              "latentNoise",
              "Latent noise",
              "Of an autoencoder: standard deviation of noise on the latent code while training.",
              0.0,
              0,
              1000)
          .text(
              "stopOn",
              "Stop on",
              "Look at this split after each epoch, and keep the epoch with its lowest loss; learnt"
                  + " from is the split of the images, or train.",
              200)
          .whole(
              "patience",
              "Patience",
              "End after so many epochs without a lower loss over the stopping split.",
              null,
              1,
              100_000)
          .whole("epochs", "Epochs", "Passes over the images.", 10L, 1, 100_000)
          .whole("batch", "Batch", "Images of a step.", 64L, 1, 1_000_000)
          .choice("optimizer", "Optimiser", "How parameters change.", Choices.OPTIMIZERS)
          .number(
              "lr",
              "Learning rate",
              "The greatest learning rate; else 0.003, of sgd 0.05.",
              null,
              1e-12,
              1e12)
          .choice(
              "schedule",
              "Schedule",
              "The learning rate of each step; plateau looks at the stopping split.",
              Choices.SCHEDULES)
          .number(
              "plateauFactor",
              "Plateau's factor",
              "Of the rate, each time it is lowered.",
              0.1,
              1e-6,
              0.999999)
          .whole(
              "plateauPatience",
              "Plateau's patience",
              "Epochs without a better loss before the rate is lowered.",
              5L,
              0,
              100_000)
          .number("momentum", "Momentum", "Of sgd.", 0.9, 0, 0.999999)
          .number("weightDecay", "Weight decay", "Else 0.01 of adamw, 0 of others.", null, 0, 1e6)
          .whole("crop", "Crop", "Move images by up to so many pixels.", 0L, 0, 4096)
          .number("flip", "Flip", "Mirror this share of the images.", 0.0, 0, 1)
          .number("blur", "Blur", "Blur this share of the images.", 0.0, 0, 1)
          .number("noise", "Noise", "Add noise of up to this standard deviation.", 0.0, 0, 1)
          .text(
              "adversarial",
              "Adversarial",
              "Learn from images that are made harder within l2:EPS or linf:EPS.",
              100)
          .whole(
              "adversarialSteps",
              "Steps of the attack",
              "Each is 2.5 · EPS / steps long.",
              7L,
              1,
              10_000)
          .whole(
              "size",
              "Size",
              "Height and width of the images; else the model's, or 64.",
              null,
              8,
              4096)
          .flag(
              "keepWeights",
              "Keep weights",
              "Begin with the network's own weights instead of drawing them by the seed.")
          .number(
              "unreadable",
              "Unreadable",
              "Share of the images that may be unreadable and are left out.",
              0.01,
              0,
              1)
          .whole(
              "seed",
              "Seed",
              "Of weights, order, augmentation and noise.",
              0L,
              -(1L << 53),
              1L << 53)
          .text("name", "Name", "The new bundle's; else made of the data set and the kind.", 100);

  private final ObjectNode values;

  private TrainingOptions(ObjectNode values) {
    this.values = values;
  }

  /** The JSON Schema of the options. */
  static ObjectNode schema() {
    return SCHEMA.json();
  }

  /**
   * Reads options; those that are not given have their defaults.
   *
   * @throws SpecException naming the one that is wrong
   */
  static TrainingOptions of(ObjectNode asked) {
    TrainingOptions options = new TrainingOptions(SCHEMA.complete(asked));
    String kind = options.text("kind");
    options.refuseUnless(kind.equals("classifier"), "attributes", "is for a classifier");
    options.refuseUnless(kind.equals("classifier"), "weights", "is for a classifier");
    options.refuseUnless(kind.equals("encoder"), "targets", "is for an encoder");
    options.refuseUnless(
        !kind.equals("autoencoder"), "adversarial", "is for classifiers and encoders");
    String name = options.name();
    if (name != null && !name.matches(Report.NAME)) {
      throw new SpecException(
          "options.name",
          "name is made of letters, digits, points, dashes and underscores, not " + name);
    }
    options.objective();
    options.adversary();
    return options;
  }

  /** All of them, in the order of the schema. */
  ObjectNode json() {
    return values.deepCopy();
  }

  /** The new bundle's name; null if it was not given. */
  @Nullable String name() {
    return text("name");
  }

  /** The split that says when to stop; null for none. */
  @Nullable String stopOn() {
    return text("stopOn");
  }

  /** Whether an autoencoder is trained. */
  boolean autoencoder() {
    return objective() instanceof Reconstruction;
  }

  /** Height and width of the images; null for the network's. */
  @Nullable Integer size() {
    return values.get("size").isNull() ? null : values.get("size").intValue();
  }

  /** Whether it begins with the network's own weights. */
  boolean keepWeights() {
    return values.get("keepWeights").booleanValue();
  }

  /** All that decides, with the images, what comes out. */
  TrainingSpec spec(StartNetwork network) {
    String optimizer = text("optimizer");
    String schedule = text("schedule");
    JsonNode patience = values.get("patience");
    return TrainingSpec.of(objective(), network)
        .epochs(whole("epochs"))
        .batch(whole("batch"))
        .optimizer(
            Choices.optimizer("optimizer", optimizer, given("weightDecay"), number("momentum")))
        .learningRate(Choices.learningRate(given("lr"), optimizer))
        .schedule(Choices.schedule("schedule", schedule))
        .plateau(Choices.plateau(schedule, number("plateauFactor"), whole("plateauPatience")))
        .patience(patience.isNull() ? null : Integer.valueOf(patience.intValue()))
        .augmentation(
            new Augmentation(whole("crop"), number("flip"), number("blur"), number("noise")))
        .adversary(adversary())
        .unreadable(number("unreadable"))
        .seed(values.get("seed").longValue())
        .build();
  }

  private Objective objective() {
    return switch (text("kind")) {
      case "encoder" -> named("targets", () -> new Objective.Columns(words("targets")));
      case "autoencoder" ->
          new Reconstruction(
              Difference.valueOf(text("loss").toUpperCase(Locale.ROOT)), number("latentNoise"));
      default ->
          named(
              "weights", () -> Choices.classifier(words("attributes"), "weights", text("weights")));
    };
  }

  private @Nullable Pgd adversary() {
    return named(
        "adversarial",
        () -> Choices.adversary("adversarial", text("adversarial"), whole("adversarialSteps")));
  }

  private static <T extends @Nullable Object> T named(String option, Supplier<T> choice) {
    try {
      return choice.get();
    } catch (IllegalArgumentException e) {
      throw new SpecException("options." + option, String.valueOf(e.getMessage()));
    }
  }

  private void refuseUnless(boolean fits, String option, String why) {
    JsonNode value = values.get(option);
    if (!fits && !value.isNull() && !(value.isArray() && value.isEmpty())) {
      throw new SpecException("options." + option, option + " " + why + ", not " + text("kind"));
    }
  }

  private @Nullable String text(String option) {
    return values.get(option).textValue();
  }

  private List<String> words(String option) {
    List<String> words = new ArrayList<>();
    values.get(option).forEach(word -> words.add(word.textValue()));
    return words;
  }

  private int whole(String option) {
    return values.get(option).intValue();
  }

  private double number(String option) {
    return values.get(option).doubleValue();
  }

  private @Nullable Double given(String option) {
    return values.get(option).isNull() ? null : Double.valueOf(number(option));
  }
}
