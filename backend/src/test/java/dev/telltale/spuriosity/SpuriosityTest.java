package dev.telltale.spuriosity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
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
import dev.telltale.dataset.Subset;
import dev.telltale.dataset.Task;
import dev.telltale.dataset.waterbirds.Waterbirds;
import dev.telltale.image.Pictures;
import dev.telltale.image.RgbImage;
import dev.telltale.model.ModelBundle;
import dev.telltale.testing.Bundles;
import dev.telltale.testing.InMemory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The method on drawn birds, a network trained where birds go with their places, and an encoder.
 */
class SpuriosityTest {
  private static final Path ENCODER = Path.of("../models/shapes-robust");
  private static final int IMAGES = 280;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  @TempDir private static Path directory;

  @BeforeAll
  static void draw() {
    new Waterbirds(0.8, 64, 11).write(directory.resolve("birds"), IMAGES, done -> {});
  }

  private static ObjectNode quick() {
    return JSON.objectNode()
        .put("attack", 3)
        .put("features", 3)
        .put("k", 10)
        .put("perClass", 30)
        .put("trials", 2)
        .put("epochs", 40)
        .put("suggest", "mass");
  }

  @Test
  void cuesAreFoundAndRankedModelsMeasuredAndHeadsTuned() throws Exception {
    InMemory artifacts = new InMemory();
    Report report = run(quick(), artifacts, Bundles.BIRDS);
    Table features = table(report, "features");
    assertThat(features.rows()).hasSize(6);
    assertThat(features.rows()).anyMatch(row -> row.get(7).equals(new Text("spurious")));
    for (List<Report.Cell> row : features.rows()) {
      assertThat(((Figure) row.get(3)).value()).isBetween(0.0, 1.0);
      assertThat(row.get(8)).isEqualTo(new Text("suggested"));
    }
    Table gaps = table(report, "gaps");
    List<Table> all =
        report.sections().stream().flatMap(section -> section.tables().stream()).toList();
    assertNoNumberThatIsNoneIsUnnamed(all);
    assertThat(gaps.rows()).isNotEmpty();
    for (List<Report.Cell> row : gaps.rows()) {
      Figure gap = (Figure) row.get(4);
      assertThat(gap.value())
          .isCloseTo(((Figure) row.get(2)).value() - ((Figure) row.get(3)).value(), within(1e-9));
      assertThat(gap.low()).isLessThanOrEqualTo(gap.value());
      assertThat(gap.n()).isEqualTo(20);
    }
    Table tuning = table(report, "tuning");
    assertThat(tuning.rows()).hasSize(6);
    for (List<Report.Cell> row : tuning.rows()) {
      assertThat(((Count) row.get(2)).value()).isPositive();
    }
    assertThat(tuning.rows().stream().map(row -> ((Text) row.get(11)).value()))
        .containsExactly("tuned-low-1", "tuned-low-2", "", "", "", "");
    List<Report.Picture> pictures =
        report.sections().stream().flatMap(section -> section.pictures().stream()).toList();
    assertThat(pictures.size()).isGreaterThanOrEqualTo(7);
    RgbImage evidence = Pictures.decode(artifacts.read(pictures.get(0).artifact()));
    assertThat(evidence.width()).isEqualTo(5 * 128);
    assertThat(evidence.height()).isEqualTo(128);
    assertThat(report.findings()).isNotEmpty();
    assertNamesAReferenceThatScreeningTakes(report, artifacts);
  }

  @Test
  void importanceIsAMeanOverAllPicturesOrOverThoseThatTheHeadGetsRight() throws Exception {
    List<List<Double>> importances = new ArrayList<>();
    for (String counted : List.of("all", "right")) {
      ObjectNode options =
          quick()
              .put("importance", counted)
              .put("attack", 0)
              .put("sensitivity", 0)
              .put("discover", "no")
              .put("crops", "no")
              .put("trials", 1)
              .put("epochs", 1);
      importances.add(
          table(run(options, new InMemory(), Bundles.BIRDS), "features").rows().stream()
              .map(row -> ((Figure) row.get(2)).value())
              .toList());
    }
    assertThat(importances.get(1)).isNotEqualTo(importances.get(0));
    // Pictures that are right have more of what speaks for their class.
    assertThat(importances.get(1).get(0)).isGreaterThan(importances.get(0).get(0));
  }

