package dev.telltale.spuriosity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RegionSensitivityTest {

  private static float[] image(int height, int width, long seed) {
    Random random = new Random(seed);
    float[] image = new float[3 * height * width];
    for (int i = 0; i < image.length; i++) {
      image[i] = random.nextFloat();
    }
    return image;
  }

  @Property(tries = 60)
  void nothingChangesOutsideTheRegionAndAllStaysInRange(
      @ForAll Corruption corruption,
      @ForAll @IntRange(min = 4, max = 40) int height,
      @ForAll @IntRange(min = 4, max = 40) int width,
      @ForAll @IntRange(min = 0, max = 99) int seed) {
    float[] image = image(height, width, seed);
    float[] region = new float[height * width];
    Arrays.fill(region, 0, region.length / 2, 1);
    float[] got = corruption.of(image, region, height, width, seed);
    for (int i = 0; i < got.length; i++) {
      if (region[i % region.length] == 0) {
        assertThat(got[i]).isEqualTo(image[i]);
      }
      assertThat(got[i]).isBetween(0f, 1.00001f);
    }
    assertThat(corruption.of(image, region, height, width, seed)).isEqualTo(got);
  }

  @Property(tries = 40)
  void turningPatchesKeepsEveryPixelWithItsColour(
      @ForAll @IntRange(min = 4, max = 40) int edge,
      @ForAll @IntRange(min = 0, max = 99) int seed) {
    float[] image = image(edge, edge, seed);
    float[] everywhere = new float[edge * edge];
    Arrays.fill(everywhere, 1);
    float[] got = Corruption.PATCH_ROTATE.of(image, everywhere, edge, edge, seed);
    assertThat(colours(got)).isEqualTo(colours(image));
  }

  private static List<List<Float>> colours(float[] image) {
    int area = image.length / 3;
    return IntStream.range(0, area)
        .mapToObj(p -> List.of(image[p], image[area + p], image[2 * area + p]))
        .sorted((a, b) -> a.toString().compareTo(b.toString()))
        .toList();
  }

  @Example
  void aPatchIsTurnedAsAWhole() {
    // 16 × 16: patches of 2 × 2; over many seeds the first one takes all four turns.
    float[] image = new float[3 * 256];
    image[0] = .1f;
    image[1] = .2f;
    image[16] = .3f;
    image[17] = .4f;
    float[] everywhere = new float[256];
    Arrays.fill(everywhere, 1);
    List<String> turns =
        IntStream.range(0, 40)
            .mapToObj(seed -> Corruption.PATCH_ROTATE.of(image, everywhere, 16, 16, seed))
            .map(i -> i[0] + " " + i[1] + " " + i[16] + " " + i[17])
            .distinct()
            .sorted()
            .toList();
    assertThat(turns)
        .containsExactly(
            "0.1 0.2 0.3 0.4", "0.2 0.4 0.1 0.3", "0.3 0.1 0.4 0.2", "0.4 0.3 0.2 0.1");
  }

  @Example
  void greyHasNoColourAndBlurNoTexture() {
    float[] everywhere = new float[64 * 64];
    Arrays.fill(everywhere, 1);
    float[] image = image(64, 64, 3);
    float[] grey = Corruption.GREY.of(image, everywhere, 64, 64, 0);
    for (int p = 0; p < 64 * 64; p++) {
      assertThat(grey[p]).isEqualTo(grey[64 * 64 + p]).isEqualTo(grey[2 * 64 * 64 + p]);
    }
    float[] blurred = Corruption.BLUR.of(image, everywhere, 64, 64, 0);
    assertThat(roughness(blurred)).isLessThan(roughness(image) / 10);
    float[] flat = new float[3 * 64 * 64];
    Arrays.fill(flat, .5f);
    assertThat(Corruption.BLUR.of(flat, everywhere, 64, 64, 0)).containsOnly(.5f);
  }

  private static double roughness(float[] image) {
    double sum = 0;
    for (int i = 1; i < image.length; i++) {
      sum += Math.abs(image[i] - image[i - 1]);
    }
    return sum;
  }

  @Example
  void theRegionOfASpuriousFeatureLeavesTheCoreOut() {
    Nam map = new Nam(1, 4, new float[] {1, .8f, .4f, 0});
    Nam core = new Nam(1, 4, new float[] {0, .5f, 0, 1});
    Nam other = new Nam(1, 4, new float[] {0, .2f, .6f, 0});
    assertThat(FeatureRegion.spurious(map, List.of(core, other), 1, 4))
        .containsExactly(new float[] {1, .3f, 0, 0}, within(1e-6f));
    assertThat(FeatureRegion.spurious(map, List.of(), 1, 4)).containsExactly(map.values());
  }

  @Example
  void aDropIsOfTheSameImagesAndModelsAreComparedOnTheSameFeatures() {
    boolean[] before = {true, true, true, false};
    boolean[] after = {false, true, false, true};
    RegionSensitivity one = RegionSensitivity.of(2, 7, Corruption.GREY, before, after);
    assertThat(one.drop(.95).value()).isEqualTo(.25);
    assertThat(one.relative().orElseThrow()).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(RegionSensitivity.of(2, 7, Corruption.GREY, new boolean[4], after).relative())
        .isEmpty();
    RegionSensitivity two = RegionSensitivity.of(2, 8, Corruption.GREY, before, before);
    assertThat(RegionSensitivity.correlation(List.of(one, two), List.of(one, two)).r())
        .isCloseTo(1, within(1e-12));
    assertThatThrownBy(() -> RegionSensitivity.correlation(List.of(one), List.of(two)))
        .hasMessageContaining("different features");
    assertThatThrownBy(() -> RegionSensitivity.correlation(List.of(one), List.of()))
        .hasMessageContaining("different features");
  }
}
