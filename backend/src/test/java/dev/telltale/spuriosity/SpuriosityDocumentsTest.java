package dev.telltale.spuriosity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.AuditedImages;
import dev.telltale.audit.AuditedModel;
import dev.telltale.audit.LocalRun;
import dev.telltale.audit.Report;
import dev.telltale.audit.ReportDocument;
import dev.telltale.audit.ReportFiles;
import dev.telltale.audit.Subjects;
import dev.telltale.dataset.SampleTable;
import dev.telltale.dataset.Subset;
import dev.telltale.dataset.Task;
import dev.telltale.dataset.waterbirds.Waterbirds;
import dev.telltale.image.Pictures;
import dev.telltale.image.RgbImage;
import dev.telltale.model.Classifier;
import dev.telltale.model.ModelBundle;
import dev.telltale.model.ModelCheck;
import dev.telltale.testing.Bundles;
import dev.telltale.testing.InMemory;
import dev.telltale.testing.Kinds;
import dev.telltale.testing.Python;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The documents, of the whole method: on drawn birds, and on classes in which something is missing.
 */
class SpuriosityDocumentsTest {
  private static final Path ENCODER = Path.of("../models/shapes-robust");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path directory;
  private static Made birds;
  private static Made odd;

  /** A report, its documents by name, and what was kept. */
  private record Made(Report report, Map<String, JsonNode> documents, InMemory artifacts) {}

  @BeforeAll
  static void run() throws IOException {
    new Waterbirds(0.8, 64, 11).write(directory.resolve("birds"), 280, done -> {});
    ObjectNode quick =
        JsonNodeFactory.instance
            .objectNode()
            .put("attack", 2)
            .put("features", 3)
            .put("perClass", 30)
            .put("trials", 2)
            .put("epochs", 20);
    birds = run(spec("birds", null, quick, Bundles.BIRDS));
    Path drawn = directory.resolve("birds/images");
    for (int i = 0; i < 40; i++) {
      put(drawn, 0, "alike", i, i < 12);
      put(drawn, i, "birds", i, true);
      put(drawn, i + 40, "few", i, i < 10);
      put(drawn, i + 60, "plain", i, i < 10);
    }
    Path map = directory.resolve("map.json");
    Files.writeString(
        map,
        """
        {"alike": "waterbird", "birds": "landbird", "few": "landbird", "plain": "waterbird"}""");
    odd =
        run(
            spec(
                "odd",
                map,
                quick
                    .deepCopy()
                    .put("head", "fitted")
                    .put("suggest", "no")
                    .put("attack", 0)
                    .put("trials", 1)
                    .put("verdicts", "alike: 3 7; birds: 3 7; few: 3 7"),
                ENCODER,
                Bundles.BIRDS));
  }

  private static void put(Path drawn, int from, String label, int number, boolean wanted)
      throws IOException {
    if (wanted) {
      Path to = directory.resolve("odd").resolve(label).resolve(number + ".png");
      Files.createDirectories(to.getParent());
      Files.copy(drawn.resolve("%06d.png".formatted(from)), to);
    }
  }

  @Test
  void everyDocumentIsNamedOnceAndSaysNothingThatIsNoNumber() {
    for (Made made : List.of(birds, odd)) {
      assertThat(made.report.data().stream().map(Report.Document::name)).doesNotHaveDuplicates();
      int classes = made.documents.get("classes").get("classes").size();
      assertThat(made.documents.keySet()).contains("classes", "features", "gaps", "tuning");
      assertThat(made.documents.keySet().stream().filter(name -> name.startsWith("class-")))
          .hasSize(classes);
      made.documents.forEach(
          (name, document) ->
              assertThat(document.toString())
                  .as(name)
                  .doesNotContain("NaN")
                  .doesNotContain("Infinity"));
    }
  }

