package dev.telltale.train;

import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.AuditedImages;
import dev.telltale.audit.SpecException;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.DataSetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A training as an audit asks for it.
 *
 * @param spec all that decides, with the images, what comes out
 * @param learning the pictures that are learnt from, unread
 * @param stopping those that say when to stop; null for none
 * @param name of the new bundle
 */
record AuditedTraining(
    TrainingSpec spec, DataSet learning, @Nullable DataSet stopping, String name) {
  private static final int LONGEST_NAME = 80;

  /**
   * Opens it; reads no picture.
   *
   * @throws SpecException naming what cannot be trained so
   */
  static AuditedTraining of(AuditSubject subject) {
    TrainingOptions options = TrainingOptions.of(subject.spec().options());
    AuditedImages images = subject.spec().images();
    if (!options.json().get("attributes").isEmpty() && images.task().target() != null) {
      throw new SpecException("options.attributes", "give a target or attributes, not both");
    }
    TrainingSpec spec =
        options.spec(
            Choices.network(network(subject, options), options.size(), options.keepWeights()));
    DataSet learning =
        named("images.subset", () -> Choices.learning(subject.whole(), images.subset()));
    DataSet stopping =
        named(
            "options.stopOn",
            () -> Choices.stopping(subject.whole(), options.stopOn(), images.subset().where()));
    String name = options.name();
    return new AuditedTraining(spec, learning, stopping, name != null ? name : name(images, spec));
  }

  /**
   * What is learnt, before any picture is read: each is taken for one that can be.
   *
   * @throws SpecException naming what cannot be learnt so
   */
  Lesson unread() {
    named(
        "images.subset",
        () -> {
          StartNetwork network = spec.network();
          TrainingData.refuseTooMany(learning, stopping, network.height(), network.width());
          return spec;
        });
    TrainingData data =
        named("options.stopOn", () -> TrainingData.unread(learning, stopping, spec.network()));
    return named("options", () -> Admission.lesson(spec, data));
  }

  /** Bytes that the pictures take when they are read. */
  long bytes() {
    long images = learning.samples().size() + (stopping == null ? 0 : stopping.samples().size());
    return 3L * spec.network().height() * spec.network().width() * images;
  }

  /** A model that is given, or the one of Telltale's own for such a training. */
  private static Path network(AuditSubject subject, TrainingOptions options) {
    if (subject.models().isEmpty()) {
      return Choices.ownNetwork(options.autoencoder() ? "autoencoder" : "small");
    }
    Path directory = subject.models().get(0).directory();
    for (String file : Network.given(options.autoencoder())) {
      if (!Files.isRegularFile(directory.resolve(file))) {
        throw new SpecException(
            "models[0]",
            "%s is %s and has no %s to begin with"
                .formatted(
                    subject.spec().models().get(0).name(),
                    subject.models().get(0).spec().kind(),
                    file));
      }
    }
    return directory;
  }

  private static String name(AuditedImages images, TrainingSpec spec) {
    String base = images.name().replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^\\.+", "");
    return base.substring(0, Math.min(LONGEST_NAME, base.length()))
        + "-"
        + spec.objective().kind().name().toLowerCase(Locale.ROOT);
  }

  private static <T extends @Nullable Object> T named(String field, Supplier<T> made) {
    try {
      return made.get();
    } catch (DataSetException | TrainingException e) {
      throw new SpecException(field, String.valueOf(e.getMessage()));
    }
  }
}
