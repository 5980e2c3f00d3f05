package dev.telltale.spuriosity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.AuditProgress;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.AuditedImages;
import dev.telltale.audit.AuditedModel;
import dev.telltale.audit.LocalRun;
import dev.telltale.audit.Report;
import dev.telltale.audit.SpecException;
import dev.telltale.audit.Subjects;
import dev.telltale.dataset.Subset;
import dev.telltale.dataset.Task;
import dev.telltale.dataset.waterbirds.Waterbirds;
import dev.telltale.files.Durable;
import dev.telltale.image.Pictures;
import dev.telltale.image.RgbImage;
import dev.telltale.testing.Bundles;
import dev.telltale.testing.InMemory;
import dev.telltale.testing.Kinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the method says beyond rankings, gaps and tuning, on drawn birds. */
class SpuriosityAdditionsTest {
  private static final Path UNCUED = Path.of("../models/birds-p50");
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private static Path directory;

  @BeforeAll
  static void draw() {
    new Waterbirds(0.7, 64, 11).write(directory.resolve("birds"), 400, done -> {});
  }

  /** All additions at their defaults. */
  private static ObjectNode quick() {
    return JSON.objectNode()
        .put("attack", 0)
        .put("suggest", "mass")
        .put("features", 2)
        .put("perClass", 20)
        .put("trials", 1)
        .put("epochs", 1);
  }

  /** None of them. */
  private static ObjectNode bare() {
    return quick()
        .put("crops", "no")
        .put("sensitivity", 0)
        .put("discover", "no")
        .put("concepts", "no");
  }

  @Test
  void aNetworkOfCuedBirdsIsToldFromOneOfUncuedOnesByConceptsCuesAndRegions() throws Exception {
    InMemory artifacts = new InMemory();
    Report report = run(quick(), artifacts, Bundles.BIRDS, UNCUED);

    JsonNode concepts = document(report, "concepts", artifacts);
    JsonNode water = concept(concepts, 1, 0);
    assertThat(water.get("name").textValue()).isEqualTo("place=water");
    assertThat(water.at("/gap/value").doubleValue()).isGreaterThan(.5);
    assertThat(water.get("used").booleanValue()).isTrue();
    assertThat(share(water.get("highest"), "water")).isGreaterThan(.8);
    assertThat(share(water.get("lowest"), "water")).isLessThan(.2);
    assertThat(concept(concepts, 1, 1).get("answer").textValue()).isEqualTo("discarded");

    JsonNode discovery = document(report, "discovery", artifacts);
    assertThat(discovery.get("tested").intValue()).isEqualTo(10);
    JsonNode first = discovery.get("survivors").get(0);
    assertThat(first.get("class").intValue()).isEqualTo(1);
    assertThat(first.get("adjusted").doubleValue()).isLessThan(.01);
    // Nobody named the place, yet it is what the direction is of.
    double high = share(first.get("highest"), "water");
    double low = share(first.get("lowest"), "water");
    assertThat(Math.abs(high - low)).isGreaterThan(.8);
    RgbImage sheet = Pictures.decode(artifacts.read(first.get("picture").textValue()));
    assertThat(sheet.height()).isEqualTo(2 * 128 + 4);

    JsonNode sensitivity = document(report, "sensitivity", artifacts);
    for (JsonNode one : document(report, "sensitivity-class-1", artifacts).get("features")) {
      assertThat(artifacts.read(one.get("picture").textValue())).isNotEmpty();
      assertThat(one.get("corruptions")).hasSize(3);
      for (JsonNode drops : one.get("corruptions")) {
        assertThat(drops.get("drop")).hasSize(2);
        for (int m = 0; m < 2; m++) {
          double drop = drops.get("drop").get(m).doubleValue();
          assertThat(drops.get("n").get(m).intValue()).isBetween(1, 22);
          assertThat(drops.get("low").get(m).doubleValue()).isLessThanOrEqualTo(drop);
          assertThat(drops.get("high").get(m).doubleValue()).isGreaterThanOrEqualTo(drop);
          assertThat(drops.get("adjusted").get(m).doubleValue())
              .isGreaterThanOrEqualTo(drops.get("p").get(m).doubleValue());
          assertThat(drops.get("why").get(m).isNull()).isTrue();
        }
      }
    }
    comparesWhatModelsHave(sensitivity, artifacts, report);
    assertThat(sensitivity.at("/correlation/n").intValue()).isEqualTo(12);
    assertThat(sensitivity.at("/correlation/mean").doubleValue()).isBetween(-1.0, 1.0);
    assertThat(sensitivity.at("/models/1").textValue()).isEqualTo("birds-p50");

    // The verdicts go back in as they came out.
    JsonNode verdicts = document(report, "verdicts", artifacts);
    assertThat(verdicts.get("waterbird")).hasSize(2);
    ObjectNode again = bare();
    again.set("verdicts", verdicts);
    Report given = run(again, artifacts, Bundles.BIRDS, UNCUED);
    assertThat(table(given, "gaps")).isEqualTo(table(report, "gaps"));
    assertThat(document(given, "verdicts", artifacts)).isEqualTo(verdicts);
    assertThat(names(given))
        .doesNotContain("sensitivity", "sensitivity-class-0", "concepts", "discovery");
  }

