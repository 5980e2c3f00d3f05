package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Results;
import dev.telltale.audit.StagePlan;
import dev.telltale.audit.Workbench;
import dev.telltale.dataset.Column;
import dev.telltale.features.head.Examples;
import dev.telltale.stats.Bootstrap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Cues that nobody named, in the images that the head was neither fitted nor tuned on. What a class
 * comes to is adjusted with all others when the report is made.
 */
final class DiscoveryStage {
  /** False discoveries among the survivors. */
  static final double RATE = 0.05;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Images of a class that are looked at: twice 2000 rows of 2048 features are 50 MB. */
  private static final int MOST_IMAGES = 4000;

  private static final int DIRECTIONS = 5;

  /** Each end holds at least this share of the untouched half. */
  private static final int SHARE = 5;

  private DiscoveryStage() {}

  /** Classes by the handful, about as many images in each unit. */
  static StagePlan plan(AuditSubject subject) {
    List<JsonNode> units = new ArrayList<>();
    int[] images = images(subject);
    int from = 0;
    int sum = 0;
    for (int c = 0; c < images.length; c++) {
      sum += Math.min(MOST_IMAGES, images[c]);
      if (c + 1 == images.length || sum + Math.min(MOST_IMAGES, images[c + 1]) > MOST_IMAGES) {
        units.add(JSON.objectNode().put("from", from).put("to", c + 1));
        from = c + 1;
        sum = 0;
      }
    }
    return StagePlan.parallel(units);
  }

  static JsonNode work(
      JsonNode unit, Map<String, JsonNode> outcomes, SpuriosityOptions options, Workbench bench) {
    ObjectNode result = JSON.objectNode();
    ArrayNode tested = result.putArray("tested");
    ArrayNode refused = result.putArray("refused");
    Ranked ranked = new Ranked(outcomes, options, bench);
    for (int c = unit.get("from").intValue(); c < unit.get("to").intValue(); c++) {
      bench.breathe();
      int[] places = places(c, ranked, options.seed());
      Examples examples = ranked.examples(places);
      Discovery.Options how =
          new Discovery.Options(
              Objects.requireNonNull(options.discovery(), "discovery"),
              DIRECTIONS,
              Math.max(options.whole("k"), (places.length + 1) / 2 / SHARE),
              RATE,
              options.level(),
              options.seed());
      Discovery.InClass one =
          Discovery.inClass(
              examples,
              ranked.head(),
              Predictions.of(examples, ranked.head(), bench.device()),
              how,
              c);
      if (one.missing() != null) {
        refused.addObject().put("class", c).put("why", one.missing());
      }
      for (int d = 0; d < one.tested().size(); d++) {
        tested.add(described(one.tested().get(d), d, places, bench));
      }
    }
    return result;
  }

  static JsonNode fold(Results results) {
    ObjectNode all = JSON.objectNode();
    ArrayNode tested = all.putArray("tested");
    ArrayNode refused = all.putArray("refused");
    try (Stream<Results.Result> units = results.stream()) {
      units.forEach(
          unit -> {
            unit.value().get("tested").forEach(tested::add);
            unit.value().get("refused").forEach(refused::add);
          });
    }
    return all;
  }

  /** Only what may survive has pictures: adjusted, p is never smaller. */
  private static JsonNode described(
      Discovery.Found found, int direction, int[] places, Workbench bench) {
    ObjectNode one =
        JSON.objectNode()
            .put("class", found.gap().classIndex())
            .put("direction", direction)
            .put("p", found.gap().pValue())
            .put("cosine", found.alongHead());
    one.set("gap", Json.estimate(found.gap().gap()));
    if (found.gap().pValue() <= RATE) {
      EndsSheet.of(found.ranking(), places, bench).describe(one);
    }
    return one;
  }

  /** Of the parts that stop and report; so many by the seed where there are more. */
  private static int[] places(int classIndex, Ranked ranked, long seed) {
    int[] own =
        IntStream.concat(
                Arrays.stream(ranked.splits().stopping()),
                Arrays.stream(ranked.splits().reporting()))
            .filter(place -> ranked.features().label(place) == classIndex)
            .sorted()
            .toArray();
    RandomGenerator random = Bootstrap.generator(seed + classIndex);
    int most = Math.min(MOST_IMAGES, own.length);
    for (int i = 0; i < most && most < own.length; i++) {
      int j = i + random.nextInt(own.length - i);
      int other = own[j];
      own[j] = own[i];
      own[i] = other;
    }
    return Arrays.stream(own, 0, most).sorted().toArray();
  }

  private static int[] images(AuditSubject subject) {
    int[] counts = new int[subject.images().classes().size()];
    Column label = subject.images().samples().label().orElseThrow();
    for (int place = 0; place < subject.images().samples().size(); place++) {
      int code = subject.images().samples().code(label, place);
      if (code >= 0) {
        counts[code]++;
      }
    }
    return counts;
  }
}