  private static void assertNamesAReferenceThatScreeningTakes(Report report, InMemory artifacts)
      throws Exception {
    Report.Document document =
        report.data().stream()
            .filter(one -> one.name().equals(SpuriosityReference.NAME))
            .findAny()
            .orElseThrow();
    Path file = directory.resolve("reference.json");
    Files.write(file, artifacts.read(document.artifact()));
    SpuriosityReference reference = SpuriosityReference.read(file, ModelBundle.read(Bundles.BIRDS));
    assertThat(reference.encoder()).isEqualTo("birds-p95");
    List<List<Report.Cell>> rankings = table(report, "rankings").rows();
    for (SpuriosityReference.OfClass one : reference.classes()) {
      assertThat(one.predictions()).containsExactly(one.index());
      String channels =
          Arrays.stream(one.spurious()).mapToObj(String::valueOf).collect(Collectors.joining(", "));
      assertThat(rankings.get(one.index()).subList(0, 2))
          .containsExactly(new Text(one.name()), new Text(channels));
    }
    long reported = ((Count) table(report, "images").rows().get(0).get(4)).value();
    assertThat(reference.classes().stream().mapToLong(SpuriosityReference.OfClass::n).sum())
        .isBetween((long) SpuriosityReference.FEWEST_IMAGES, reported);
  }

  @Test
  void theReportIsTheSameHoweverItsUnitsAreCutAndWhenItIsResumed() {
    InMemory artifacts = new InMemory();
    ObjectNode options = quick().put("features", 2).put("trials", 1).put("epochs", 5);
    Report once = run(options, artifacts, Bundles.BIRDS);
    Report other = run(options.deepCopy().put("chunk", 32), new InMemory(), Bundles.BIRDS);
    assertThat(other).isEqualTo(once);
    Path work = directory.resolve("work");
    AuditSubject subject = new Subjects(1).prepare(spec(options, Bundles.BIRDS));
    int[] units = {0};
    List<Report> ends = new ArrayList<>();
    for (int stop = 2; ends.isEmpty(); stop *= 3) {
      int most = stop;
      units[0] = 0;
      LocalRun.run(
              new Spuriosity(),
              subject,
              Device.cpu(),
              artifacts,
              work,
              progress -> {},
              () -> ++units[0] > 12 * most)
          .ifPresent(outcome -> ends.add(outcome.report()));
    }
    assertThat(ends.get(0)).isEqualTo(once);
  }

  @Test
  void whatWasEncodedForOneAuditIsNotEncodedForTheNext() throws Exception {
    InMemory artifacts = new InMemory();
    ObjectNode options = quick().put("attack", 0).put("features", 1).put("trials", 1);
    options.put("epochs", 2);
    Path copy = directory.resolve("copy");
    new Waterbirds(0.8, 64, 11).write(copy, 80, done -> {});
    run(spec(copy, options, Bundles.BIRDS), artifacts);
    int known = artifacts.notes();
    assertThat(known).as("features and answers of two chunks").isEqualTo(4);
    ObjectNode changed = options.deepCopy().put("verdicts", "waterbird: 3").put("k", 3);
    Report again = run(spec(copy, changed, Bundles.BIRDS), artifacts);
    assertThat(artifacts.notes()).as("nothing was worked out").isEqualTo(known);
    assertThat(again).isEqualTo(run(spec(copy, changed, Bundles.BIRDS), new InMemory()));
    // Another model's answers are another model's; the features stay.
    run(spec(copy, changed, Bundles.BIRDS, Path.of("../models/birds-p50")), artifacts);
    assertThat(artifacts.notes()).isEqualTo(known + 2);
    // What was collected is worked out again, and other pictures are other pictures.
    artifacts.collect(Set.of(), Instant.now());
    assertThat(run(spec(copy, changed, Bundles.BIRDS), artifacts)).isEqualTo(again);
    Path first = new Subjects(1).prepare(spec(copy, changed)).images().samples().get(0).image();
    Files.copy(first.resolveSibling("000001.png"), first, StandardCopyOption.REPLACE_EXISTING);
    int before = artifacts.notes();
    run(spec(copy, changed, Bundles.BIRDS), artifacts);
    assertThat(artifacts.notes()).as("of the chunk with that picture").isEqualTo(before + 2);
  }