  @Test
  void dropsHaveDocumentsOnceTheStageIsDone() throws Exception {
    ObjectNode options = quick();
    AuditSubject subject = subject(directory.resolve("birds"), options, Bundles.BIRDS);
    ObjectNode head = JSON.objectNode();
    head.putArray("top").addObject().put("class", 1).put("feature", 7);
    JsonNode outcome =
        MAPPER.readTree("{\"open\":true,\"measured\":[[0,0,20,18,9,0,2,2,0,1]],\"pictures\":{}}");
    for (boolean open : new boolean[] {true, false}) {
      Additions got =
          new Additions(
              subject,
              SpuriosityOptions.of(options),
              Map.of(
                  Spuriosity.HEAD,
                  head,
                  Spuriosity.EVIDENCE,
                  JSON.objectNode(),
                  Spuriosity.SENSITIVITY,
                  ((ObjectNode) outcome).put(SensitivityStage.OPEN, open)),
              new InMemory());
      assertThat(got.sections()).hasSize(1);
      assertThat(got.sections().get(0).tables().get(0).rows()).hasSize(3);
      assertThat(got.documents().stream().map(Report.Document::name))
          .containsExactly(
              open
                  ? new String[] {"verdicts"}
                  : new String[] {
                    "verdicts",
                    "sensitivity",
                    "sensitivity-class-0",
                    "sensitivity-class-1",
                    "sensitivity-model-0"
                  });
    }
  }

  /** The mean drops are those of the models' own documents, which are sorted. */
  private static void comparesWhatModelsHave(
      JsonNode sensitivity, InMemory artifacts, Report report) throws IOException {
    for (int m = 0; m < 2; m++) {
      JsonNode own = document(report, "sensitivity-model-" + m, artifacts);
      assertThat(own.get("drop")).hasSize(2 * 2 * 3);
      for (int i = 1; i < own.get("drop").size(); i++) {
        assertThat(own.get("adjusted").get(i).doubleValue())
            .isGreaterThanOrEqualTo(own.get("adjusted").get(i - 1).doubleValue());
      }
      int features = 0;
      for (JsonNode mean : sensitivity.get("means")) {
        double[] drops =
            IntStream.range(0, own.get("drop").size())
                .filter(i -> own.get("verdict").get(i).equals(mean.get("verdict")))
                .filter(i -> own.get("corruption").get(i).equals(mean.get("corruption")))
                .mapToDouble(i -> own.get("drop").get(i).doubleValue())
                .toArray();
        features += drops.length;
        assertThat(mean.get("n").get(m).intValue()).isEqualTo(drops.length).isPositive();
        assertThat(mean.get("mean").get(m).doubleValue())
            .isCloseTo(Arrays.stream(drops).average().orElseThrow(), within(1e-4));
      }
      assertThat(features).isEqualTo(12);
    }
  }

