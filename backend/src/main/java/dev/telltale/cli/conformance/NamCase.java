package dev.telltale.cli.conformance;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.model.Encoder;
import dev.telltale.spuriosity.Nam;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * {@code nam_and_overlay}: activation maps as the published code returns them, 1 − {@link Nam},
 * enlarged to the images; and its overlays, the jet table in OpenCV's order read as red, green,
 * blue, plus the image, over the largest value of all. Where a channel is all zero the code divides
 * by it, which is not a number; {@link Nam} is empty there. For an image that is not square the
 * code exchanges the axes.
 */
final class NamCase implements CaseKind {

  @Override
  public Set<String> names() {
    return Set.of("nam_and_overlay");
  }

  @Override
  public boolean fits(GoldenCase golden) {
    return golden.inputs().has("feature_maps_net") && golden.expected().has("nams");
  }

  @Override
  public Answer answer(GoldenCase golden) {
    Tensor images = golden.input("images"); // [N,3,H,W]
    try (Encoder encoder = Encoder.load(golden.network("feature_maps_net"), Device.cpu());
        NDManager scope = encoder.newScope()) {
      Shape shape = new Shape(images.size(0), 3, images.size(2), images.size(3));
      NDArray maps = encoder.features(scope.create(images.floats(), shape)); // [N,C,h,w]
      return new Answer.Fields(new Run(golden, images, maps).answers());
    }
  }

  private static final class Run {
    private final GoldenCase golden;
    private final Tensor images;
    private final NDArray maps;
    private final int height;
    private final int width;

    Run(GoldenCase golden, Tensor images, NDArray maps) {
      this.golden = golden;
      this.images = images;
      this.maps = maps;
      this.height = images.size(2);
      this.width = images.size(3);
    }

    Map<String, Answer> answers() {
      int[] shape =
          Arrays.stream(maps.getShape().getShape()).mapToInt(axis -> (int) axis).toArray();
      Map<String, Answer> answers = new HashMap<>();
      answers.put("feature_maps", Answer.numbers(Tensor.of(maps.toFloatArray(), shape)));
      answers.put("used_features", new Answer.Given());
      answers.put("nams", byFeature("nams", (feature, node) -> maps(asCoded(feature))));
      answers.put("overlays", byFeature("overlays", (feature, node) -> overlays(feature)));
      answers.put(
          "feature_with_zero_map",
          byFeature(
              "feature_with_zero_map",
              (feature, node) ->
                  new Answer.Fields(
                      Map.of(
                          "nam", maps(asCoded(feature)),
                          "nan_count_per_image", nans(asCoded(feature))))));
      JsonNode other = golden.expected().path("non_square");
      if (other.isObject()) {
        answers.put("non_square", nonSquare(other));
      }
      return answers;
    }

    private Answer byFeature(String field, BiFunction<Integer, JsonNode, Answer> what) {
      Map<String, Answer> fields = new HashMap<>();
      for (Map.Entry<String, JsonNode> entry : golden.expected().path(field).properties()) {
        fields.put(entry.getKey(), what.apply(Integer.parseInt(entry.getKey()), entry.getValue()));
      }
      return new Answer.Fields(fields);
    }

    /** 1 − map [N][H·W]; not a number where the feature is nowhere active. */
    private float[][] asCoded(int feature) {
      List<Nam> nams = Nam.of(maps, feature);
      float[][] coded = new float[nams.size()][];
      for (int i = 0; i < coded.length; i++) {
        coded[i] = nams.get(i).resized(height, width).values();
        for (int p = 0; p < coded[i].length; p++) {
          coded[i][p] = nams.get(i).active() ? 1 - coded[i][p] : Float.NaN;
        }
      }
      return coded;
    }

    private Answer maps(float[][] coded) {
      return Answer.numbers(Tensor.stack(coded, height, width));
    }

    private static Answer nans(float[][] coded) {
      double[] counts = new double[coded.length];
      for (int i = 0; i < counts.length; i++) {
        for (float value : coded[i]) {
          counts[i] += Float.isNaN(value) ? 1 : 0;
        }
      }
      return Answer.numbers(counts);
    }

    private Answer overlays(int feature) {
      Tensor table =
          Tensor.parse(
              GoldenCase.need(golden.params(), "jet_table_as_returned_by_opencv"), "params.jet");
      float[][] coded = asCoded(feature);
      float[][] overlays = new float[coded.length][];
      for (int i = 0; i < coded.length; i++) {
        overlays[i] = overlay(table, coded[i], images.floatRow(i));
      }
      return Answer.numbers(Tensor.stack(overlays, 3, height, width));
    }

    private static float[] overlay(Tensor table, float[] map, float[] image) {
      float[] sum = new float[image.length];
      float most = 0;
      for (int p = 0; p < map.length; p++) {
        double[] colour = table.row((int) (255 * map[p]));
        for (int c = 0; c < 3; c++) {
          int at = c * map.length + p;
          sum[at] = (float) (colour[c] / 255) + image[at];
          most = Math.max(most, sum[at]);
        }
      }
      for (int at = 0; at < sum.length; at++) {
        sum[at] /= most;
      }
      return sum;
    }

    private Answer nonSquare(JsonNode other) {
      int[] shape = Tensor.parse(GoldenCase.need(other, "input_shape"), "input_shape").ints();
      Nam exchanged = Nam.of(maps, 0).get(0).resized(shape[3], shape[2]);
      return new Answer.Fields(
          Map.of(
              "input_shape",
              new Answer.Given(),
              "nam_shape_as_coded",
              Answer.numbers(shape[0], exchanged.height(), exchanged.width())));
    }
  }
}
