package dev.telltale.spuriosity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CollageTest {
  /** Three colours, each the values given plus 100 and 200. */
  private static float[] coloured(float... plane) {
    float[] pixels = new float[3 * plane.length];
    for (int p = 0; p < pixels.length; p++) {
      pixels[p] = plane[p % plane.length] + 100 * (p / plane.length);
    }
    return pixels;
  }

  @Test
  void theObjectsBoxIsFilledFromTheLargestRectangleBesideIt() {
    // The object is the 9 in the last column; its box is that pixel. To the left is more than
    // above.
    float[] picture = coloured(1, 2, 3, 4, 5, 9, 6, 7, 8);
    float[] mask = {0, 0, 0, 0, 0, 1, 0, 0, 0};
    Collage got = Objects.requireNonNull(Collage.of(picture, mask, 3, 3));
    assertThat(got.surroundings()).containsExactly(coloured(1, 2, 3, 4, 5, 4, 6, 7, 8));
  }

  @Test
  void rowsOrColumnsStayInRegister() {
    // A box as wide as the picture: only rows above are left, which go on downwards.
    float[] picture = coloured(1, 2, 3, 4, 9, 9, 9, 9);
    float[] mask = {0, 0, 0, 0, 1, 1, 0.5f, 1};
    Collage got = Objects.requireNonNull(Collage.of(picture, mask, 4, 2));
    assertThat(got.surroundings()).containsExactly(coloured(1, 2, 3, 4, 1, 2, 3, 4));
  }

  @Test
  void theObjectGoesIntoOtherSurroundingsByItsShares() {
    float[] mask = {0, 1, 0.5f, 0};
    Collage one = Objects.requireNonNull(Collage.of(coloured(1, 2, 3, 4), mask, 1, 4));
    Collage other =
        Objects.requireNonNull(Collage.of(coloured(5, 6, 7, 8), new float[] {0, 0, 0, 1}, 1, 4));
    float[] into = new float[13];
    one.into(other, into, 1);
    assertThat(into[0]).isZero();
    float[] first = Arrays.copyOfRange(into, 1, 5);
    // In the other's surroundings its own object's pixel is filled with the first of the row.
    assertThat(first).containsExactly(new float[] {5, 2, 5, 5}, within(1e-6f));
  }

  @Test
  void aPictureWithoutAnObjectOrWithHardlyAnythingElseIsNotCut() {
    assertThat(Collage.of(coloured(1, 2, 3, 4), new float[4], 2, 2)).isNull();
    assertThat(Collage.of(coloured(1, 2, 3, 4), new float[] {1, 0, 0, 1}, 2, 2)).isNull();
  }
}
