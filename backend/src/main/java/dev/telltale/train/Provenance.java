package dev.telltale.train;

import ai.djl.engine.Engine;
import dev.telltale.model.ModelBundle;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a training was, for the run directory and the bundle. Holds no times or places. */
final class Provenance {
  private static final String IMAGES = "images";
  private static final String STOPPING = "stopping";

  /** Parts of the identity that are known only when the images are read. */
  static final List<String> READ = List.of(IMAGES, STOPPING);

  private Provenance() {}

  /** Spec, and what is asked of the images: all but {@link #READ}. */
  static Map<String, Object> asked(TrainingSpec spec, Lesson lesson) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("spec", Identity.of(spec));
    if (!lesson.questions().isEmpty()) {
      Map<String, Object> columns = new LinkedHashMap<>();
      lesson.questions().forEach(question -> columns.put(question.name(), question.values()));
      all.put("columns", columns);
    }
    return all;
  }

  /** Spec, what is asked of the images, and these. */
  static Map<String, Object> identity(TrainingSpec spec, Lesson lesson) {
    Map<String, Object> all = asked(spec, lesson);
    all.put(IMAGES, Identity.of(lesson.learning()));
    Answers stopping = lesson.stopping();
    if (stopping != null) {
      all.put(STOPPING, Identity.of(stopping));
    }
    return all;
  }

  /** All that a bundle says of how it was made. */
  static Map<String, Object> of(
      TrainingSpec spec, Lesson lesson, Map<String, Object> identity, List<Finished> history) {
    int best = Finished.best(history);
    Finished kept = history.get(best - 1);
    Map<String, Object> all = new LinkedHashMap<>(identity);
    if (Files.isRegularFile(spec.network().directory().resolve("model.json"))) {
      ModelBundle parent = ModelBundle.read(spec.network().directory());
      all.put("parent", Identity.ordered("name", parent.spec().name(), "hash", parent.hash()));
    }
    all.put("epochs", history.size());
    all.put("epoch", best);
    all.put("figures", figures(kept));
    String version = Provenance.class.getPackage().getImplementationVersion();
    all.put(
        "versions",
        Identity.ordered(
            "telltale",
            version == null ? "development" : version,
            "pytorch",
            Engine.getEngine("PyTorch").getVersion()));
    return all;
  }

  private static Map<String, Object> figures(Finished kept) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("loss", kept.loss());
    put(figures, "accuracies", kept.accuracies().isEmpty() ? null : kept.accuracies());
    put(figures, "stoppingLoss", kept.stoppingLoss());
    Map<String, Double> watched = kept.stoppingAccuracies();
    put(figures, "stoppingAccuracies", watched == null || watched.isEmpty() ? null : watched);
    return figures;
  }

  private static void put(Map<String, Object> map, String name, @Nullable Object value) {
    if (value != null) {
      map.put(name, value);
    }
  }
}
