package dev.telltale.spuriosity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Results;
import dev.telltale.dataset.Regions;
import dev.telltale.dataset.SampleTable;
import dev.telltale.dataset.Texts;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Documents of as many classes, features and models as a study of ImageNet has; drawn numbers. */
class DocumentsAtScaleTest {
  private static final int CLASSES = 1000;
  private static final int FEATURES = 5;
  private static final int MODELS = 50;
  private static final int PER_CLASS = 50;

  @Test
  void aThousandClassesOfFiftyModelsAreSmallDocumentsOneByOne() {
    FeatureEntries features = features();
    Measured measured = measured();
    int largest = 0;
    for (int c = 0; c < CLASSES; c += 20) {
      ObjectNode one = ClassDocument.of(c, "class " + c, features, measured, null);
      int bytes = one.toString().getBytes(StandardCharsets.UTF_8).length;
      largest = Math.max(largest, bytes);
      assertThat(one.get("gaps")).hasSize(MODELS);
      assertThat(one.get("features")).hasSize(FEATURES);
      assertThat(one.at("/ranking/highest/0/right")).hasSize(MODELS);
    }
    String gaps = GapsDocument.of(measured, 10).toString();
    String shown = features.features().toString();
    assertThat(largest).isLessThan(200_000);
    assertThat(gaps.length()).isLessThan(5_000_000);
    assertThat(shown.length()).isLessThan(6_000_000);
    assertThat(gaps).doesNotContain("NaN");
  }

  @Test
  void whatIsLostWithRegionsIsSmallDocumentsOneByOneToo() {
    ObjectNode head = Json.NODES.objectNode();
    ArrayNode top = head.putArray("top");
    List<String> classes = new ArrayList<>();
    List<String> models = IntStream.range(0, MODELS).mapToObj(m -> "model " + m).toList();
    for (int c = 0; c < CLASSES; c++) {
      classes.add("class " + c);
      for (int f = 0; f < FEATURES; f++) {
        top.addObject().put("class", c).put("feature", (c + 7 * f) % 512);
      }
    }
    SpuriosityOptions options = SpuriosityOptions.of(Json.NODES.objectNode());
    Verdicts verdicts = Verdicts.of(classes, options, head, Json.NODES.objectNode());
    JsonNode outcome = SensitivityStage.fold(new Drops());
    assertThat(outcome.get(SensitivityStage.MEASURED)).hasSize(CLASSES * FEATURES * MODELS);
    Sensitivities drops = Sensitivities.of(outcome, head, MODELS);
    Map<String, Integer> bytes = new TreeMap<>();
    List<WeakReference<ObjectNode>> made = new ArrayList<>();
    int last = CLASSES + MODELS;
    new SensitivityDocuments(models, options, head, verdicts, drops)
        .write(
            CLASSES,
            (name, document) -> {
              if (made.size() == last) {
                System.gc();
                assertThat(made).filteredOn(one -> one.get() != null).isEmpty();
              }
              made.add(new WeakReference<>(document));
              String text = document.toString();
              assertThat(text).doesNotContain("NaN");
              bytes.merge(name.replaceAll("\\d+", ""), text.length(), Math::max);
            });
    assertThat(made).hasSize(1 + last);
    assertThat(bytes).containsOnlyKeys("sensitivity", "sensitivity-class-", "sensitivity-model-");
    assertThat(bytes.get("sensitivity")).isLessThan(100_000);
    assertThat(bytes.get("sensitivity-class-")).isLessThan(100_000);
    assertThat(bytes.get("sensitivity-model-")).isLessThan(2_000_000);
  }

  /** Of every feature and model, drawn. */
  private static final class Drops implements Results {
    @Override
    public int units() {
      return CLASSES * FEATURES * MODELS;
    }

    @Override
    public int missing() {
      return 0;
    }

    @Override
    public Stream<Result> stream() {
      Random random = new Random(9);
      return IntStream.range(0, units())
          .mapToObj(unit -> new Result(unit, drop(unit / MODELS, unit % MODELS, random)));
    }

