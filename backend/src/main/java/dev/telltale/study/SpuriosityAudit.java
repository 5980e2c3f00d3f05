package dev.telltale.study;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Artifacts;
import dev.telltale.audit.AuditMethod;
import dev.telltale.audit.AuditProgress;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.AuditedImages;
import dev.telltale.audit.AuditedModel;
import dev.telltale.audit.LocalRun;
import dev.telltale.audit.Report.Document;
import dev.telltale.audit.SetAside;
import dev.telltale.audit.Subjects;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Subset;
import dev.telltale.dataset.Task;
import dev.telltale.model.ModelBundle;
import dev.telltale.spuriosity.Spuriosity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * An audit by spuriosity rankings, as {@code telltale audit} makes it: an encoder ranks, the head
 * of another network is tuned. What is done is kept in the working directory.
 */
final class SpuriosityAudit {
  private static final String METHOD = "spuriosity";
  private static final String TUNED = "tuned";

  private SpuriosityAudit() {}

  /**
   * The documents of its report, by name.
   *
   * @throws InterruptedException if the thread is interrupted
   * @throws IllegalStateException if it had to do without a unit: the bars would be of something
   *     else
   */
  static Map<String, JsonNode> documents(
      StudySetting setting, DataSet birds, ModelBundle encoder, ModelBundle tuned)
      throws InterruptedException {
    String name = METHOD + "-" + setting.firstSeed();
    Path kept = setting.work().resolve("audits").resolve(name);
    Artifacts artifacts = setting.artifacts().apply(kept.resolve("artifacts"));
    AuditMethod method = new Spuriosity();
    AuditSpec spec =
        new AuditSpec(
            METHOD,
            new AuditedImages(
                "birds",
                birds.root().toString(),
                birds.layout(),
                null,
                Task.OWN,
                Subset.ALL,
                false,
                null),
            List.of(
                new AuditedModel("encoder", encoder.directory().toString(), null),
                new AuditedModel(TUNED, tuned.directory().toString(), null)),
            method.options(options(setting)));
    LocalRun.Outcome outcome =
        LocalRun.run(
                method,
                new Subjects(1).prepare(spec),
                Device.cpu(),
                artifacts,
                kept.resolve("units"),
                saying(name, setting.say()),
                () -> Thread.currentThread().isInterrupted())
            .orElseThrow(
                () ->
                    new InterruptedException(name + " was interrupted; the same command goes on"));
    refuseGaps(kept, outcome.aside());
    return read(outcome.report().data(), artifacts);
  }

  /** What is asked for; the rest is as by default. */
  static ObjectNode options(StudySetting setting) {
    ObjectNode options =
        JsonNodeFactory.instance
            .objectNode()
            .put("head", "fitted")
            .put("features", setting.number(ImportantFeature.TOP, 5))
            .put("attack", 0)
            .put("tune", TUNED)
            .put("perClass", setting.number(150, 20))
            .put("k", setting.number(50, 10))
            .put("trials", setting.number(3, 1));
    if (setting.brief()) {
      options
          .put("pairs", 10)
          .put("epochs", 5)
          .put("sensitivity", 0)
          .put("crops", "no")
          .put("concepts", "no")
          .put("discover", "no");
    }
    return options;
  }

  /** Says each stage that is worked on now; not those that were before. */
  private static Consumer<AuditProgress> saying(String name, Consumer<String> say) {
    Set<Integer> said = new HashSet<>();
    return progress -> {
      if (!progress.running().isEmpty() && said.add(progress.stage())) {
        say.accept(name + ": " + progress.stages().get(progress.stage()).name());
      }
    };
  }

  private static void refuseGaps(Path kept, List<SetAside> aside) {
    if (!aside.isEmpty()) {
      SetAside first = aside.get(0);
      throw new IllegalStateException(
          "%s: the audit did without %d of its units, of %s the unit %d: %s; delete the directory and run the study again"
              .formatted(kept, aside.size(), first.stage(), first.unit() + 1, first.reason()));
    }
  }

  private static Map<String, JsonNode> read(List<Document> documents, Artifacts artifacts) {
    ObjectMapper json = new ObjectMapper();
    Map<String, JsonNode> read = new LinkedHashMap<>();
    for (Document one : documents) {
      try {
        read.put(one.name(), json.readTree(artifacts.read(one.artifact())));
      } catch (IOException e) {
        throw new UncheckedIOException(
            "the document %s cannot be read back: %s".formatted(one.name(), e.getMessage()), e);
      }
    }
    return read;
  }
}