  @Test
  void anEncoderGetsAHeadHereAndVerdictsAreWhatPeopleSaid() {
    ObjectNode options = quick().put("head", "fitted").put("attack", 0).put("trials", 1);
    options.put("verdicts", "waterbird: 3 7");
    options.put("suggest", "no");
    Report report = run(options, new InMemory(), ENCODER, Bundles.BIRDS);
    assertThat(report.data().stream().map(Report.Document::name))
        .as("an encoder predicts nothing")
        .doesNotContain(SpuriosityReference.NAME);
    List<List<Report.Cell>> rankings = table(report, "rankings").rows();
    assertThat(rankings.get(0).get(5)).isEqualTo(new Text("the class has no spurious feature"));
    assertThat(rankings.get(1).get(1)).isEqualTo(new Text("3, 7"));
    assertThat(rankings.get(1).get(5)).isEqualTo(new Text(""));
    assertThat(table(report, "models").rows().stream().map(row -> row.get(0)))
        .containsExactly(new Text("shapes-robust, head fitted here"), new Text("birds-p95"));
    assertThat(table(report, "gaps").rows()).hasSize(2);
    assertThat(table(report, "tuning").rows()).hasSize(3);
  }

  /**
   * Both labels mean one class: among them the model cannot give the answer that a screening has.
   */
  @Test
  void ofAGeneralHeadAskedAmongSomeOfItsClassesThereIsNoReferenceAndItIsSaid() throws Exception {
    Path general = directory.resolve("general");
    Files.createDirectories(general);
    try (Stream<Path> files = Files.list(Bundles.BIRDS)) {
      for (Path file : files.filter(one -> !one.endsWith("head.json")).toList()) {
        Files.copy(file, general.resolve(file.getFileName()));
      }
    }
    ObjectNode options = quick().put("head", "fitted").put("attack", 0).put("trials", 1);
    AuditSpec all = spec(options, general);
    Report whole = run(all, new InMemory());
    assertThat(whole.data().stream().map(Report.Document::name)).contains(SpuriosityReference.NAME);
    assertThat(rankingsText(whole)).doesNotContain("no reference");
    Path map = Files.writeString(directory.resolve("map.json"), "{\"waterbird\": 0}");
    AuditedImages images = all.images();
    AuditedImages mapped =
        new AuditedImages(
            images.name(),
            images.directory(),
            null,
            map.toString(),
            images.task(),
            images.subset(),
            false,
            null);
    Report part =
        run(new AuditSpec(all.method(), mapped, all.models(), all.options()), new InMemory());
    assertThat(part.data().stream().map(Report.Document::name))
        .doesNotContain(SpuriosityReference.NAME);
    assertThat(rankingsText(part))
        .contains("There is no reference for screening: birds-p95 has no linear head");
  }

  private static String rankingsText(Report report) {
    return report.sections().stream()
        .filter(section -> section.title().equals("Rankings"))
        .findFirst()
        .orElseThrow()
        .text();
  }

  @Test
  void withoutAnySpuriousFeatureThereIsNoRankingNoGapAndNoTuningAndItIsSaid() throws Exception {
    Path spoilt = directory.resolve("spoilt");
    new Waterbirds(0.8, 64, 3).write(spoilt, 60, done -> {});
    ObjectNode options = quick().put("suggest", "no").put("attack", 0).put("features", 1);
    AuditSpec spec = spec(spoilt, options, Bundles.BIRDS);
    Path third = new Subjects(1).prepare(spec).images().samples().get(3).image();
    Files.write(third, new byte[] {1, 2, 3});
    Report report = run(spec, new InMemory());
    assertThat(table(report, "rankings").rows())
        .allMatch(row -> row.get(5).equals(new Text("the class has no spurious feature")));
    assertThat(table(report, "images").rows().get(0).get(1)).isEqualTo(new Count(1));
    assertThat(table(report, "refused").rows()).hasSize(1);
    assertThat(report.sections().stream().map(Report.Section::title))
        .doesNotContain("Spurious gaps", "Tuning the head");
  }

