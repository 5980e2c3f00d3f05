package dev.telltale.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BilinearTest {
  private static final int GOLDEN_MASKS = 6;

  @ParameterizedTest
  @CsvSource({"56,56,7,7", "50,61,7,7", "64,64,8,8", "14,14,14,14"})
  void masksComeDownAsTorchvisionBringsThemDown(int h, int w, int outH, int outW)
      throws IOException {
    String tag = outH + "x" + outW + "_from_" + h + "x" + w;
    ByteBuffer masks = golden("mask_" + tag);
    ByteBuffer plain = golden("rmask_" + tag + "_noaa");
    ByteBuffer antialiased = golden("rmask_" + tag + "_aa");
    for (int n = 0; n < GOLDEN_MASKS; n++) {
      float[] mask = new float[h * w];
      for (int i = 0; i < mask.length; i++) {
        mask[i] = masks.getInt();
      }
      assertSame(Bilinear.resize(mask, h, w, outH, outW, false), next(plain, outH * outW));
      assertSame(Bilinear.resize(mask, h, w, outH, outW, true), next(antialiased, outH * outW));
    }
  }

  @Property(tries = 300)
  void theFastCodeFollowsTheDefinition(
      @ForAll @IntRange(min = 1, max = 23) int h,
      @ForAll @IntRange(min = 1, max = 23) int w,
      @ForAll @IntRange(min = 1, max = 23) int outH,
      @ForAll @IntRange(min = 1, max = 23) int outW,
      @ForAll boolean antialias,
      @ForAll long seed) {
    float[] plane = random(h * w, seed);
    assertSame(
        Bilinear.resize(plane, h, w, outH, outW, antialias),
        byDefinition(plane, h, w, outH, outW, antialias));
  }

  @Property(tries = 100)
  void aConstantPlaneStaysConstant(
      @ForAll @IntRange(min = 1, max = 40) int from,
      @ForAll @IntRange(min = 1, max = 40) int to,
      @ForAll boolean antialias) {
    float[] plane = new float[from * from];
    java.util.Arrays.fill(plane, 0.75f);
    for (float value : Bilinear.resize(plane, from, from, to, to, antialias)) {
      assertThat(value).isCloseTo(0.75f, within(1e-6f));
    }
  }

  @Property(tries = 100)
  void antialiasMakesNoDifferenceWhenEnlarging(
      @ForAll @IntRange(min = 1, max = 20) int h,
      @ForAll @IntRange(min = 0, max = 20) int more,
      @ForAll long seed) {
    float[] plane = random(h * h, seed);
    assertSame(
        Bilinear.resize(plane, h, h, h + more, h + more, true),
        Bilinear.resize(plane, h, h, h + more, h + more, false));
  }

  @Test
  void theSameSizeIsACopy() {
    float[] plane = {1, 2, 3, 4};
    float[] out = Bilinear.resize(plane, 2, 2, 2, 2, true);
    assertThat(out).containsExactly(plane).isNotSameAs(plane);
  }

  @Test
  void sizesThatCannotBeAreRefused() {
    assertThatThrownBy(() -> Bilinear.resize(new float[4], 2, 2, 0, 2, true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Bilinear.resize(new float[5], 2, 2, 1, 2, true))
        .hasMessage("a plane of [2, 2] has 4 values, not 5");
  }

  /** Every output cell as a weighted mean over the whole plane. */
  private static float[] byDefinition(
      float[] plane, int h, int w, int outH, int outW, boolean antialias) {
    float[] out = new float[outH * outW];
    for (int oy = 0; oy < outH; oy++) {
      for (int ox = 0; ox < outW; ox++) {
        double sum = 0;
        double total = 0;
        for (int y = 0; y < h; y++) {
          for (int x = 0; x < w; x++) {
            double weight = weight(y, oy, h, outH, antialias) * weight(x, ox, w, outW, antialias);
            sum += weight * plane[y * w + x];
            total += weight;
          }
        }
        out[oy * outW + ox] = (float) (sum / total);
      }
    }
    return out;
  }

  private static double weight(int i, int o, int from, int to, boolean antialias) {
    double scale = (double) from / to;
    double centre = (o + 0.5) * scale - 0.5;
    if (!antialias) {
      centre = Math.max(0, Math.min(from - 1, centre));
    }
    double radius = antialias ? Math.max(1, scale) : 1;
    return Math.max(0, 1 - Math.abs(i - centre) / radius);
  }

  private static float[] random(int n, long seed) {
    Random random = new Random(seed);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }

  private static void assertSame(float[] got, float[] want) {
    assertThat(got).hasSameSizeAs(want);
    for (int i = 0; i < got.length; i++) {
      assertThat(got[i]).isCloseTo(want[i], within(1e-5f));
    }
  }

  private static float[] next(ByteBuffer floats, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = floats.getFloat();
    }
    return values;
  }

  private static ByteBuffer golden(String name) throws IOException {
    try (InputStream in =
        BilinearTest.class.getResourceAsStream(
            "/golden/1_attention_iou/score_mask_downsample/" + name + ".bin")) {
      return ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
    }
  }
}
