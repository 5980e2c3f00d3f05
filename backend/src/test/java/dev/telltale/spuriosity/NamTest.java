package dev.telltale.spuriosity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.telltale.image.Bilinear;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class NamTest {

  @Property(tries = 100)
  void itIsTheChannelOverItsOwnMaximum(
      @ForAll @IntRange(min = 1, max = 6) int images,
      @ForAll @IntRange(min = 1, max = 5) int channels,
      @ForAll @IntRange(min = 1, max = 7) int height,
      @ForAll @IntRange(min = 1, max = 7) int width,
      @ForAll @IntRange(min = 0, max = 999) int seed) {
    Random random = new Random(seed);
    float[] maps = new float[images * channels * height * width];
    for (int i = 0; i < maps.length; i++) {
      maps[i] = (float) random.nextGaussian();
    }
    int feature = random.nextInt(channels);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      List<Nam> got =
          Nam.of(manager.create(maps, new Shape(images, channels, height, width)), feature);
      assertThat(got).hasSize(images);
      for (int b = 0; b < images; b++) {
        int from = (b * channels + feature) * height * width;
        float most = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < height * width; i++) {
          most = Math.max(most, maps[from + i]);
        }
        assertThat(got.get(b).active()).isEqualTo(most > 0);
        for (int i = 0; i < height * width; i++) {
          float want = most > 0 ? Math.max(0, maps[from + i] / most) : 0;
          assertThat(got.get(b).values()[i]).isCloseTo(want, within(1e-6f));
        }
      }
    }
  }

  @Example
  void scalingAChannelLeavesItsMapUnchanged() {
    float[] channel = {0, 1, 2, 4};
    float[] scaled = {0, 3, 6, 12};
    assertThat(Nam.of(scaled, 2, 2).values()).isEqualTo(Nam.of(channel, 2, 2).values());
    assertThat(Nam.of(channel, 2, 2).resized(3, 5).values())
        .isEqualTo(Bilinear.resize(new float[] {0, .25f, .5f, 1}, 2, 2, 3, 5, false));
  }

  @Example
  void aFeatureThatIsNowhereActiveHasAnEmptyMapAndNoNumberThatIsNone() {
    for (float[] nothing : new float[][] {new float[4], {-1, -2, -1, -3}}) {
      assertThat(Nam.of(nothing, 2, 2).active()).isFalse();
      assertThat(Nam.of(nothing, 2, 2).values()).containsOnly(0);
    }
  }

  @Example
  void evidenceIsTheMostActiveFirstAndTheLeastActiveFirst() {
    Activations members =
        new Activations(
            2,
            new int[] {7, 4},
            new int[] {1, 3, 5, 6},
            new float[][] {{0, 9, 9, 2}, {1, 2, 3, 4}});
    Evidence evidence = Evidence.of(members, 7, 3);
    assertThat(evidence.most()).containsExactly(5, 3, 6);
    assertThat(evidence.least()).containsExactly(1, 6, 3);
    assertThat(Evidence.of(members, 4, 9).most()).containsExactly(6, 5, 3, 1);
  }
}
