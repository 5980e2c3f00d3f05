package dev.telltale.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.AuditedImages;
import dev.telltale.audit.AuditedModel;
import dev.telltale.audit.LocalRun;
import dev.telltale.audit.Report;
import dev.telltale.audit.Report.Count;
import dev.telltale.audit.Report.Figure;
import dev.telltale.audit.Report.Table;
import dev.telltale.audit.Report.Text;
import dev.telltale.audit.SpecException;
import dev.telltale.audit.Subjects;
import dev.telltale.dataset.Sample;
import dev.telltale.dataset.Subset;
import dev.telltale.dataset.Task;
import dev.telltale.dataset.waterbirds.Waterbirds;
import dev.telltale.image.ModelInput;
import dev.telltale.image.Pictures;
import dev.telltale.model.Classifier;
import dev.telltale.model.ModelBundle;
import dev.telltale.testing.Bundles;
import dev.telltale.testing.InMemory;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The method on drawn birds and the demo's networks. */
class GroupsTest {
  private static final Path LESS_CUED = Path.of("../models/birds-p50");
  private static final int IMAGES = 120;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  @TempDir private static Path birds;

  @BeforeAll
  static void draw() {
    new Waterbirds(0.8, 64, 3).write(birds.resolve("birds"), IMAGES, done -> {});
  }

  @Test
  void everyGroupHasTheAccuracyThatAPlainLoopFinds() throws Exception {
    Report report = run(spec(birds.resolve("birds"), Task.OWN, 16, Bundles.BIRDS));
    Map<String, int[]> plain = plainly(birds.resolve("birds"), Bundles.BIRDS);
    Table table = table(report, "accuracy-per-group");
    assertThat(table.rows()).hasSize(5);
    int checked = 0;
    for (List<Report.Cell> row : table.rows().subList(1, 5)) {
      String group = ((Text) row.get(1)).value() + ", " + ((Text) row.get(2)).value();
      Figure accuracy = (Figure) row.get(3);
      int[] counts = plain.getOrDefault(group, new int[2]);
      assertThat(accuracy.n()).isEqualTo(counts[0]);
      if (counts[0] > 0) {
        assertThat(accuracy.value()).isCloseTo((double) counts[1] / counts[0], within(1e-12));
        assertThat(accuracy.low()).isLessThanOrEqualTo(accuracy.value());
        assertThat(accuracy.high()).isGreaterThanOrEqualTo(accuracy.value());
        checked++;
      }
    }
    assertThat(checked).isEqualTo(4);
    double worst =
        plain.values().stream().mapToDouble(group -> (double) group[1] / group[0]).min().orElse(2);
    assertThat(((Figure) table(report, "worst-group").rows().get(0).get(2)).value())
        .isCloseTo(worst, within(1e-12));
  }

  @Test
  void theReportDoesNotDependOnTheChunk() {
    Report small = run(spec(birds.resolve("birds"), Task.OWN, 16, Bundles.BIRDS, LESS_CUED));
    Report large = run(spec(birds.resolve("birds"), Task.OWN, 64, Bundles.BIRDS, LESS_CUED));
    assertThat(large).isEqualTo(small);
    assertThat(table(small, "differences").rows()).hasSize(1);
  }

  @Test
  void aModelIsNotDifferentFromItself() {
    Report report = run(spec(birds.resolve("birds"), Task.OWN, 64, Bundles.BIRDS, Bundles.BIRDS));
    List<Report.Cell> row = table(report, "differences").rows().get(0);
    for (int column : List.of(2, 3, 7, 8)) {
      assertThat(row.get(column)).isEqualTo(new Figure(0, 0, 0, IMAGES, null));
    }
    for (int column : List.of(4, 5, 6)) {
      Figure figure = (Figure) row.get(column);
      assertThat(figure.value()).isZero();
      assertThat(figure.high()).isPositive().isEqualTo(-figure.low());
    }
  }

