package dev.telltale.study;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.AuditedImages;
import dev.telltale.audit.AuditedModel;
import dev.telltale.audit.LocalRun;
import dev.telltale.audit.Report;
import dev.telltale.audit.Report.Cell;
import dev.telltale.audit.Report.Figure;
import dev.telltale.audit.Report.Text;
import dev.telltale.audit.Subjects;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Subset;
import dev.telltale.dataset.Task;
import dev.telltale.dataset.layout.DataSets;
import dev.telltale.model.ModelBundle;
import dev.telltale.spuriosity.Spuriosity;
import dev.telltale.testing.InMemory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From drawn birds to a head that cheats less, nobody having judged a feature: a robust encoder
 * ranks, the head of a network trained where birds go with their places is tuned.
 */
class SpuriosityBarsTest {
  private static final Path MODELS = Path.of("../models");

  @TempDir Path directory;

  @Test
  void spuriosityTellsThePlaceAndTuningOnLowClosesTheGapAndLiftsTheWorstGroupAndRandomDoesNot()
      throws Exception {
    Path birds = directory.resolve("birds");
    new SplitBirds(.95, 31).write(birds, 1000, 300, 600);
    ObjectNode options =
        JsonNodeFactory.instance
            .objectNode()
            .put("head", "fitted")
            .put("features", 15)
            .put("attack", 0)
            .put("sensitivity", 0)
            .put("discover", "no")
            .put("crops", "no")
            .put("pairs", 50)
            .put("tune", "birds-p95")
            .put("perClass", 50)
            .put("k", 40)
            .put("trials", 1)
            .put("epochs", 200);
    InMemory artifacts = new InMemory();
    Report report =
        LocalRun.run(
                new Spuriosity(),
                new Subjects(1).prepare(spec(birds, options)),
                Device.cpu(),
                artifacts,
                null,
                progress -> {},
                () -> false)
            .orElseThrow()
            .report();
    List<List<Cell>> rows =
        report.sections().stream()
            .flatMap(section -> section.tables().stream())
            .filter(table -> table.name().equals("tuning"))
            .findFirst()
            .orElseThrow()
            .rows();
    assertThatSpuriosityTellsThePlace(birds, report, artifacts);
    double before = gap(rows, "low-spuriosity", 5);
    double low = Math.abs(gap(rows, "low-spuriosity", 6));
    double random = Math.abs(gap(rows, "random", 6));
    assertThat(before).isGreaterThan(.3);
    assertThat(low).isLessThan(before / 2);
    assertThat(random).isGreaterThan(low + .15);
    JsonNode worst = document(report, "tuning", artifacts).get("worstGroup");
    double wrong = worst.get("before").get("value").doubleValue();
    assertThat(worstGroup(worst, "low")).isGreaterThan(wrong + .25);
    assertThat(worstGroup(worst, "random")).isLessThan(wrong + .2);
  }

  private void assertThatSpuriosityTellsThePlace(Path birds, Report report, InMemory artifacts)
      throws Exception {
    DataSet reporting =
        DataSets.open("birds", birds, null)
            .only(new Subset(SplitBirds.REPORTING, Map.of(), false, null, 0));
    Features features =
        Features.of(
            ModelBundle.read(MODELS.resolve("shapes-robust")),
            reporting,
            directory.resolve("features"));
    List<JsonNode> classes =
        List.of(document(report, "class-0", artifacts), document(report, "class-1", artifacts));
    for (PlaceRanking of :
        PlaceRanking.of(features, BirdNetworks.offGround(reporting.samples()), classes)) {
      assertThat(of.auc()).as(of.name()).isGreaterThan(.85);
      assertThat(of.off()).isLessThan(1e-4);
    }
  }

  private static double worstGroup(JsonNode worst, String set) {
    return worst.get("after").get(set).get(0).get("value").doubleValue();
  }

  private static JsonNode document(Report report, String name, InMemory artifacts)
      throws Exception {
    Report.Document document =
        report.data().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    return new ObjectMapper().readTree(artifacts.read(document.artifact()));
  }

  private static double gap(List<List<Cell>> rows, String set, int column) {
    return rows.stream()
        .filter(row -> row.get(0).equals(new Text(set)))
        .mapToDouble(row -> ((Figure) row.get(column)).value())
        .findFirst()
        .orElseThrow();
  }

  private static AuditSpec spec(Path birds, ObjectNode options) {
    return new AuditSpec(
        "spuriosity",
        new AuditedImages("birds", birds.toString(), null, null, Task.OWN, Subset.ALL, false, null),
        List.of(
            new AuditedModel("encoder", MODELS.resolve("shapes-robust").toString(), null),
            new AuditedModel("birds-p95", MODELS.resolve("birds-p95").toString(), null)),
        new Spuriosity().options(options));
  }
}
