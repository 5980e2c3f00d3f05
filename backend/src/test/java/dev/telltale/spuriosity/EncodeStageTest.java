package dev.telltale.spuriosity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.AuditedImages;
import dev.telltale.audit.AuditedModel;
import dev.telltale.audit.Subjects;
import dev.telltale.dataset.Subset;
import dev.telltale.dataset.Task;
import dev.telltale.dataset.waterbirds.Waterbirds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
      try (OneModelBench bench = new OneModelBench(subject)) {
        told.add(EncodeStage.work(unit, 0, true, i == 0 ? 1 : Long.MAX_VALUE / 2, bench));
        assertThat(bench.changes()).isEqualTo(changes.get(i));
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
}