  /** All of its pictures are of one of the data set's own splits. */
  @Test
  void onePartOfADataSetIsDividedByTheSeed() {
    ObjectNode options = quick().put("attack", 0).put("features", 1).put("trials", 1);
    AuditSpec whole = spec(options.put("verdicts", "waterbird: 3").put("epochs", 2), Bundles.BIRDS);
    AuditedImages of = whole.images();
    AuditSpec test =
        new AuditSpec(
            whole.method(),
            new AuditedImages(
                of.name(),
                of.directory(),
                null,
                null,
                Task.OWN,
                new Subset("test", Map.of(), false, null, 0),
                false,
                null),
            whole.models(),
            whole.options());
    Report report = run(test, new InMemory());
    List<Report.Cell> images = table(report, "images").rows().get(0);
    for (int part = 2; part <= 4; part++) {
      assertThat(((Count) images.get(part)).value()).isPositive();
    }
    assertThat(report.sections().get(0).text()).contains("drawn by the seed");
    assertThat(table(report, "gaps").rows()).isNotEmpty();
  }

  /** The first model has a head of its own; it answers as the others do, whatever labels join. */
  @Test
  void aLabelThatJoinsSeveralClassesTakesTheStrongestOfEachModelAlike() throws Exception {
    Path map = directory.resolve("joined.json");
    Files.writeString(map, "{\"landbird\": [0, 2, 4], \"waterbird\": [1, 3, 5]}");
    Path faces = Path.of("../models/faces");
    ObjectNode options = quick().put("attack", 0).put("features", 1).put("trials", 1);
    options.put("verdicts", "landbird: 1 2 3; waterbird: 1 2 3").put("epochs", 2);
    options.put("sensitivity", 0).put("discover", "no").put("crops", "no");
    AuditSpec plain = spec(options, faces, faces);
    AuditedImages of = plain.images();
    AuditSpec joined =
        new AuditSpec(
            plain.method(),
            new AuditedImages(
                of.name(), of.directory(), null, map.toString(), Task.OWN, Subset.ALL, false, null),
            List.of(
                new AuditedModel("one", faces.toString(), null),
                new AuditedModel("two", faces.toString(), null)),
            plain.options());
    Report report = run(joined, new InMemory());
    List<List<Report.Cell>> models = table(report, "models").rows();
    assertThat(models).hasSize(2);
    assertThat(models.get(0).subList(1, 4)).isEqualTo(models.get(1).subList(1, 4));
  }

  /** It would be wrong of every picture at both ends: a gap of 0 that means nothing. */
  @Test
  void besideAFittedHeadAFirstClassifierThatKnowsNoLabelIsNotMeasured() {
    ObjectNode options = quick().put("head", "fitted").put("attack", 0).put("trials", 1);
    options.put("verdicts", "landbird: 3 7; waterbird: 3 7").put("features", 1).put("epochs", 2);
    options.put("sensitivity", 0).put("discover", "no").put("crops", "no");
    Report report = run(options, new InMemory(), Path.of("../models/faces"), Bundles.BIRDS);
    for (String name : List.of("models", "gaps")) {
      assertThat(table(report, name).rows().stream().map(row -> row.get(0)).distinct())
          .as(name)
          .containsExactly(new Text("faces, head fitted here"), new Text("birds-p95"));
    }
  }

  @Test
  void aHeadThatCannotBeMadeLeavesAReportThatSaysWhy() {
    ObjectNode options = quick().put("head", "fitted").put("verdicts", "waterbird: 9999");
    LocalRun.Outcome outcome =
        LocalRun.run(
                new Spuriosity(),
                new Subjects(1).prepare(spec(options, ENCODER)),
                Device.cpu(),
                new InMemory(),
                null,
                progress -> {},
                () -> false)
            .orElseThrow();
    assertThat(outcome.aside()).hasSize(1);
    assertThat(outcome.aside().get(0).reason())
        .contains("the verdicts on waterbird name the channel 9999");
    assertThat(outcome.report().sections()).isNotEmpty();
  }

