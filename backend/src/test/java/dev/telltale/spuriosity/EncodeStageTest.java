package dev.telltale.spuriosity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.telltale.audit.Artifacts;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.AuditedImages;
import dev.telltale.audit.AuditedModel;
import dev.telltale.audit.Subjects;
import dev.telltale.audit.Workbench;
import dev.telltale.dataset.Subset;
import dev.telltale.dataset.Task;
import dev.telltale.dataset.waterbirds.Waterbirds;
import dev.telltale.model.Classifier;
import dev.telltale.testing.InMemory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodeStageTest {
  @TempDir private Path images;

  @Test
  void howManyPicturesAreReadAtATimeMattersOnlyToHowOftenModelsAreChanged() throws Exception {
    new Waterbirds(0.8, 64, 11).write(images, 40, done -> {});
    try (Stream<Path> pictures = Files.list(images.resolve("images"))) {
      Files.writeString(pictures.sorted().toList().get(21), "no picture");
    }
    AuditSubject subject = subject("birds-p95", "birds-p50", "birds-p100");
    JsonNode unit = JsonNodeFactory.instance.objectNode().put("from", 0).put("to", 40);
    List<JsonNode> told = new ArrayList<>();
    // One batch of the three, and all of them.
    List<Integer> changes = List.of(3 * 3, 3);
    for (int i = 0; i < 2; i++) {
      try (Bench bench = new Bench(subject)) {
        told.add(EncodeStage.work(unit, 0, true, i == 0 ? 1 : Long.MAX_VALUE / 2, bench));
        assertThat(bench.changes).isEqualTo(changes.get(i));
      }
    }
    assertThat(told.get(1)).isEqualTo(told.get(0));
    assertThat(told.get(0).at("/unreadable")).hasSize(1);
    assertThat(told.get(0).at("/unreadable/0/place").intValue()).isEqualTo(21);
    assertThat(told.get(0).get("answers")).hasSize(3);
  }

  private AuditSubject subject(String... models) {
    return new Subjects(1)
        .prepare(
            new AuditSpec(
                "spuriosity",
                new AuditedImages(
                    "birds", images.toString(), null, null, Task.OWN, Subset.ALL, false, null),
                Stream.of(models)
                    .map(name -> new AuditedModel(name, "../models/" + name, null))
                    .toList(),
                new Spuriosity().options(JsonNodeFactory.instance.objectNode())));
  }

  /** One model at a time. */
  private static final class Bench implements Workbench, AutoCloseable {
    private final AuditSubject subject;
    private final InMemory artifacts = new InMemory();
    private @Nullable Classifier classifier;
    private int loaded = -1;
    private int changes;

    Bench(AuditSubject subject) {
      this.subject = subject;
    }

    @Override
    public AuditSubject subject() {
      return subject;
    }

    @Override
    public Device device() {
      return Device.cpu();
    }

    @Override
    public Classifier classifier(int model) {
      if (model != loaded) {
        close();
        classifier = Classifier.load(subject.models().get(model), Device.cpu());
        loaded = model;
        changes++;
      }
      return classifier;
    }

    @Override
    public <T> T kept(Object key, long bytes, Supplier<T> make) {
      return make.get();
    }

    @Override
    public Artifacts artifacts() {
      return artifacts;
    }

    @Override
    public void breathe() {}

    @Override
    public void close() {
      if (classifier != null) {
        classifier.close();
      }
    }
  }
}