  @Test
  void picturesOfANegativeGapAreCroppedToTheBird() throws Exception {
    InMemory artifacts = new InMemory();
    // What lights up on water is the cue of the other class: it misleads on landbirds.
    ObjectNode options = bare().put("crops", "yes").put("verdicts", "landbird: 1 42 76");
    options.put("features", 3).put("discover", "nmf").put("chunk", 32);
    Report report = run(options, artifacts, Bundles.BIRDS);
    AuditSubject subject = subject(directory.resolve("birds"), options, Bundles.BIRDS);
    List<JsonNode> crops = crops(report, artifacts);
    assertThat(crops).isNotEmpty();
    double inside = 0;
    double area = 0;
    Inputs inputs = new Inputs(subject);
    for (JsonNode crop : crops) {
      assertThat(crop.get("x").doubleValue()).isBetween(0.0, 1.0);
      float[] mask = inputs.mask(crop.get("place").intValue(), subject.models().get(0).spec());
      double mass = 0;
      double own = 0;
      for (int p = 0; p < mask.length; p++) {
        double x = (p % 64 + .5) / 64 - crop.get("x").doubleValue();
        double y = (p / 64 + .5) / 64 - crop.get("y").doubleValue();
        boolean in =
            x > 0
                && y > 0
                && x < crop.get("width").doubleValue()
                && y < crop.get("height").doubleValue();
        mass += mask[p];
        own += in ? mask[p] : 0;
      }
      inside += own / mass;
      area += crop.get("width").doubleValue() * crop.get("height").doubleValue();
    }
    assertThat(inside).isGreaterThan(2 * area);
    RgbImage sheet =
        Pictures.decode(artifacts.read(pictures(report, "Labels to look at").get(0).artifact()));
    assertThat(sheet.height()).isGreaterThan(128);
    // However its units are cut, it is the same to the byte.
    assertThat(run(options.deepCopy().put("chunk", 64), new InMemory(), Bundles.BIRDS))
        .isEqualTo(report);
  }

  @Test
  void aSegmenterSuggestsWhereTheDataSetHasNoMasks() throws Exception {
    Path bare = directory.resolve("without-masks");
    new Waterbirds(0.7, 64, 5).write(bare, 80, done -> {});
    Durable.delete(bare.resolve("masks"));
    Path encoder = Kinds.bundle("encoder");
    ObjectNode options = bare().put("head", "fitted").put("features", 1).put("suggest", "mass");
    InMemory artifacts = new InMemory();
    Report without = run(subject(bare, options, encoder), artifacts);
    assertThat(document(without, "verdicts", artifacts)).isEmpty();
    AuditSubject subject = subject(bare, options, encoder, Kinds.bundle("segmenter"));
    Report report = run(subject, artifacts);
    assertThat(document(report, "verdicts", artifacts)).hasSize(2);
    Report.Figure outside = (Report.Figure) table(report, "features").rows().get(0).get(3);
    assertThat(outside.value()).isBetween(0.0, 1.0);
    assertThat(outside.n()).isEqualTo(5);
    assertThat(section(report, "Features that matter").text()).contains("segmenter");
    // It is asked for masks, not for labels.
    assertThat(document(report, "gaps", artifacts).get("models")).hasSize(1);
  }

  @Test
  void whatDoesNotFitIsRefusedInOneLine() {
    Path segmenter = Kinds.bundle("segmenter");
    refused(
        quick(),
        "segmenter takes pictures of 12 × 8, the first model of 64 × 64",
        Bundles.BIRDS,
        segmenter);
    refused(quick(), "segmenter is no encoder and no classifier", segmenter);
    Path other = Kinds.copy(segmenter, directory.resolve("other"));
    refused(
        quick().put("head", "fitted"),
        "segmenter and other are segmenters; give one",
        Kinds.bundle("encoder"),
        segmenter,
        other);
    refused(
        quick().put("concepts", "weather=rain"),
        "birds has no attribute weather; it has",
        Bundles.BIRDS);
    refused(
        quick().put("concepts", "place=sky"),
        "a concept is written place=VALUE, with one of land, water, not place=sky",
        Bundles.BIRDS);
    refused(
        quick().put("sensitivity", 1001),
        "sensitivity is a whole number from 0 to 1000, not 1001",
        Bundles.BIRDS);
  }

  @Test
  void whereThereIsNothingToFindItIsSaid() throws Exception {
    Path perfect = directory.resolve("perfect");
    new Waterbirds(1, 64, 5).write(perfect, 120, done -> {});
    InMemory artifacts = new InMemory();
    ObjectNode options = bare().put("discover", "pca").set("concepts", JSON.arrayNode());
    Report report = run(subject(perfect, options, Bundles.BIRDS), artifacts);
    // Every bird is in its own place: no class shows the place apart, and hardly any is wrong.
    assertThat(document(report, "concepts", artifacts).at("/missing/0/why").textValue())
        .isEqualTo("no class has images with the concept and without it");
    JsonNode discovery = document(report, "discovery", artifacts);
    assertThat(discovery.get("refused").size() + discovery.get("tested").intValue() / 5)
        .isEqualTo(2);
    assertThat(discovery.at("/refused/0/why").textValue()).contains("no error");
    for (String name : names(report)) {
      assertThat(document(report, name, artifacts).toString()).doesNotContain("NaN");
    }
  }

