package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Results;
import dev.telltale.audit.StagePlan;
import dev.telltale.audit.Workbench;
import dev.telltale.image.ContactSheet;
import dev.telltale.image.Png;
import dev.telltale.image.RgbImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The core crops of the pictures whose labels are flagged. */
final class CropStage {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Pictures of a unit: a pass of a large network each, well under ten seconds. */
  private static final int CHUNK = 32;

  /** Pictures of a class that the report shows. */
  private static final int SHOWN = 8;

  private static final int SHOWN_WIDTH = 128;

  private CropStage() {}

  /** None where nothing is flagged. */
  static StagePlan plan(JsonNode gaps) {
    List<JsonNode> units = new ArrayList<>();
    for (JsonNode one : gaps.path("flagged")) {
      int count = one.get("images").intValue();
      for (int from = 0; from < count; from += CHUNK) {
        units.add(
            JSON.objectNode()
                .put("class", one.get("class").intValue())
                .put("from", from)
                .put("to", Math.min(count, from + CHUNK)));
      }
    }
    return StagePlan.parallel(units);
  }

  static JsonNode work(
      JsonNode unit, Map<String, JsonNode> outcomes, SpuriosityOptions options, Workbench bench) {
    int classIndex = unit.get("class").intValue();
    int from = unit.get("from").intValue();
    int[] flagged = flagged(classIndex, outcomes, bench);
    int[] places = Arrays.copyOfRange(flagged, from, unit.get("to").intValue());
    Verdicts verdicts =
        Verdicts.of(
            bench.subject(),
            options,
            outcomes.get(Spuriosity.HEAD),
            outcomes.get(Spuriosity.EVIDENCE));
    int[] core = verdicts.core().get(classIndex);
    ObjectNode result = JSON.objectNode().put("class", classIndex);
    ArrayNode crops = result.putArray("crops");
    if (core.length == 0) {
      Arrays.stream(places)
          .forEach(place -> without(crops, place, "the class has no core feature"));
      return result;
    }
    List<RgbImage> whole = new ArrayList<>();
    List<RgbImage> cropped = new ArrayList<>();
    try (FirstNetwork network = FirstNetwork.of(bench)) {
      for (int i = 0; i < places.length; i += EncodeStage.BATCH) {
        bench.breathe();
        int[] some = Arrays.copyOfRange(places, i, Math.min(places.length, i + EncodeStage.BATCH));
        crop(some, core, network, bench, crops, whole, cropped);
      }
    }
    if (from == 0 && !whole.isEmpty()) {
      int shown = Math.min(SHOWN, whole.size());
      List<RgbImage> cells = new ArrayList<>(whole.subList(0, shown));
      cells.addAll(cropped.subList(0, shown));
      result.put("picture", written(ContactSheet.of(cells, shown, 4), bench));
    }
    return result;
  }

  /** All crops, and the pictures of the classes. */
  static JsonNode fold(Results results) {
    ObjectNode all = JSON.objectNode();
    ArrayNode crops = all.putArray("crops");
    ArrayNode pictures = all.putArray("pictures");
    try (Stream<Results.Result> units = results.stream()) {
      units.forEach(
          unit -> {
            unit.value().get("crops").forEach(crops::add);
            if (unit.value().has("picture")) {
              pictures
                  .addObject()
                  .put("class", unit.value().get("class").intValue())
                  .put("picture", unit.value().get("picture").textValue());
            }
          });
    }
    return all;
  }

  private static int[] flagged(int classIndex, Map<String, JsonNode> outcomes, Workbench bench) {
    JsonNode figures = GapStage.figures(outcomes.get(Spuriosity.GAPS), bench.artifacts());
    return EvidenceStage.places(figures.get("classes").get(classIndex).get("flagged"));
  }

  private static void crop(
      int[] places,
      int[] core,
      FirstNetwork network,
      Workbench bench,
      ArrayNode crops,
      List<RgbImage> whole,
      List<RgbImage> cropped) {
    Inputs inputs = new Inputs(bench.subject());
    float[][] images =
        Arrays.stream(places)
            .mapToObj(place -> inputs.pixels(place, network.spec()))
            .toArray(float[][]::new);
    List<List<Nam>> maps = FeatureMaps.of(network, images, core);
    for (int i = 0; i < places.length; i++) {
      int image = i;
      List<Nam> own =
          IntStream.range(0, core.length).mapToObj(f -> maps.get(f).get(image)).toList();
      RgbImage picture = inputs.picture(places[i]);
      Optional<FlaggedCrop> crop = FlaggedCrop.of(picture, own, network.spec());
      if (crop.isEmpty()) {
        without(crops, places[i], "no core feature is active in it");
        continue;
      }
      FlaggedCrop box = crop.get();
      crops
          .addObject()
          .put("place", places[i])
          .put("x", box.x())
          .put("y", box.y())
          .put("width", box.width())
          .put("height", box.height());
      if (whole.size() < SHOWN) {
        whole.add(picture.fittedInto(SHOWN_WIDTH));
        cropped.add(box.of(picture).fittedInto(SHOWN_WIDTH));
      }
    }
  }

  private static void without(ArrayNode crops, int place, String why) {
    crops.addObject().put("place", place).put("why", why);
  }

  private static String written(RgbImage sheet, Workbench bench) {
    try {
      return bench.artifacts().write(Png.write(sheet));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