    private static ObjectNode drop(int index, int model, Random random) {
      int images = 60 + random.nextInt(6);
      ObjectNode one = Json.NODES.objectNode().put("index", index).put("model", model);
      one.put("images", images).put("covered", 65 - images).put("right", 50);
      ArrayNode cells = one.putArray("cells");
      for (int i = 0; i < Corruption.values().length; i++) {
        cells.addObject().put("lost", random.nextInt(25)).put("gained", random.nextInt(12));
      }
      return model == 0 ? one.put("picture", "0123456789abcdef".repeat(4)) : one;
    }
  }

  private static FeatureEntries features() {
    ObjectNode head = Json.NODES.objectNode();
    ArrayNode top = head.putArray("top");
    ObjectNode evidence = Json.NODES.objectNode();
    ArrayNode shown = evidence.putArray("evidence");
    List<String> classes = new ArrayList<>();
    for (int c = 0; c < CLASSES; c++) {
      classes.add("class " + c);
      for (int f = 0; f < FEATURES; f++) {
        ObjectNode one = top.addObject().put("class", c).put("feature", (c + 7 * f) % 512);
        one.put("importance", 1.0 / (f + 3)).put("rank", f + 1);
        one.putArray("otherClasses").add(1).add(2);
        one.set("most", Json.ints(new int[] {1, 2, 3, 4, 5}));
        one.set("least", Json.ints(new int[] {6, 7, 8, 9, 10}));
        ObjectNode strips = shown.addObject().put("index", shown.size() - 1);
        for (String strip : List.of("highest", "maps", "attacks", "lowest")) {
          strips.put(strip, "0123456789abcdef".repeat(4));
        }
        strips.put("outside", 0.7).put("uniform", 0.8).put("images", 5).putNull("missing");
      }
    }
    return new FeatureEntries(
        classes, SpuriosityOptions.of(Json.NODES.objectNode()), head, evidence);
  }

  private static Measured measured() {
    Random random = new Random(8);
    int images = CLASSES * PER_CLASS;
    List<Activations> members = new ArrayList<>();
    for (int c = 0; c < CLASSES; c++) {
      int first = c * PER_CLASS;
      float[][] values = new float[2][PER_CLASS];
      for (int i = 0; i < PER_CLASS; i++) {
        values[0][i] = random.nextFloat();
        values[1][i] = random.nextFloat();
      }
      members.add(
          new Activations(
              c, new int[] {3, 7}, IntStream.range(first, first + PER_CLASS).toArray(), values));
    }
    List<ClassCues> cues = members.stream().map(ClassCues::of).toList();
    List<Ranking> rankings =
        IntStream.range(0, CLASSES).mapToObj(c -> Ranking.of(members.get(c), cues.get(c))).toList();
    List<Ends> ends = rankings.stream().map(ranking -> Ends.of(ranking, 10)).toList();
    List<String> names = new ArrayList<>();
    List<Predictions> predictions = new ArrayList<>();
    for (int m = 0; m < MODELS; m++) {
      names.add("model " + m);
      boolean[] right = new boolean[images];
      for (int i = 0; i < images; i++) {
        right[i] = random.nextDouble() < 0.5 + m / 100.0;
      }
      boolean[] predicted = new boolean[CLASSES];
      Arrays.fill(predicted, true);
      predictions.add(new Predictions(right, predicted));
    }
    List<ModelGaps> gaps =
        predictions.stream().map(model -> ModelGaps.of(ends, model, 0.95)).toList();
    Texts ids = new Texts();
    for (int i = 0; i < images; i++) {
      ids.add("images/%06d.JPEG".formatted(i));
    }
    SampleTable samples =
        SampleTable.of(Path.of("/"), ids, null, null, List.of(), List.of(), Regions.NONE);
    return new Measured(
        IntStream.range(0, images).toArray(),
        samples,
        members,
        cues,
        rankings,
        ends,
        names,
        predictions,
        gaps,
        ModelGaps.adjusted(gaps),
        0.95);
  }
}
