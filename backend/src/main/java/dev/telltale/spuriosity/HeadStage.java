package dev.telltale.spuriosity;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Artifacts;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Workbench;
import dev.telltale.dataset.ClassMap;
import dev.telltale.features.head.Examples;
import dev.telltale.features.head.Heads;
import dev.telltale.features.head.LogisticRegression;
import dev.telltale.model.HeadBundle;
import dev.telltale.model.LinearHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The head over the data set's labels, the features that matter most for each, and the images by
 * which people judge them.
 */
final class HeadStage {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private HeadStage() {}

  /**
   * Tells {@code head} (an address) and {@code top}, a list of evidence in the data set's places.
   */
  static JsonNode work(JsonNode encoded, SpuriosityOptions options, Workbench bench) {
    AuditSubject subject = bench.subject();
    StoredFeatures features = StoredFeatures.of(encoded, bench);
    Splits splits = Splits.of(subject.images().samples(), features, options.seed());
    Examples tuning = features.at(splits.tuning());
    int classes = subject.images().classes().size();
    LinearHead head =
        options.fitted()
            ? fitted(tuning, classes, bench.device(), bench::breathe)
            : own(subject, 0);
    ObjectNode result = JSON.objectNode();
    try {
      result.put("head", bench.artifacts().write(HeadBundle.files(head).get("head.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    FeatureImportance importance =
        FeatureImportance.of(tuning, head, counting(tuning, head, options, bench.device()));
    int most = options.whole("features");
    List<List<Integer>> top =
        IntStream.range(0, classes).mapToObj(c -> importance.top(c, most)).toList();
    Map<Integer, List<Integer>> classesOf = new HashMap<>();
    for (int c = 0; c < classes; c++) {
      for (int feature : top.get(c)) {
        classesOf.computeIfAbsent(feature, of -> new ArrayList<>()).add(c);
      }
    }
    ArrayNode list = result.putArray("top");
    for (Activations members :
        Activations.gather(tuning, lookedAt(top, importance, features, options, subject))) {
      int c = members.classIndex();
      for (int feature : members.features()) {
        Evidence evidence = Evidence.of(members, feature, Evidence.SHOWN);
        int rank = top.get(c).indexOf(feature);
        ObjectNode one =
            list.addObject()
                .put("class", c)
                .put("feature", feature)
                .put("importance", importance.byClass()[c][feature])
                .put("rank", rank < 0 ? null : Integer.valueOf(rank + 1));
        ArrayNode others = one.putArray("otherClasses");
        classesOf.getOrDefault(feature, List.of()).stream()
            .filter(other -> other != c)
            .forEach(others::add);
        put(one, "most", evidence.most(), splits.tuning());
        put(one, "least", evidence.least(), splits.tuning());
      }
    }
    return result;
  }

  private static IntPredicate counting(
      Examples tuning, LinearHead head, SpuriosityOptions options, Device device) {
    if (!options.importanceOfRight()) {
      return place -> true;
    }
    boolean[] right = Heads.right(tuning, head, device);
    return place -> right[place];
  }

  /** The most important features of each class, and those that people spoke of. */
  private static List<int[]> lookedAt(
      List<List<Integer>> top,
      FeatureImportance importance,
      StoredFeatures features,
      SpuriosityOptions options,
      AuditSubject subject) {
    List<int[]> all = new ArrayList<>();
    for (int c = 0; c < top.size(); c++) {
      String name = subject.images().classes().get(c);
      List<Integer> given = options.verdicts().getOrDefault(name, List.of());
      for (int feature : given) {
        if (feature >= features.channels()) {
          throw new IllegalArgumentException(Verdicts.beyond(name, feature, features.channels()));
        }
      }
      // Without an image of the class there is nothing to look at.
      all.add(
          importance.missing(c).isPresent()
              ? new int[0]
              : Stream.concat(top.get(c).stream(), given.stream())
                  .distinct()
                  .mapToInt(i -> i)
                  .toArray());
    }
    return all;
  }

  /** The head that {@link #work} told of. */
  static LinearHead head(JsonNode outcome, Artifacts artifacts) {
    try {
      return MAPPER.readValue(artifacts.read(outcome.get("head").textValue()), LinearHead.class);
    } catch (IOException e) {
      throw new UncheckedIOException("the head cannot be read back", e);
    }
  }

  private static LinearHead fitted(Examples tuning, int classes, Device device, Runnable breathe) {
    return LogisticRegression.fit(
            tuning,
            Heads.zero(classes, tuning.channels()),
            LogisticRegression.Options.DEFAULTS,
            (round, loss) -> breathe.run(),
            device)
        .head();
  }

  /**
   * Rows of a model's own head, one per label: the mean of those that the label joins. Of several
   * it is no classifier that anybody has: features matter by it and tuning starts from it, but what
   * the model says is what it said when the images were encoded.
   */
  static LinearHead own(AuditSubject subject, int model) {
    LinearHead whole = subject.models().get(model).linearHead().orElseThrow();
    ClassMap map = subject.classMaps().get(model);
    List<float[]> rows = new ArrayList<>();
    List<Float> bias = new ArrayList<>();
    for (String label : subject.images().classes()) {
      // In one order: sums of floats depend on it, and sets have another one in each process.
      Set<Integer> joined = new TreeSet<>(map.indicesFor(label));
      float[] row = new float[whole.channels()];
      float offset = 0;
      for (int k : joined) {
        offset += whole.bias()[k] / joined.size();
        for (int i = 0; i < row.length; i++) {
          row[i] += whole.weight()[k][i] / joined.size();
        }
      }
      rows.add(row);
      bias.add(offset);
    }
    float[] offsets = new float[bias.size()];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = bias.get(i);
    }
    return new LinearHead(rows.toArray(float[][]::new), offsets);
  }

  private static void put(ObjectNode into, String field, int[] places, int[] inDataSet) {
    ArrayNode list = into.putArray(field);
    Arrays.stream(places).forEach(place -> list.add(inDataSet[place]));
  }
}
