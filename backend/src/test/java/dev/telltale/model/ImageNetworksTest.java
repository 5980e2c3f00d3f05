package dev.telltale.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.telltale.testing.Kinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks that give back pictures: inpainters, segmenters, guided saliency. */
class ImageNetworksTest {
  private static final int HEIGHT = 8;
  private static final int WIDTH = 12;

  @TempDir private Path temp;

  @Test
  void anInpainterFillsHolesAndNothingElse() {
    try (Inpainter inpainter = Inpainter.load(read("inpainter"), Device.cpu());
        NDManager scope = inpainter.newScope()) {
      NDArray images = noise(scope, 2, 3);
      NDArray filled = inpainter.fill(images, scope.zeros(new Shape(2, 1, HEIGHT, WIDTH)));
      assertThat(filled.toFloatArray()).isEqualTo(images.toFloatArray());
      NDArray made = inpainter.fill(images, scope.ones(new Shape(2, 1, HEIGHT, WIDTH)));
      assertThat(made.toFloatArray()).isNotEqualTo(images.toFloatArray());
      assertThat(made.getManager()).isSameAs(scope);
    }
  }

  @Test
  void aSegmenterReturnsAMaskForEachImage() {
    try (Segmenter segmenter = Segmenter.load(read("segmenter"), Device.cpu());
        NDManager scope = segmenter.newScope()) {
      assertThat(segmenter.masks(noise(scope, 3, 3)).getShape())
          .isEqualTo(new Shape(3, 1, HEIGHT, WIDTH));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5, 8, 9})
  void anyNumberOfImagesHasTheSaliencyThatEachHasAlone(int count) {
    try (GuidedSaliency guided = GuidedSaliency.load(read("linear"), Device.cpu());
        NDManager scope = guided.newScope()) {
      assertThat(guided.method()).isEqualTo(ModelSpec.Guided.Method.GUIDED_BACKPROP);
      NDArray images = noise(scope, count, 3);
      int[] targets = new int[count];
      Arrays.setAll(targets, i -> i % 3);
      NDArray all = guided.saliency(images, targets);
      assertThat(all.getShape()).isEqualTo(images.getShape());
      assertThat(all.getManager()).isSameAs(scope);
      for (int i = 0; i < count; i++) {
        NDArray one = guided.saliency(images.get(i + ":" + (i + 1)), new int[] {targets[i]});
        assertThat(all.get(i + ":" + (i + 1)).toFloatArray())
            .containsExactly(one.toFloatArray(), within(1e-6f));
      }
    }
  }