  @Test
  void aClassListsItsImagesFromBothEndsWithWhatEachModelSays() {
    JsonNode one = birds.documents.get("class-1");
    JsonNode ranking = one.get("ranking");
    int size = ranking.get("size").intValue();
    assertThat(ranking.get("highest")).hasSize(Math.min(100, size));
    double last = Double.POSITIVE_INFINITY;
    for (JsonNode image : ranking.get("highest")) {
      assertThat(image.get("spuriosity").doubleValue()).isLessThanOrEqualTo(last);
      last = image.get("spuriosity").doubleValue();
      assertThat(image.get("right")).hasSize(1);
    }
    assertThat(ranking.at("/lowest/0/spuriosity").doubleValue()).isLessThan(last + 1e-9);
    // The gap again, from the list.
    int k = one.get("k").intValue();
    double gap = share(ranking.get("highest"), k) - share(ranking.get("lowest"), k);
    assertThat(one.at("/gaps/0/value").doubleValue()).isCloseTo(gap, within(1e-6));
    assertThat(one.at("/gaps/0/n").intValue()).isEqualTo(2 * k);
    JsonNode parts = one.at("/curves/0/parts");
    assertThat(stream(parts).mapToInt(part -> part.get("n").intValue()).sum()).isEqualTo(size);
    assertThat(parts.get(0).get("from").intValue()).isZero();
    assertThat(parts.get(parts.size() - 1).get("to").intValue()).isEqualTo(100);
    JsonNode summary = birds.documents.get("classes").at("/classes/1");
    assertThat(summary.get("gap").doubleValue()).isCloseTo(gap, within(1e-6));
    assertThat(birds.documents.get("gaps").at("/value/1/0").doubleValue())
        .isCloseTo(gap, within(1e-6));
  }

  @Test
  void evidenceIsStripsOfSquareTilesThatEachDocumentNames() throws Exception {
    JsonNode entry = birds.documents.get("class-0").at("/features/0");
    assertThat(entry.get("rank").intValue()).isEqualTo(1);
    assertThat(entry.get("source").textValue()).isEqualTo("suggested");
    assertThat(entry.at("/suggestion/verdict").textValue())
        .isEqualTo(entry.get("verdict").textValue());
    JsonNode evidence = entry.get("evidence");
    for (String strip : List.of("highest", "maps", "attacks", "lowest")) {
      RgbImage picture = Pictures.decode(birds.artifacts.read(evidence.get(strip).textValue()));
      assertThat(picture.width()).isEqualTo(5 * picture.height());
    }
    assertThat(evidence.get("highestPlaces")).hasSize(5);
    JsonNode feature =
        stream(birds.documents.get("features").get("features"))
            .filter(one -> one.get("feature").equals(entry.get("feature")))
            .findFirst()
            .orElseThrow();
    assertThat(feature.at("/classes/0/evidence")).isEqualTo(evidence);
    assertThat(odd.documents.get("class-1").at("/features/0/evidence/attacks").isNull()).isTrue();
  }

  @Test
  void tuningIsFollowedByEpochAndTellsWhatItDidWithWhichImages() {
    JsonNode tuning = birds.documents.get("tuning");
    assertThat(tuning.get("threshold").doubleValue()).isEqualTo(0.05);
    assertThat(stream(tuning.get("sets")).map(set -> set.get("set").textValue()))
        .containsExactly("low", "random", "errors");
    for (JsonNode set : tuning.get("sets")) {
      assertThat(set.get("going")).isEmpty();
      for (JsonNode trial : set.get("trials")) {
        int points = trial.get("curve").size();
        assertThat(trial.get("epochs").intValue()).isBetween(Math.max(0, points - 2), points - 1);
        for (int i = 0; i < points; i++) {
          assertThat(trial.get("curve").get(i).get("epoch").intValue()).isEqualTo(i);
        }
        assertThat(trial.at("/curve/0/gap").doubleValue()).isBetween(-1.0, 1.0);
        double change =
            (trial.get("repairedCount").intValue() - trial.get("brokenCount").intValue())
                / tuning.at("/before/accuracy/n").doubleValue();
        assertThat(trial.at("/after/accuracy/value").doubleValue())
            .isCloseTo(tuning.at("/before/accuracy/value").doubleValue() + change, within(1e-5));
        for (JsonNode image : trial.get("repaired")) {
          assertThat(image.get("from")).isNotEqualTo(image.get("to"));
        }
      }
    }
    assertThat(tuning.at("/sets/2/trials/0/toppedUp").intValue()).isPositive();
    // No group has thirty of the seventy images that are reported on.
    assertThat(tuning.has("worstGroup")).isFalse();
  }