  @Test
  void nativeMemoryIsFlatOverManyRegions() throws IOException {
    List<Long> resident = new ArrayList<>();
    ObjectNode options = bare().put("sensitivity", 32).put("features", 12);
    Consumer<AuditProgress> listener =
        progress -> {
          int at = progress.stage();
          if (at < progress.stages().size()
              && progress.stages().get(at).name().equals("sensitivity")) {
            resident.add(residentKilobytes());
          }
        };
    run(subject(directory.resolve("birds"), options, Bundles.BIRDS), new InMemory(), listener);
    assertThat(resident).hasSizeGreaterThan(24);
    long early = resident.get(resident.size() / 4);
    // A unit passes 12 batches of 0.8 MB and their maps: kept, hundreds of megabytes.
    assertThat(resident.get(resident.size() - 1) - early).isLessThan(150_000);
  }

  private static long residentKilobytes() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static double share(JsonNode places, String wanted) {
    AuditSubject subject = subject(directory.resolve("birds"), quick(), Bundles.BIRDS);
    return StreamSupport.stream(places.spliterator(), false)
        .mapToDouble(
            place ->
                wanted.equals(
                        subject.images().samples().get(place.intValue()).groups().get("place"))
                    ? 1
                    : 0)
        .average()
        .orElseThrow();
  }

  private static JsonNode concept(JsonNode concepts, int classIndex, int model) {
    return StreamSupport.stream(concepts.get("concepts").spliterator(), false)
        .filter(one -> one.get("class").intValue() == classIndex)
        .filter(one -> one.get("model").intValue() == model)
        .findFirst()
        .orElseThrow();
  }

  private static List<JsonNode> crops(Report report, InMemory artifacts) throws IOException {
    List<JsonNode> crops = new ArrayList<>();
    for (JsonNode one : document(report, "class-0", artifacts).get("flagged")) {
      assertThat(one.get("cropWhy").isNull()).isTrue();
      crops.add(((ObjectNode) one.get("crop")).put("place", one.get("place").intValue()));
    }
    return crops;
  }

  private static JsonNode document(Report report, String name, InMemory artifacts)
      throws IOException {
    return MAPPER.readTree(
        artifacts.read(
            report.data().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow()
                .artifact()));
  }

  private static List<String> names(Report report) {
    return report.data().stream().map(Report.Document::name).toList();
  }

  private static Report.Section section(Report report, String title) {
    return report.sections().stream()
        .filter(section -> section.title().equals(title))
        .findFirst()
        .orElseThrow();
  }

  private static List<Report.Picture> pictures(Report report, String title) {
    return section(report, title).pictures();
  }

  private static Report.Table table(Report report, String name) {
    return report.sections().stream()
        .flatMap(section -> section.tables().stream())
        .filter(table -> table.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void refused(ObjectNode options, String message, Path... models) {
    assertThatThrownBy(
            () -> run(subject(directory.resolve("birds"), options, models), new InMemory()))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining(message);
  }

  private static AuditSubject subject(Path data, ObjectNode options, Path... models) {
    List<AuditedModel> audited =
        IntStream.range(0, models.length)
            .mapToObj(
                i -> new AuditedModel("" + models[i].getFileName(), models[i].toString(), null))
            .toList();
    AuditedImages images =
        new AuditedImages(
            "" + data.getFileName(),
            data.toString(),
            null,
            null,
            Task.OWN,
            Subset.ALL,
            false,
            null);
    return new Subjects(1)
        .prepare(new AuditSpec("spuriosity", images, audited, new Spuriosity().options(options)));
  }

  private static Report run(ObjectNode options, InMemory artifacts, Path... models) {
    return run(subject(directory.resolve("birds"), options, models), artifacts);
  }

  private static Report run(AuditSubject subject, InMemory artifacts) {
    return run(subject, artifacts, progress -> {});
  }

  private static Report run(
      AuditSubject subject, InMemory artifacts, Consumer<AuditProgress> listener) {
    LocalRun.Outcome outcome =
        LocalRun.run(
                new Spuriosity(), subject, Device.cpu(), artifacts, null, listener, () -> false)
            .orElseThrow();
    assertThat(outcome.aside()).isEmpty();
    return outcome.report();
  }
}
