package dev.telltale.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.telltale.dataset.waterbirds.Drawing;
import dev.telltale.dataset.waterbirds.Waterbirds;
import dev.telltale.image.ModelInput;
import dev.telltale.model.BundleException;
import dev.telltale.model.Classifier;
import dev.telltale.model.Encoder;
import dev.telltale.model.ModelBundle;
import dev.telltale.saliency.MaskScore;
import dev.telltale.screening.Screener.Input;
import dev.telltale.screening.Screener.Screened;
import dev.telltale.spuriosity.SpuriosityReference;
import dev.telltale.testing.Bundles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScreenerTest {
  private static final int SIDE = 64;
  private static final ModelBundle BIRDS = ModelBundle.read(Bundles.BIRDS);
  private static final Waterbirds DRAWN = new Waterbirds(0.5, SIDE, 4242);

  private static Classifier classifier;
  private static Screener screener;
  private static List<Screened> alone;

  @BeforeAll
  static void screenEachImageAlone() {
    classifier = Classifier.load(BIRDS, Device.cpu());
    screener = new Screener(classifier, BIRDS.spec());
    alone = inputs(32).stream().map(input -> screener.screen(List.of(input)).get(0)).toList();
  }

  @AfterAll
  static void close() {
    classifier.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 9, 17, 31, 32})
  void aBatchTellsOfEachImageWhatItTellsAlone(int n) {
    List<Screened> together = screener.screen(inputs(n));
    assertThat(together).hasSize(n);
    for (int i = 0; i < n; i++) {
      assertSame(together.get(i), alone.get(i));
    }
  }

  @Test
  void theClosedFormOfTheLinearHeadAgreesWithTheGradient(@TempDir Path directory) {
    ModelBundle general =
        ModelBundle.read(Bundles.birdsWithout(directory.resolve("general"), "head.json"));
    try (Classifier byGradient = Classifier.load(general, Device.cpu())) {
      assertThat(classifier.linearHead()).isPresent();
      assertThat(byGradient.linearHead()).isEmpty();
      List<Screened> slow = new Screener(byGradient, general.spec()).screen(inputs(8));
      for (int i = 0; i < slow.size(); i++) {
        assertSame(slow.get(i), alone.get(i));
      }
    }
  }

  /** Against a reference each image has its rank, and everything else is as without. */
  @Test
  void aReferenceRanksEachImageForItsPredictedClass() {
    Screener ranking = new Screener(classifier, BIRDS.spec(), reference(3, 17));
    float[][] pooled = pooled();
    List<Screened> ranked = new ArrayList<>(ranking.screen(inputs(32)));
    int waterbirds = 0;
    for (int i = 0; i < ranked.size(); i++) {
      assertSame(ranked.get(i), alone.get(i));
      Screener.Rank rank = ranked.get(i).rank();
      if (ranked.get(i).predictedIndex() == 0) {
        assertThat(rank).as("landbirds have no reference").isNull();
        continue;
      }
      waterbirds++;
      double spuriosity = ((pooled[i][3] - 0.25) / 0.5 + (pooled[i][17] - 0.25) / 0.5) / 2;
      assertThat(rank.spuriosity()).isCloseTo(spuriosity, within(1e-5));
      // The reference's images have spuriosities 0, 0.1 … 2.9.
      double below = Math.max(0, Math.min(30, Math.ceil(rank.spuriosity() * 10)));
      assertThat(rank.percentile()).isCloseTo(below / 30, within(1e-9));
    }
    assertThat(waterbirds).isBetween(1, 31);
    assertThat(alone.get(0).rank()).isNull();
  }

  @Test
  void theAnswerToOneAttributeHasNoRank() {
    Screener ranking = new Screener(classifier, BIRDS.spec(), reference(3));
    Input asked = new Input(inputs(1).get(0).pixels(), null, 1);
    assertThat(ranking.screen(List.of(asked)).get(0).rank()).isNull();
  }

  @Test
  void aReferenceByChannelsThatTheModelLacksIsRefused() {
    Screener ranking = new Screener(classifier, BIRDS.spec(), reference(100_000));
    assertThatThrownBy(() -> ranking.screen(inputs(1)))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("channel 100000");
  }

  private static SpuriosityReference reference(int... channels) {
    double[] half = new double[channels.length];
    Arrays.fill(half, 0.5);
    double[] quarter = new double[channels.length];
    Arrays.fill(quarter, 0.25);
    double[] quantiles = IntStream.range(0, 30).mapToDouble(i -> i / 10.0).toArray();
    return new SpuriosityReference(
        "birds-p95",
        BIRDS.hash(),
        List.of(
            new SpuriosityReference.OfClass(
                1, "waterbird", new int[] {1}, channels, quarter, half, quantiles, 30)));
  }

  private static float[][] pooled() {
    float[][] rows = new float[32][];
    try (Encoder encoder = Encoder.load(BIRDS, Device.cpu());
        NDManager scope = encoder.newScope()) {
      for (int i = 0; i < rows.length; i++) {
        NDArray image = scope.create(inputs(32).get(i).pixels(), new Shape(1, 3, SIDE, SIDE));
        rows[i] = encoder.pooled(image).toFloatArray();
      }
    }
    return rows;
  }

  @Test
  void anAttributeIsAnsweredWhateverTheOthersAre(@TempDir Path directory) {
    ModelBundle attributes =
        ModelBundle.read(Bundles.birdsAsAttributes(directory.resolve("attributes")));
    try (Classifier both = Classifier.load(attributes, Device.cpu());
        NDManager scope = both.newScope()) {
      Screener asked = new Screener(both, attributes.spec());
      int absent = 0;
      for (Input input : inputs(24)) {
        NDArray image = scope.create(input.pixels(), new Shape(1, 3, SIDE, SIDE));
        float logit = both.logits(both.features(image)).toFloatArray()[1];
        Screened screened = asked.screen(List.of(new Input(input.pixels(), null, 1))).get(0);
        assertThat(screened.predictedIndex()).isEqualTo(1);
        assertThat(screened.present()).isEqualTo(logit >= 0);
        assertThat(screened.confidence())
            .isCloseTo(1 / (1 + Math.exp(-Math.abs(logit))), within(1e-5));
        assertThat(screened.attention()).isEqualTo(asked.attention(input.pixels(), 1).values());
        absent += screened.present() ? 0 : 1;
      }
      assertThat(absent).isBetween(1, 23);
    }
  }

  @Test
  void theMaskScoreIsThatOfTheMap() {
    for (int i = 0; i < alone.size(); i++) {
      Screened screened = alone.get(i);
      MaskScore score =
          MaskScore.of(
              screened.attention(),
              screened.mapHeight(),
              screened.mapWidth(),
              inputs(32).get(i).mask(),
              SIDE,
              SIDE);
      assertThat(screened.maskScore()).isEqualTo(score.value());
      assertThat(screened.uniformMaskScore()).isEqualTo(score.uniform());
    }
  }

  @Test
  void withoutAMaskThereIsNoMaskScore() {
    Screened screened = screener.screen(List.of(new Input(inputs(1).get(0).pixels(), null))).get(0);
    assertThat(screened.maskScore()).isNull();
    assertThat(screened.uniformMaskScore()).isNull();
    assertThat(screened.attention()).isEqualTo(alone.get(0).attention());
  }

  @Test
  void anEmptyMaskHasNoScoreEither() {
    float[] empty = new float[SIDE * SIDE];
    Screened screened =
        screener.screen(List.of(new Input(inputs(1).get(0).pixels(), empty))).get(0);
    assertThat(screened.maskScore()).isNull();
    assertThat(screened.uniformMaskScore()).isNull();
  }

  @Test
  void predictionsAreProbableAndMapsAreScaled() {
    for (Screened screened : alone) {
      assertThat(screened.predictedIndex()).isBetween(0, 1);
      assertThat(screened.confidence()).isBetween(0.5, 1.0);
      assertThat(screened.attention()).hasSize(screened.mapHeight() * screened.mapWidth());
      assertThat(screened.attention()).contains(0f).contains(1f);
    }
    assertThat(alone.stream().map(Screened::predictedIndex).distinct()).hasSize(2);
  }

  @Test
  void warmingUpChangesNothing() {
    screener.warmUp();
    assertSame(screener.screen(inputs(1)).get(0), alone.get(0));
  }

  @Test
  void aBatchHoldsOneToThirtyTwoImages() {
    assertThatThrownBy(() -> screener.screen(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    List<Input> many = new ArrayList<>(inputs(32));
    many.addAll(inputs(1));
    assertThatThrownBy(() -> screener.screen(many)).hasMessageContaining("1 to 32 images, not 33");
  }

  private static void assertSame(Screened got, Screened want) {
    assertThat(got.predictedIndex()).isEqualTo(want.predictedIndex());
    assertThat(got.confidence()).isCloseTo(want.confidence(), within(1e-5));
    assertThat(got.attention()).containsExactly(want.attention(), within(1e-5f));
    assertThat(got.maskScore()).isCloseTo(want.maskScore(), within(1e-5));
    assertThat(got.uniformMaskScore()).isEqualTo(want.uniformMaskScore());
  }

  private static List<Input> inputs(int n) {
    List<Input> inputs = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Drawing drawing = DRAWN.draw(i);
      inputs.add(
          new Input(
              ModelInput.of(drawing.image(), SIDE, SIDE),
              ModelInput.ofMask(drawing.mask(), SIDE, SIDE)));
    }
    return inputs;
  }
}