  @Test
  void theWorstGroupIsTheOneOfThirtyImagesOrMoreWithTheLowestAccuracy() {
    SampleTable samples =
        new Subjects(1)
            .prepare(spec("birds", null, JSON.createObjectNode(), Bundles.BIRDS))
            .images()
            .samples();
    int[] places = IntStream.range(0, samples.size()).toArray();
    boolean[] right = new boolean[places.length];
    int[] count = new int[1];
    for (int place : places) {
      boolean hard =
          "waterbird".equals(samples.label(place))
              && samples.code(samples.groups().get(0), place)
                  == samples.groups().get(0).values().indexOf("water");
      right[place] = hard ? count[0]++ % 2 == 0 : place % 5 > 0;
    }
    WorstGroup worst = WorstGroup.of(samples, places, right, 0.95);
    assertThat(worst.name()).isEqualTo("waterbird, place=water");
    assertThat(worst.accuracy().n()).isEqualTo(count[0]).isGreaterThan(30);
    assertThat(worst.accuracy().value()).isCloseTo(0.5, within(0.01));
    assertThat(WorstGroup.of(samples, new int[] {0, 1, 2}, right, 0.95)).isNull();
  }

  @Test
  void headsThatWereTunedOnLowSpuriosityAreWholeBundles() throws IOException {
    assertThat(birds.report.bundles().stream().map(Report.Bundle::name))
        .containsExactly("tuned-low-1", "tuned-low-2");
    assertThat(birds.documents.get("tuning").at("/sets/0/trials/1/bundle").textValue())
        .isEqualTo("tuned-low-2");
    Path out = directory.resolve("out");
    ReportFiles.write(
        new ReportDocument(birds.report, List.of()),
        JsonNodeFactory.instance.objectNode(),
        birds.artifacts,
        out);
    ModelCheck check = ModelCheck.of(out.resolve("bundles/tuned-low-1"), Kinds.CPU);
    assertThat(check.faults()).isEmpty();
    assertThat(out.resolve("data/class-1.json")).exists();
  }

