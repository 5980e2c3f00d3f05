package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Results;
import dev.telltale.audit.StagePlan;
import dev.telltale.audit.Workbench;
import dev.telltale.model.ModelSpec;
import dev.telltale.spuriosity.Exchange.Arm;
import dev.telltale.stats.Bootstrap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Exchanges objects and surroundings between the pictures of each class and those of the others,
 * and tells which of the two every feature follows.
 */
final class ExchangeStage {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Fewer pictures of each kind tell nothing. */
  private static final int FEWEST = 10;

  private ExchangeStage() {}

  /** A unit for each class. */
  static StagePlan plan(AuditSubject subject) {
    return StagePlan.parallel(
        IntStream.range(0, subject.images().classes().size())
            .mapToObj(c -> JSON.objectNode().put("class", c))
            .toList());
  }

  /** Tells of the class's features that matter only. */
  static JsonNode work(
      int classIndex, JsonNode encoded, JsonNode head, SpuriosityOptions options, Workbench bench) {
    StoredFeatures features = StoredFeatures.of(encoded, bench);
    int[] tuning = Splits.of(bench.subject().images().samples(), features, options.seed()).tuning();
    Exchange exchange = exchange(classIndex, tuning, features, options, bench);
    ObjectNode result =
        JSON.objectNode()
            .put("class", classIndex)
            .put("images", exchange.images())
            .put("missing", exchange.missing());
    ArrayNode list = result.putArray("features");
    for (JsonNode one : head.get("top")) {
      if (exchange.missing() == null && one.get("class").intValue() == classIndex) {
        int feature = one.get("feature").intValue();
        list.addObject()
            .put("feature", feature)
            .put("object", exchange.object()[feature])
            .put("surroundings", exchange.surroundings()[feature]);
      }
    }
    return result;
  }

  static JsonNode fold(Results results) {
    ObjectNode all = JSON.objectNode();
    ArrayNode list = all.putArray("classes");
    try (Stream<Results.Result> units = results.stream()) {
      units.forEach(unit -> list.add(unit.value()));
    }
    return all;
  }

  /**
   * What was found of a feature of a class.
   *
   * @param one names both
   * @param exchanged {@link #fold}'s
   */
  static Optional<ObjectNode> of(JsonNode one, JsonNode exchanged) {
    for (JsonNode of : exchanged.path("classes")) {
      if (of.get("class").equals(one.get("class"))) {
        ObjectNode found = JSON.objectNode();
        found.set("images", of.get("images"));
        found.set("missing", of.get("missing"));
        for (JsonNode feature : of.get("features")) {
          if (feature.get("feature").equals(one.get("feature"))) {
            found.set("object", feature.get("object"));
            found.set("surroundings", feature.get("surroundings"));
          }
        }
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  private static Exchange exchange(
      int classIndex,
      int[] places,
      StoredFeatures features,
      SpuriosityOptions options,
      Workbench bench) {
    RandomGenerator random = Bootstrap.generator(options.seed() + classIndex);
    IntPredicate member = place -> features.label(place) == classIndex;
    List<List<float[]>> pooled = new ArrayList<>();
    for (Arm arm : Arm.values()) {
      pooled.add(arm.ordinal(), new ArrayList<>());
    }
    Inputs inputs = new Inputs(bench.subject());
    try (FirstNetwork network = FirstNetwork.of(bench);
        Masks masks = new Masks(inputs, bench)) {
      ModelSpec spec = network.spec();
      Cuts own =
          new Cuts(Arrays.stream(places).filter(member).toArray(), random, inputs, masks, spec);
      Cuts others =
          new Cuts(
              Arrays.stream(places).filter(member.negate()).toArray(), random, inputs, masks, spec);
      int left = options.whole("pairs");
      while (left > 1) {
        List<Collage> mine = own.next(Math.min(left, EncodeStage.BATCH), bench);
        List<Collage> theirs = others.next(mine.size(), bench);
        int images = Math.min(mine.size(), theirs.size());
        if (images < 2) {
          break;
        }
        for (Arm arm : Arm.values()) {
          List<Collage> objects = (arm.ownObject() ? mine : theirs).subList(0, images);
          List<Collage> surroundings = (arm.ownSurroundings() ? mine : theirs).subList(0, images);
          pooled.get(arm.ordinal()).addAll(pooled(objects, surroundings, network, bench));
        }
        left -= images;
      }
    }
    int images = pooled.get(0).size();
    return images < FEWEST
        ? Exchange.missing(
            "only %d pictures of the class, or of others, have an object with surroundings; %d are needed"
                .formatted(images, FEWEST))
        : Exchange.of(
            pooled.stream().map(arm -> arm.toArray(float[][]::new)).toArray(float[][][]::new));
  }

  /** r of a batch of objects in surroundings; none is put back into its own. */
  private static List<float[]> pooled(
      List<Collage> objects, List<Collage> surroundings, FirstNetwork network, Workbench bench) {
    bench.breathe();
    int size = 3 * network.spec().height() * network.spec().width();
    int images = objects.size();
    int shift = objects.equals(surroundings) ? 1 : 0;
    float[] batch = new float[EncodeStage.BATCH * size];
    for (int i = 0; i < images; i++) {
      objects.get(i).into(surroundings.get((i + shift) % images), batch, i * size);
    }
    float[] all = network.pooled(batch);
    int channels = all.length / EncodeStage.BATCH;
    return IntStream.range(0, images)
        .mapToObj(i -> Arrays.copyOfRange(all, i * channels, (i + 1) * channels))
        .toList();
  }

  /** Pictures in an order by chance, those that have an object with surroundings. */
  private static final class Cuts {
    private final int[] places;
    private final RandomGenerator random;
    private final Inputs inputs;
    private final Masks masks;
    private final ModelSpec spec;
    private int looked;

    Cuts(int[] places, RandomGenerator random, Inputs inputs, Masks masks, ModelSpec spec) {
      this.places = places;
      this.random = random;
      this.inputs = inputs;
      this.masks = masks;
      this.spec = spec;
    }

    /** So many more, or as many as there are left. */
    List<Collage> next(int most, Workbench bench) {
      List<Collage> cut = new ArrayList<>();
      for (; looked < places.length && cut.size() < most; looked++) {
        int other = looked + random.nextInt(places.length - looked);
        int place = places[other];
        places[other] = places[looked];
        places[looked] = place;
        float[] mask = masks.of(place, spec);
        if (mask != null) {
          bench.breathe();
          Collage one = Collage.of(inputs.pixels(place, spec), mask, spec.height(), spec.width());
          if (one != null) {
            cut.add(one);
          }
        }
      }
      return cut;
    }
  }
}
