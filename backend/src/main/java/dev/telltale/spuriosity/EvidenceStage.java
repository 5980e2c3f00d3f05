package dev.telltale.spuriosity;

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
import dev.telltale.spuriosity.FeatureAttack.Attacked;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Pictures for each feature that matters, as people judge by them: a strip of the images that
 * activate it most, of its activation maps on them, of its attacks on them, and of the images that
 * activate it least; and what masks suggest of it.
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
    try (FirstNetwork network = FirstNetwork.of(bench);
        Masks masks = new Masks(inputs, bench)) {
      ModelSpec spec = network.spec();
      bench.breathe();
      int[] most = places(one.get("most"));
      float[][] images =
          Arrays.stream(most).mapToObj(place -> inputs.pixels(place, spec)).toArray(float[][]::new);
      List<Nam> maps = FeatureMaps.of(network, images, new int[] {feature}).get(0);
      List<RgbImage> highest = Arrays.stream(images).map(image -> shown(image, spec)).toList();
      List<RgbImage> mapped = new ArrayList<>();
      for (int i = 0; i < images.length; i++) {
        mapped.add(overlay(highest.get(i), maps.get(i)));
      }
      ObjectNode result = JSON.objectNode().put("index", index);
      result.put("highest", strip(highest, bench)).put("maps", strip(mapped, bench));
      if (options.whole("attack") > 0) {
        Attacked attacked = attack(network, images, feature, options, bench);
        result.put(
            "attacks",
            strip(
                Arrays.stream(attacked.images()).map(image -> shown(image, spec)).toList(), bench));
        result.put("before", mean(attacked.values()[0]));
        result.put("attacked", mean(attacked.values()[attacked.values().length - 1]));
      }
      List<RgbImage> lowest = new ArrayList<>();
      for (int place : places(one.get("least"))) {
        lowest.add(inputs.shown(place, spec));
      }
      result.put("lowest", strip(lowest, bench));
      suggest(result, maps, most, masks, spec);
      ExchangeStage.of(one, exchange).ifPresent(found -> result.set("exchange", found));
      return result;
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

  /** Pictures side by side without gaps, each a square: a page can cut them by the height. */
  private static String strip(List<RgbImage> pictures, Workbench bench) throws IOException {
    List<RgbImage> tiles = pictures.stream().map(EvidenceStage::square).toList();
    return bench.artifacts().write(Png.write(ContactSheet.of(tiles, tiles.size(), 0)));
  }

  /** On white where the network takes oblong pictures. */
  private static RgbImage square(RgbImage picture) {
    int side = Math.max(picture.height(), picture.width());
    byte[] rgb = new byte[3 * side * side];
    Arrays.fill(rgb, (byte) 255);
    for (int y = 0; y < picture.height(); y++) {
      System.arraycopy(
          picture.rgb(), 3 * y * picture.width(), rgb, 3 * y * side, 3 * picture.width());
    }
    return new RgbImage(side, side, rgb);
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
      ObjectNode into, List<Nam> maps, int[] places, Masks masks, ModelSpec spec) {
    List<Nam> masked = new ArrayList<>();
    List<float[]> objects = new ArrayList<>();
    for (int i = 0; i < places.length; i++) {
      float[] mask = masks.of(places[i], spec);
      if (mask != null) {
        masked.add(maps.get(i));
        objects.add(mask);
      }
    }
    Suggestion suggestion = Suggestion.of(masked, objects, spec.height(), spec.width());
    into.put("outside", suggestion.outside())
        .put("uniform", suggestion.uniform())
        .put("images", suggestion.images())
        .put("segmented", masks.segmented())
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