  @Test
  void inputsThatDoNotFitAreRefused() {
    try (Inpainter inpainter = Inpainter.load(read("inpainter"), Device.cpu());
        Segmenter segmenter = Segmenter.load(read("segmenter"), Device.cpu());
        GuidedSaliency guided = GuidedSaliency.load(read("linear"), Device.cpu());
        NDManager scope = inpainter.newScope()) {
      NDArray images = noise(scope, 2, 3);
      assertRefused(
          () -> inpainter.fill(images, images),
          "inpaint.pt: takes masks (2, 1, 8, 12) float32, not (2, 3, 8, 12) float32");
      assertRefused(
          () -> inpainter.fill(noise(scope, 2, 4), noise(scope, 2, 1)),
          "inpaint.pt: takes images (2, 3, 8, 12) float32, not (2, 4, 8, 12) float32");
      assertRefused(
          () -> segmenter.masks(images.toType(DataType.FLOAT16, true)),
          "segment.pt: takes images (2, 3, 8, 12) float32, not (2, 3, 8, 12) float16");
      assertRefused(
          () -> segmenter.masks(images.get(0)),
          "segment.pt: takes images (3, 3, 8, 12) float32, not (3, 8, 12) float32");
      assertRefused(
          () -> guided.saliency(images, new int[] {1}),
          "guided.pt: takes a target for each image, not 1 for 2");
      assertRefused(
          () -> guided.saliency(images, new int[] {1, 3}),
          "guided.pt: takes targets in 0..2, not 3");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "inpainter; inpaint.pt; two-half; is of half precision (weight is float16); export it",
        "inpainter; inpaint.pt; two-output; returns (2, 3, 8, 12) float16, (2, 3, 8, 12) float32 is",
        "inpainter; inpaint.pt; two-shape; returns (2, 3, 7, 12) float32, (2, 3, 8, 12) float32 is",
        "inpainter; inpaint.pt; two-nan; returns NaN; its weights may be damaged",
        "inpainter; inpaint.pt; two-range; returns values from 2.000 to 2.000, [0,1] is needed",
        "inpainter; inpaint.pt; one-range; failed on an input of shape (2, 3, 8, 12) and (2, 1, 8, 12)",
        "segmenter; segment.pt; one-half; is of half precision (rows.weight is float16); export it",
        "segmenter; segment.pt; one-output; returns (2, 1, 8, 12) float16, (2, 1, 8, 12) float32 is",
        "segmenter; segment.pt; one-shape; returns (2, 1, 7, 12) float32, (2, 1, 8, 12) float32 is",
        "segmenter; segment.pt; one-nan; returns NaN; its weights may be damaged",
        "segmenter; segment.pt; one-range; returns values from 2.000 to 2.000, [0,1] is needed",
        "segmenter; segment.pt; two-range; failed on an input of shape (2, 3, 8, 12)",
        "segmenter; segment.pt; one-bfloat16; is of half precision (rows.weight is bfloat16 or rarer)",
        "linear; guided.pt; two-half; is of half precision (weight is float16); export it",
        "linear; guided.pt; two-output; returns (4, 3, 8, 12) float16, (4, 3, 8, 12) float32 is",
        "linear; guided.pt; two-shape; returns (4, 3, 7, 12) float32, (4, 3, 8, 12) float32 is",
        "linear; guided.pt; two-nan; returns NaN; its weights may be damaged",
        "linear; guided.pt; one-range; failed on an input of shape (4, 3, 8, 12) and (4)",
      })
  void aNetworkThatBreaksItsContractIsAFault(String kind, String file, String wrong, String says)
      throws IOException {
    Path bundle = Kinds.copy(Kinds.bundle(kind), temp.resolve("bundle"));
    Files.copy(
        Kinds.wrong(wrong + ".pt"), bundle.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    assertThat(ModelCheck.of(bundle, Kinds.CPU).faults())
        .singleElement()
        .asString()
        .hasLineCount(1)
        .contains(file + ": " + says);
  }

  @ParameterizedTest
  @CsvSource({
    "inpainter, inpaint.pt, missing; an inpainter needs it",
    "segmenter, segment.pt, missing; a segmenter needs it",
    "linear, guided.pt, 'missing, although model.json tells of it'"
  })
  void aMissingNetworkIsAFault(String kind, String file, String says) throws IOException {
    Path bundle = Kinds.copy(Kinds.bundle(kind), temp.resolve("bundle"));
    Files.delete(bundle.resolve(file));
    assertThat(ModelCheck.of(bundle, Kinds.CPU).faults())
        .containsExactly(bundle.resolve(file) + ": " + says);
  }

  @Test
  void guidedSaliencyAndItsDescriptionBelongTogether() throws IOException {
    Path bundle = Kinds.copy(Kinds.bundle("layers"), temp.resolve("bundle"));
    Files.copy(Kinds.bundle("linear").resolve("guided.pt"), bundle.resolve("guided.pt"));
    assertThat(ModelCheck.of(bundle, Kinds.CPU).faults())
        .containsExactly("guided.pt: model.json must tell its method and batch, as \"guided\"");
    assertThatThrownBy(() -> GuidedSaliency.load(ModelBundle.read(bundle), Device.cpu()))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("has no guided saliency");

    Path json = Kinds.copy(Kinds.bundle("encoder"), temp.resolve("encoder")).resolve("model.json");
    String guided = "{\"guided\": {\"method\": \"deeplift\", \"batch\": 2},";
    Files.writeString(json, Files.readString(json).replaceFirst("\\{", guided));
    assertThatThrownBy(() -> ModelBundle.read(json.getParent()))
        .hasMessage(json + ": guided goes with a classifier; this is an encoder");
    Files.writeString(json, Files.readString(json).replace("2}", "0}"));
    assertThatThrownBy(() -> ModelBundle.read(json.getParent()))
        .hasMessageContaining("guided.batch");
  }

  private static void assertRefused(Runnable use, String message) {
    assertThatThrownBy(use::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  private static ModelBundle read(String name) {
    return ModelBundle.read(Kinds.bundle(name));
  }

  private static NDArray noise(NDManager scope, int count, int channels) {
    Random random = new Random(count);
    float[] pixels = new float[count * channels * HEIGHT * WIDTH];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextFloat();
    }
    return scope.create(pixels, new Shape(count, channels, HEIGHT, WIDTH));
  }
}
