package dev.telltale.spuriosity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.telltale.spuriosity.Exchange.Arm;
import dev.telltale.spuriosity.Suggestion.Exchanged;
import dev.telltale.spuriosity.Suggestion.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExchangeTest {

  @Test
  void itIsTheMainEffectsOfObjectAndSurroundings() {
    // One picture of each arm; a follows the object, b the surroundings, c neither, d both.
    float[][][] pooled = {
      {{3, 5, 1, 4}}, {{3, 1, 1, 2}}, {{1, 5, 1, 2}}, {{1, 1, 1, 0}},
    };
    Exchange got = Exchange.of(pooled);
    assertThat(got.images()).isEqualTo(1);
    assertThat(got.object()).containsExactly(new double[] {2, 0, 0, Math.sqrt(2)}, within(1e-9));
    assertThat(got.surroundings())
        .containsExactly(new double[] {0, 2, 0, Math.sqrt(2)}, within(1e-9));
  }

  @Test
  void itIsWhatTheDefinitionSaysOnRandomFeatures() {
    Random random = new Random(5);
    int images = 7;
    float[][][] pooled = new float[4][images][3];
    for (float[][] arm : pooled) {
      for (float[] r : arm) {
        for (int c = 0; c < r.length; c++) {
          r[c] = (float) random.nextGaussian();
        }
      }
    }
    Exchange got = Exchange.of(pooled);
    for (int c = 0; c < 3; c++) {
      int channel = c;
      double[] all =
          Arrays.stream(pooled)
              .flatMapToDouble(arm -> Arrays.stream(arm).mapToDouble(r -> r[channel]))
              .toArray();
      double mean = Arrays.stream(all).average().orElseThrow();
      double variance =
          Arrays.stream(all).map(r -> (r - mean) * (r - mean)).average().orElseThrow();
      double own = 0;
      double others = 0;
      for (int i = 0; i < images; i++) {
        own += pooled[Arm.OWN_IN_OWN.ordinal()][i][c] + pooled[Arm.OWN_IN_OTHERS.ordinal()][i][c];
        others +=
            pooled[Arm.OTHERS_IN_OWN.ordinal()][i][c]
                + pooled[Arm.OTHERS_IN_OTHERS.ordinal()][i][c];
      }
      assertThat(got.object()[c])
          .isCloseTo((own - others) / (2 * images) / Math.sqrt(variance), within(1e-6));
    }
  }

  @Test
  void whatFollowsTheObjectIsCoreAndWhatTheOwnSurroundingsRaiseIsSpurious() {
    assertThat(following(-0.5, 0.4).core(Rule.EXCHANGE)).isTrue();
    assertThat(following(-0.5, 0.4).spurious(Rule.EXCHANGE)).isFalse();
    assertThat(following(0.3, 0.4).spurious(Rule.EXCHANGE)).isTrue();
    assertThat(following(0.3, 0.4).core(Rule.EXCHANGE)).isFalse();
    Suggestion others = following(0.3, -0.4);
    assertThat(others.spurious(Rule.EXCHANGE)).isFalse();
    assertThat(others.core(Rule.EXCHANGE)).isFalse();
    // A feature that nothing changes says nothing.
    assertThat(following(0, 0).spurious(Rule.EXCHANGE)).isFalse();
    assertThat(following(0, 0).core(Rule.EXCHANGE)).isFalse();
  }

  @Test
  void whereNothingCanBeExchangedItIsNamed() {
    Suggestion maps = Suggestion.of(List.of(), List.of(), 2, 2);
    assertThat(maps.missing(Rule.EXCHANGE)).isEqualTo("nothing was exchanged");
    Suggestion without = maps.with(new Exchanged(0, 0, 0, "too few"));
    assertThat(without.missing(Rule.EXCHANGE)).isEqualTo("too few");
    assertThatThrownBy(() -> without.spurious(Rule.EXCHANGE)).hasMessage("too few");
  }

  private static Suggestion following(double object, double surroundings) {
    return Suggestion.of(List.of(), List.of(), 2, 2)
        .with(new Exchanged(object, surroundings, 40, null));
  }
}