  @Test
  void aTunedHeadGivesTheSameLogitsInPyTorch() throws Exception {
    Optional<Python> python = Python.with("torch");
    Assumptions.assumeTrue(python.isPresent(), "no Python with torch here");
    Path out = directory.resolve("for-python");
    ReportFiles.write(
        new ReportDocument(birds.report, List.of()),
        JsonNodeFactory.instance.objectNode(),
        birds.artifacts,
        out);
    Path bundle = out.resolve("bundles/tuned-low-2");
    String said =
        python
            .get()
            .run(
                """
                import sys, torch
                d = sys.argv[1]
                x = (torch.arange(2 * 3 * 64 * 64) % 251).float().div(251).reshape(2, 3, 64, 64)
                with torch.no_grad():
                    y = torch.jit.load(d + "/head.pt")(torch.jit.load(d + "/features.pt")(x))
                print(*y.flatten().tolist())""",
                bundle);
    float[] pixels = new float[2 * 3 * 64 * 64];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i % 251 / 251f;
    }
    try (Classifier classifier = Classifier.load(ModelBundle.read(bundle), Device.cpu());
        NDManager scope = classifier.newScope()) {
      NDArray images = scope.create(FloatBuffer.wrap(pixels), new Shape(2, 3, 64, 64));
      float[] logits = classifier.logits(classifier.features(images)).toFloatArray();
      String[] theirs = said.split(" ");
      assertThat(theirs).hasSize(logits.length);
      for (int i = 0; i < logits.length; i++) {
        assertThat(logits[i]).isCloseTo(Float.parseFloat(theirs[i]), within(1e-3f));
      }
    }
  }

  @Test
  void aClassWhoseFeaturesNeverChangeIsNamed() {
    JsonNode one = summary("alike");
    assertThat(ints(one.get("constant"))).containsExactly(3, 7);
    assertThat(one.get("gap").isNull()).isTrue();
    assertThat(document("alike").get("missing").textValue())
        .isEqualTo("its spurious features are the same on all images of the class");
    assertThat(document("alike").get("ranking").isNull()).isTrue();
  }

  @Test
  void aClassWithoutSpuriousFeaturesIsNamed() {
    assertThat(summary("plain").get("missing").textValue())
        .isEqualTo("the class has no spurious feature");
    assertThat(document("plain").get("gaps")).isEmpty();
    assertThat(document("plain").get("features")).isNotEmpty();
    int c = summary("plain").get("class").intValue();
    for (String figure : List.of("value", "low", "high", "adjusted", "shrunk")) {
      JsonNode row = odd.documents.get("gaps").get(figure).get(c);
      assertThat(row).hasSize(2).allMatch(JsonNode::isNull);
    }
  }

  @Test
  void aClassOfFewerImagesThanBothEndsWantSaysHowManyWereTaken() {
    assertThat(odd.documents.get("classes").get("k").intValue()).isEqualTo(10);
    assertThat(summary("few").get("images").intValue()).isEqualTo(2);
    assertThat(summary("few").get("k").intValue()).isEqualTo(1);
    assertThat(document("few").at("/gaps/0/n").intValue()).isEqualTo(2);
  }

  @Test
  void aClassThatAModelNeverGivesIsNamed() {
    assertThat(ints(summary("few").get("neverPredictedBy"))).contains(1);
    assertThat(document("few").at("/gaps/1/neverPredicted").booleanValue()).isTrue();
    assertThat(document("few").at("/gaps/1/value").doubleValue()).isZero();
  }

  @Test
  void whatFewClassesOrModelsCannotTellIsNotToldAndWhy() {
    JsonNode gaps = odd.documents.get("gaps");
    JsonNode correlation = gaps.get("correlation");
    assertThat(correlation.get("mean").isNull()).isTrue();
    assertThat(correlation.get("pairs").isNull()).isTrue();
    assertThat(correlation.get("why").textValue())
        .isEqualTo("4 classes of four images or more are needed, there is 1");
    assertThat(gaps.get("line").isNull()).isTrue();
    assertThat(gaps.get("lineWhy").textValue()).isEqualTo("a line needs 10 models, there are 2");
    assertThat(gaps.at("/variance/classes").isNull()).isTrue();
    assertThat(gaps.at("/variance/why").textValue())
        .isEqualTo("two classes are needed, there are 1 with four images or more");
    assertThat(gaps.at("/variance/paper/classes").doubleValue()).isNotNegative();
  }

  @Test
  void featuresThatPeopleNamedAreLookedAtToo() {
    JsonNode features = document("birds").get("features");
    JsonNode seven =
        stream(features)
            .filter(one -> one.get("feature").intValue() == 7)
            .findFirst()
            .orElseThrow();
    assertThat(seven.get("verdict").textValue()).isEqualTo("spurious");
    assertThat(seven.get("source").textValue()).isEqualTo("given");
    assertThat(seven.get("evidence").isObject()).isTrue();
    assertThat(ints(summary("birds").get("spurious"))).contains(3, 7);
  }

  private static double share(JsonNode images, int k) {
    return IntStream.range(0, k).filter(i -> images.get(i).at("/right/0").booleanValue()).count()
        / (double) k;
  }

  private static JsonNode summary(String name) {
    return stream(odd.documents.get("classes").get("classes"))
        .filter(one -> one.get("name").textValue().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode document(String name) {
    return odd.documents.get("class-" + summary(name).get("class"));
  }

  private static List<Integer> ints(JsonNode list) {
    return stream(list).map(JsonNode::intValue).toList();
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static AuditSpec spec(
      String data, @Nullable Path classMap, ObjectNode options, Path... models) {
    return new AuditSpec(
        "spuriosity",
        new AuditedImages(
            data,
            directory.resolve(data).toString(),
            null,
            classMap == null ? null : classMap.toString(),
            Task.OWN,
            Subset.ALL,
            false,
            null),
        List.of(models).stream()
            .map(model -> new AuditedModel("" + model.getFileName(), model.toString(), null))
            .toList(),
        new Spuriosity().options(options));
  }

  private static Made run(AuditSpec spec) throws IOException {
    InMemory artifacts = new InMemory();
    AuditSubject subject = new Subjects(1).prepare(spec);
    LocalRun.Outcome outcome =
        LocalRun.run(
                new Spuriosity(),
                subject,
                Device.cpu(),
                artifacts,
                null,
                progress -> {},
                () -> false)
            .orElseThrow();
    assertThat(outcome.aside()).isEmpty();
    Map<String, JsonNode> documents = new HashMap<>();
    for (Report.Document document : outcome.report().data()) {
      byte[] json = artifacts.read(document.artifact());
      assertThat(new String(json, StandardCharsets.UTF_8)).startsWith("{");
      documents.put(document.name(), JSON.readTree(json));
    }
    return new Made(outcome.report(), documents, artifacts);
  }
}