  @Test
  void whatCannotBeReadOrJudgedIsCountedAndNamed() throws IOException {
    Path spoilt = birds.resolve("spoilt");
    new Waterbirds(0.8, 64, 3).write(spoilt, 20, done -> {});
    AuditSubject whole = new Subjects(1).prepare(spec(spoilt, Task.OWN, 16, Bundles.BIRDS));
    Sample third = whole.images().samples().get(3);
    Files.write(third.image(), new byte[] {1, 2, 3});
    Path map = Files.writeString(birds.resolve("map.json"), "{\"waterbird\": null}");
    AuditSpec spec = spec(spoilt, Task.OWN, 16, Bundles.BIRDS);
    AuditedImages images =
        new AuditedImages(
            "spoilt", spoilt.toString(), null, map.toString(), Task.OWN, Subset.ALL, false, null);
    Report report = run(new AuditSpec("groups", images, spec.models(), spec.options()));
    long waterbirds =
        whole.images().samples().stream()
            .filter(sample -> "waterbird".equals(sample.label()) && !sample.equals(third))
            .count();
    List<Report.Cell> counts = table(report, "images").rows().get(0);
    assertThat(counts.subList(1, 9))
        .containsExactly(
            new Count(20),
            new Count(19 - waterbirds),
            new Count(0),
            new Count(waterbirds),
            new Count(1),
            new Count(0),
            new Count(0),
            new Count(0));
    assertThat(table(report, "refused").rows().get(0).get(0)).isEqualTo(new Text(third.id()));
    Figure none = (Figure) table(report, "accuracy-per-group").rows().get(3).get(3);
    assertThat(none.value()).isNaN();
    assertThat(none.why()).isEqualTo("no picture");
  }

  @Test
  void anAttributeIsAskedAboutByItself(@TempDir Path directory) {
    Path attributes = Bundles.birdsAsAttributes(directory.resolve("attributes"));
    Report report = run(spec(birds.resolve("birds"), Task.OWN, 64, attributes));
    Figure brier = (Figure) table(report, "calibration").rows().get(0).get(6);
    assertThat(brier.why()).isEqualTo("the model answers each class by itself");
    assertThat(table(report, "images").rows().get(0).get(2)).isEqualTo(new Count(IMAGES));
  }

  @Test
  void whatCannotBeAuditedIsRefusedInOneLine() {
    assertThatThrownBy(
            () ->
                run(spec(birds.resolve("birds"), new Task("place", List.of()), 64, Bundles.BIRDS)))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("no label of birds (land, water) is a class of birds-p95")
        .hasMessageContaining("give a class map");
    assertThatThrownBy(
            () ->
                run(
                    spec(
                        birds.resolve("birds"),
                        Task.OWN,
                        64,
                        Path.of("../models/birds-autoencoder"))))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("is no classifier");
  }

  private static Table table(Report report, String name) {
    return report.sections().stream()
        .flatMap(section -> section.tables().stream())
        .filter(table -> table.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Batches of the same image sixteen times; the group's images, and how many are right. */
  private static Map<String, int[]> plainly(Path data, Path model) throws Exception {
    Map<String, int[]> groups = new TreeMap<>();
    AuditSubject subject = new Subjects(1).prepare(spec(data, Task.OWN, 16, model));
    ModelBundle bundle = subject.models().get(0);
    try (Classifier classifier = Classifier.load(bundle, Device.cpu())) {
      for (Sample sample : subject.images().samples()) {
        float[] input = ModelInput.of(Pictures.decode(Files.readAllBytes(sample.image())), 64, 64);
        FloatBuffer batch = FloatBuffer.allocate(16 * input.length);
        for (int i = 0; i < 16; i++) {
          batch.put(input);
        }
        try (NDManager scope = classifier.newScope()) {
          NDArray images = scope.create(batch.rewind(), new Shape(16, 3, 64, 64));
          float[] logits = classifier.logits(classifier.features(images)).toFloatArray();
          String predicted = logits[0] > logits[1] ? "landbird" : "waterbird";
          int[] counts =
              groups.computeIfAbsent(
                  sample.label() + ", " + sample.groups().get("place"), first -> new int[2]);
          counts[0]++;
          counts[1] += predicted.equals(sample.label()) ? 1 : 0;
        }
      }
    }
    return groups;
  }

  private static AuditSpec spec(Path data, Task task, int chunk, Path... models) {
    ObjectNode options = JSON.objectNode().put("chunk", chunk).put("resamples", 100);
    List<AuditedModel> audited =
        IntStream.range(0, models.length)
            .mapToObj(
                i ->
                    new AuditedModel(
                        models[i].getFileName() + (i == 0 ? "" : "-" + i),
                        models[i].toString(),
                        null))
            .toList();
    return new AuditSpec(
        "groups",
        new AuditedImages(
            String.valueOf(data.getFileName()),
            data.toString(),
            null,
            null,
            task,
            Subset.ALL,
            false,
            null),
        audited,
        new Groups().options(options));
  }

  private static Report run(AuditSpec spec) {
    AuditSubject subject = new Subjects(1).prepare(spec);
    LocalRun.Outcome outcome =
        LocalRun.run(
                new Groups(),
                subject,
                Device.cpu(),
                new InMemory(),
                null,
                progress -> {},
                () -> false)
            .orElseThrow();
    assertThat(outcome.aside()).isEmpty();
    return outcome.report();
  }
}