  @Test
  void byDefaultObjectsAndSurroundingsAreExchangedAndAnotherModelsHeadMayBeTuned() {
    ObjectNode options = quick().put("head", "fitted").put("attack", 0).put("trials", 1);
    options.remove("suggest");
    options.put("pairs", 20).put("tune", "birds-p95");
    Report report = run(options, new InMemory(), ENCODER, Bundles.BIRDS);
    for (List<Report.Cell> row : table(report, "features").rows()) {
      Figure object = (Figure) row.get(5);
      Figure surroundings = (Figure) row.get(6);
      assertThat(object.n()).isEqualTo(20);
      boolean core = Math.abs(object.value()) > Math.abs(surroundings.value());
      assertThat(row.get(7))
          .isEqualTo(new Text(core ? "core" : surroundings.value() > 0 ? "spurious" : "none"));
    }
    // What is tuned is the classifier's own head, not the one fitted to the encoder that ranks.
    Figure untuned = (Figure) table(report, "models").rows().get(1).get(1);
    assertThat(table(report, "tuning").rows()).hasSize(3);
    for (List<Report.Cell> row : table(report, "tuning").rows()) {
      assertThat(((Figure) row.get(5)).value()).isCloseTo(untuned.value(), within(1e-9));
    }
  }

  @Test
  void whatCannotBeAuditedIsRefusedInOneLine() {
    assertThatThrownBy(
            () -> run(quick().put("verdicts", "waterbird: 9999"), new InMemory(), Bundles.BIRDS))
        .isInstanceOf(SpecException.class)
        .hasMessageMatching(
            "the verdicts on waterbird name the channel 9999; the features have the channels 0 to \\d+");
    assertThatThrownBy(() -> run(quick().put("tune", "owls"), new InMemory(), Bundles.BIRDS))
        .hasMessage("no model of the audit is called owls");
    assertThatThrownBy(() -> run(quick(), new InMemory(), ENCODER))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("shapes-robust has no linear head")
        .hasMessageContaining("head=fitted");
    assertThatThrownBy(
            () ->
                run(quick(), new InMemory(), Bundles.BIRDS, Path.of("../models/birds-autoencoder")))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("is no classifier");
    assertThatThrownBy(
            () -> run(quick().put("verdicts", "penguin: 1"), new InMemory(), Bundles.BIRDS))
        .hasMessage("birds has no label penguin");
    assertThatThrownBy(() -> run(quick().put("verdicts", "3, 7"), new InMemory(), Bundles.BIRDS))
        .hasMessage("verdicts are written class: channel channel; class: channel, not 3, 7");
    assertThatThrownBy(() -> run(quick().put("k", 0), new InMemory(), Bundles.BIRDS))
        .hasMessage("k is a whole number from 1 to 100000, not 0");
    assertThatThrownBy(() -> run(quick().put("kk", 1), new InMemory(), Bundles.BIRDS))
        .hasMessageStartingWith("spuriosity has no option kk; it has head, ");
    assertThatThrownBy(() -> run(quick().put("suggest", "guess"), new InMemory(), Bundles.BIRDS))
        .hasMessage("suggest is exchange, mass, density or no, not guess");
  }

  private static void assertNoNumberThatIsNoneIsUnnamed(List<Table> tables) {
    for (Table table : tables) {
      for (List<Report.Cell> row : table.rows()) {
        for (Report.Cell cell : row) {
          if (cell instanceof Figure figure) {
            assertThat(Double.isNaN(figure.value()))
                .as(table.name() + " " + row)
                .isEqualTo(figure.why() != null);
          }
        }
      }
    }
  }

  private static Table table(Report report, String name) {
    return report.sections().stream()
        .flatMap(section -> section.tables().stream())
        .filter(table -> table.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static AuditSpec spec(ObjectNode options, Path... models) {
    return spec(directory.resolve("birds"), options, models);
  }

  private static AuditSpec spec(Path data, ObjectNode options, Path... models) {
    List<AuditedModel> audited =
        IntStream.range(0, models.length)
            .mapToObj(
                i -> new AuditedModel("" + models[i].getFileName(), models[i].toString(), null))
            .toList();
    return new AuditSpec(
        "spuriosity",
        new AuditedImages(
            "" + data.getFileName(),
            data.toString(),
            null,
            null,
            Task.OWN,
            Subset.ALL,
            false,
            null),
        audited,
        new Spuriosity().options(options));
  }

  private static Report run(ObjectNode options, InMemory artifacts, Path... models) {
    return run(spec(options, models), artifacts);
  }

  private static Report run(AuditSpec spec, InMemory artifacts) {
    LocalRun.Outcome outcome =
        LocalRun.run(
                new Spuriosity(),
                new Subjects(1).prepare(spec),
                Device.cpu(),
                artifacts,
                null,
                progress -> {},
                () -> false)
            .orElseThrow();
    assertThat(outcome.aside()).isEmpty();
    return outcome.report();
  }
}
