package dev.telltale.saliency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.telltale.image.Bilinear;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoresTest {

  private static final float[] MASK = { // 4×4, the left half
    1, 1, 0, 0,
    1, 1, 0, 0,
    1, 1, 0, 0,
    1, 1, 0, 0
  };

  @Test
  void aMapOnHalfOfTheMaskCanBeCheckedByHand() {
    // At 2×2 without antialiasing the mask is {1, 0, 1, 0}: M̂ = {½, 0, ½, 0} against {1, 0, 0, 0}:
    // ½ / ((¾)² + (¼)²) = 0.8. Uniform: ¼ / (2·(⅜)² + 2·(⅛)²) = 0.8.
    MaskScore score = MaskScore.of(new float[] {5, 0, 0, 0}, 2, 2, MASK, 4, 4, false);
    assertThat(score.value()).isCloseTo(0.8, within(1e-12));
    assertThat(score.uniform()).isCloseTo(0.8, within(1e-12));
    assertThat(score.maskPresent()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "7, 7, 56, 56, true",
    "7, 7, 50, 61, true",
    "7, 5, 50, 61, false",
    "4, 4, 4, 4, true"
  })
  void theMaskScoreComparesAtTheMapsSize(int h, int w, int height, int width, boolean antialias) {
    Random random = new Random(h * 100 + width);
    float[] map = new float[h * w];
    float[] mask = new float[height * width];
    for (int i = 0; i < map.length; i++) {
      map[i] = random.nextFloat();
    }
    for (int i = 0; i < mask.length; i++) {
      mask[i] = i % width > width / 3 ? 1 : 0;
    }
    float[] reduced = Bilinear.resize(mask, height, width, h, w, antialias);
    MaskScore score = MaskScore.of(map, h, w, mask, height, width, antialias);
    assertThat(score.value()).isEqualTo(AttentionIou.score(map, reduced));
    double sum = 0;
    double squares = 0;
    for (float value : reduced) {
      sum += value;
    }
    for (float value : reduced) {
      squares += Math.pow((value / sum + 1.0 / reduced.length) / 2, 2);
    }
    assertThat(score.uniform()).isCloseTo(1.0 / reduced.length / squares, within(1e-9));
  }

  @Test
  void aMaskThatCoversEverythingIsMatchedByAUniformMap() {
    float[] all = new float[16];
    Arrays.fill(all, 1);
    assertThat(MaskScore.of(new float[] {1, 0, 0, 0}, 2, 2, all, 4, 4).uniform())
        .isCloseTo(1, within(1e-12));
  }

  @Test
  void anAbsentMaskAndABlindMapAreToldApart() {
    MaskScore absent = MaskScore.of(new float[] {1, 0, 0, 0}, 2, 2, new float[16], 4, 4);
    assertThat(absent.value()).isNaN();
    assertThat(absent.maskPresent()).isFalse();
    MaskScore blind = MaskScore.of(new float[4], 2, 2, MASK, 4, 4);
    assertThat(blind.value()).isNaN();
    assertThat(blind.maskPresent()).isTrue();
  }

  @Test
  void aSmallFeatureIsLostWithoutAntialiasingAndKeptByDefault() {
    float[] mask = new float[64]; // 8×8, one pixel in the corner of a cell
    mask[0] = 1;
    float[] map = {1, 0, 0, 0};
    assertThat(MaskScore.of(map, 2, 2, mask, 8, 8, false).maskPresent()).isFalse();
    assertThat(MaskScore.of(map, 2, 2, mask, 8, 8).value()).isPositive();
  }

  @Test
  void theHeatmapScoreIsTheMeanOverImagesThatLookSomewhere() {
    float[][] target = {{1, 0}, {1, 1}, {0, 0}, {1, 0}};
    float[][] other = {{1, 0}, {1, 0}, {1, 0}, {0, 1}};
    assertThat(HeatmapScore.perImage(target, other)[1]).isCloseTo(0.8, within(1e-12));
    HeatmapScore score = HeatmapScore.of(target, other); // 1, 0.8, none, 0
    assertThat(score.score().mean()).isCloseTo(0.6, within(1e-12));
    assertThat(score.score().n()).isEqualTo(3);
    assertThat(score.zeroMaps()).isEqualTo(1);
  }

  @Test
  void mapsOfDifferentNumbersOfImagesAreRefused() {
    assertThatThrownBy(() -> HeatmapScore.of(new float[2][4], new float[3][4]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theAuthorsScoreAnAbsentMaskAsZero() {
    float[] map = {1, 0, 0, 0};
    assertThat(AuthorsAttention.maskScoreAtMapSize(map, 2, 2, new float[16], 4, 4)).isZero();
    assertThat(AuthorsAttention.maskScoreAtMaskSize(map, 2, 2, new float[16], 4, 4)).isZero();
    assertThat(AuthorsAttention.maskScoreAtMapSize(map, 2, 2, MASK, 4, 4))
        .isCloseTo(0.8, within(1e-12));
  }
}
