package dev.telltale.spuriosity;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Results;
import dev.telltale.audit.StagePlan;
import dev.telltale.audit.Workbench;
import dev.telltale.image.ContactSheet;
import dev.telltale.image.Crop;
import dev.telltale.image.Overlay;
import dev.telltale.image.Png;
import dev.telltale.image.RgbImage;
import dev.telltale.model.ModelSpec;
import dev.telltale.spuriosity.EncodeStage.FirstNetwork;
import dev.telltale.spuriosity.FeatureAttack.Attacked;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One picture for each feature that matters, as people judge by it: the images that activate it
 * most, its activation maps on them, its attacks on them, and the images that activate it least;
 * and what masks suggest of it.
 */
final class EvidenceStage {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Pixels across of one image in the picture. */
  private static final int SHOWN_WIDTH = 128;

  private static final double OPACITY = 0.5;

  private EvidenceStage() {}

  static StagePlan plan(JsonNode head) {
    return StagePlan.parallel(
        IntStream.range(0, head.path("top").size())
            .mapToObj(i -> JSON.objectNode().put("index", i))
            .toList());
  }

  /**
   * Looks at one feature.
   *
   * @param exchange outcome of {@link ExchangeStage}; missing where there is no such stage
   */
  static JsonNode work(
      int index, JsonNode head, JsonNode exchange, SpuriosityOptions options, Workbench bench) {
    JsonNode one = head.get("top").get(index);
    int feature = one.get("feature").intValue();
    Inputs inputs = new Inputs(bench.subject());
    try (FirstNetwork network = FirstNetwork.of(bench)) {
      ModelSpec spec = network.spec();
      bench.breathe();
      int[] most = places(one.get("most"));
      float[][] images =
          Arrays.stream(most).mapToObj(place -> inputs.pixels(place, spec)).toArray(float[][]::new);
      List<Nam> maps = maps(network, images, feature);
      List<RgbImage> cells = new ArrayList<>();
      for (float[] image : images) {
        cells.add(shown(image, spec));
      }
      for (int i = 0; i < images.length; i++) {
        cells.add(overlay(shown(images[i], spec), maps.get(i)));
      }
      ObjectNode result = JSON.objectNode().put("index", index);
      if (options.whole("attack") > 0) {
        Attacked attacked = attack(network, images, feature, options, bench);
        for (float[] image : attacked.images()) {
          cells.add(shown(image, spec));
        }
        result.put("before", mean(attacked.values()[0]));
        result.put("attacked", mean(attacked.values()[attacked.values().length - 1]));
      }
      for (int place : places(one.get("least"))) {
        cells.add(shown(inputs.pixels(place, spec), spec));
      }
      suggest(result, maps, most, inputs, spec);
      ExchangeStage.of(one, exchange).ifPresent(found -> result.set("exchange", found));
      RgbImage sheet = ContactSheet.of(cells, images.length, 4);
      return result.put("picture", bench.artifacts().write(Png.write(sheet)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode fold(Results results) {
    ObjectNode all = JSON.objectNode();
    ArrayNode list = all.putArray("evidence");
    try (Stream<Results.Result> units = results.stream()) {
      units.forEach(unit -> list.add(unit.value()));
    }
    return all;
  }

  /** A picture of its pixels, for showing. */
  static RgbImage shown(float[] pixels, ModelSpec spec) {
    return Inputs.picture(pixels, spec.height(), spec.width()).scaledToWidth(SHOWN_WIDTH);
  }

  private static List<Nam> maps(FirstNetwork network, float[][] images, int feature) {
    ModelSpec spec = network.spec();
    int size = 3 * spec.height() * spec.width();
    FloatBuffer pixels = FloatBuffer.allocate(EncodeStage.BATCH * size);
    for (float[] image : images) {
      pixels.put(image);
    }
    try (NDManager scope = network.encoder().newScope()) {
      Shape shape = new Shape(EncodeStage.BATCH, 3, spec.height(), spec.width());
      return Nam.of(network.encoder().features(scope.create(pixels.rewind(), shape)), feature)
          .subList(0, images.length);
    }
  }

  private static Attacked attack(
      FirstNetwork network,
      float[][] images,
      int feature,
      SpuriosityOptions options,
      Workbench bench) {
    ModelSpec spec = network.spec();
    int[] features = new int[images.length];
    Arrays.fill(features, feature);
    return new FeatureAttack(network.encoder(), spec.height(), spec.width())
        .attack(
            images, features, options.real("attackStep"), options.whole("attack"), bench::breathe);
  }

  private static RgbImage overlay(RgbImage picture, Nam map) {
    Crop whole = new Crop(0, 0, picture.width(), picture.height());
    return Overlay.draw(picture, map.values(), map.height(), map.width(), whole, OPACITY);
  }

  private static void suggest(
      ObjectNode into, List<Nam> maps, int[] places, Inputs inputs, ModelSpec spec) {
    List<Nam> masked = new ArrayList<>();
    List<float[]> masks = new ArrayList<>();
    for (int i = 0; i < places.length; i++) {
      float[] mask = inputs.mask(places[i], spec);
      if (mask != null) {
        masked.add(maps.get(i));
        masks.add(mask);
      }
    }
    Suggestion suggestion = Suggestion.of(masked, masks, spec.height(), spec.width());
    into.put("outside", suggestion.outside())
        .put("uniform", suggestion.uniform())
        .put("images", suggestion.images())
        .put("missing", suggestion.missing());
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }

  static int[] places(JsonNode list) {
    int[] places = new int[list.size()];
    Arrays.setAll(places, i -> list.get(i).intValue());
    return places;
  }
}
