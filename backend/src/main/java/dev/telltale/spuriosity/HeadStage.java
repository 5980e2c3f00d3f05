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
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

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
    try (StoredFeatures features = new StoredFeatures(subject, encoded, bench.artifacts())) {
      Splits splits = Splits.of(subject.images().samples(), features, options.seed());
      Examples tuning = features.at(splits.tuning());
      int classes = subject.images().classes().size();
      LinearHead head =
          options.fitted()
              ? fitted(tuning, classes, bench.device(), bench::breathe)
              : own(subject, 0);
      ObjectNode result = JSON.objectNode();
      result.put("head", bench.artifacts().write(HeadBundle.files(head).get("head.json")));
      FeatureImportance importance = FeatureImportance.of(tuning, head, place -> true);
      int most = options.whole("features");
      List<int[]> top =
          IntStream.range(0, classes)
              .mapToObj(c -> importance.top(c, most).stream().mapToInt(i -> i).toArray())
              .toList();
      ArrayNode list = result.putArray("top");
      for (Activations members : Activations.gather(tuning, top)) {
        for (int feature : members.features()) {
          Evidence evidence = Evidence.of(members, feature, Evidence.SHOWN);
          ObjectNode one =
              list.addObject()
                  .put("class", members.classIndex())
                  .put("feature", feature)
                  .put("importance", importance.byClass()[members.classIndex()][feature]);
          ArrayNode others = one.putArray("otherClasses");
          importance.classesOf(feature, most).stream()
              .filter(c -> c != members.classIndex())
              .forEach(others::add);
          put(one, "most", evidence.most(), splits.tuning());
          put(one, "least", evidence.least(), splits.tuning());
        }
      }
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  /** Rows of a model's own head, one per label: the mean of those that the label joins. */
  static LinearHead own(AuditSubject subject, int model) {
    LinearHead whole = subject.models().get(model).linearHead().orElseThrow();
    ClassMap map = subject.classMaps().get(model);
    List<float[]> rows = new ArrayList<>();
    List<Float> bias = new ArrayList<>();
    for (String label : subject.images().classes()) {
      Set<Integer> joined = map.indicesFor(label);
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
