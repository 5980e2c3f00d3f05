package dev.telltale.kafka.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AttentionTest {
  @Test
  void theLargestValueBecomes255AndNegativeOnes0() {
    Attention map = Attention.quantised(new float[] {-1f, 0f, 1f, 2f}, 2, 2);
    assertThat(map.values()).containsExactly(0, 0, 128, 255);
    assertThat(map.at(1, 1)).isEqualTo(1);
    assertThat(map.at(1, 0)).isEqualTo(128 / 255.0);
  }

  @Test
  void aMapWithoutAPositiveValueIsAllZeros() {
    assertThat(Attention.quantised(new float[] {-3f, 0f}, 1, 2).values()).containsExactly(0, 0);
  }

  @Test
  void aTinyMapIsScaledLikeAnyOther() {
    float tiny = Float.MIN_VALUE;
    assertThat(Attention.quantised(new float[] {tiny, 0f}, 1, 2).values()).containsExactly(255, 0);
  }

  @Test
  void aMapThatIsNotFiniteOrDoesNotFillItsShapeIsRejected() {
    assertThatThrownBy(() -> Attention.quantised(new float[] {Float.NaN}, 1, 1))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining("finite");
    assertThatThrownBy(() -> new Attention(2, 2, new byte[3]))
        .hasMessageContaining("2 x 2 with 3 values");
    assertThatThrownBy(() -> new Attention(0, 2, new byte[0])).hasMessageContaining("1 to 256");
  }

  @Test
  void aRoundingErrorBeyondOneIsBroughtBackAndARealOneIsRejected() {
    assertThat(Check.share("confidence", 1 + 1e-7)).isEqualTo(1);
    assertThatThrownBy(() -> Check.share("confidence", 1.1)).hasMessageContaining("0 to 1");
    assertThatThrownBy(() -> Check.share("confidence", Double.NaN)).hasMessageContaining("NaN");
  }
}
