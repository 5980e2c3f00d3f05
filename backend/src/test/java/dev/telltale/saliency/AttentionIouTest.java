package dev.telltale.saliency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AttentionIouTest {

  @Test
  void fourByFourMapsCanBeCheckedByHand() {
    float[] left = {
      1, 1, 0, 0,
      1, 1, 0, 0,
      1, 1, 0, 0,
      1, 1, 0, 0
    };
    float[] top = {
      3, 3, 3, 3,
      3, 3, 3, 3,
      0, 0, 0, 0,
      0, 0, 0, 0
    };
    // Each M̂ is 1/8 on its eight cells. Both share four: ⟨M̂₁, M̂₂⟩ = 4/64. The mean of both is
    // 1/8
    // on those four and 1/16 on eight more: 4/64 + 8/256 = 6/64. B = 4/6.
    assertThat(AttentionIou.score(left, top)).isCloseTo(2.0 / 3, within(1e-15));
  }

  @Property
  void theScoreIsThatOfTheDefinition(@ForAll("pairs") Pair pair) {
    double slow = definition(pair.a(), pair.b());
    double fast = AttentionIou.score(pair.a(), pair.b());
    if (Double.isNaN(slow)) {
      assertThat(fast).isNaN();
    } else {
      assertThat(fast).isCloseTo(slow, within(1e-12)).isBetween(0.0, 1.0);
    }
  }

  @Property
  void theOrderOfTheMapsDoesNotMatter(@ForAll("pairs") Pair pair) {
    assertSame(AttentionIou.score(pair.a(), pair.b()), AttentionIou.score(pair.b(), pair.a()));
  }

  @Property
  void scalingEitherMapLeavesTheScoreUnchanged(
      @ForAll("pairs") Pair pair, @ForAll @FloatRange(min = 0.01f, max = 100) float factor) {
    double score = AttentionIou.score(pair.a(), pair.b());
    assertSame(AttentionIou.score(scaled(pair.a(), factor), pair.b()), score);
    assertSame(AttentionIou.score(pair.a(), scaled(pair.b(), factor)), score);
  }

  @Property
  void enlargingBothMapsAlikeLeavesTheScoreUnchanged(
      @ForAll("pairs") Pair pair, @ForAll @IntRange(min = 1, max = 4) int factor) {
    assertSame(
        AttentionIou.score(repeated(pair.a(), factor), repeated(pair.b(), factor)),
        AttentionIou.score(pair.a(), pair.b()));
  }

  @Property
  void theScoreIsOneIfAndOnlyIfTheMapsAreProportional(@ForAll("pairs") Pair pair) {
    if (sum(pair.a()) == 0 || sum(pair.b()) == 0) {
      return;
    }
    assertThat(AttentionIou.score(pair.a(), scaled(pair.a(), 0.37f))).isCloseTo(1, within(1e-12));
    double apart = 0;
    for (int i = 0; i < pair.a().length; i++) {
      apart = Math.max(apart, Math.abs(pair.a()[i] / sum(pair.a()) - pair.b()[i] / sum(pair.b())));
    }
    if (apart > 1e-3) {
      assertThat(AttentionIou.score(pair.a(), pair.b())).isLessThan(1);
    }
  }

  @Test
  void disjointMapsScoreZero() {
    assertThat(AttentionIou.score(new float[] {1, 0, 2}, new float[] {0, 5, 0})).isZero();
  }

  @Test
  void aMapThatLooksNowhereHasNoScore() {
    float[] zero = new float[4];
    float[] some = {0, 1, 0, 0};
    assertThat(AttentionIou.score(zero, some)).isNaN();
    assertThat(AttentionIou.score(some, zero)).isNaN();
    assertThat(AttentionIou.score(zero, zero)).isNaN();
  }

  @Test
  void theFaintestAndTheBrightestFloatsAreScored() {
    float tiny = Float.MIN_VALUE;
    float huge = Float.MAX_VALUE;
    assertThat(AttentionIou.score(new float[] {tiny, 0}, new float[] {huge, huge}))
        .isCloseTo(0.8, within(1e-12));
  }

  @Test
  void mapsThatAreNoMapsAreRefused() {
    assertThatThrownBy(() -> AttentionIou.score(new float[3], new float[4]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 and 4");
    for (float bad : new float[] {-0.1f, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> AttentionIou.score(new float[] {1, bad}, new float[] {1, 1}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("at 1");
    }
  }

  /** Eq. 1 as it is written. */
  private static double definition(float[] m1, float[] m2) {
    double norm1 = sum(m1);
    double norm2 = sum(m2);
    double inner = 0;
    double frobenius = 0;
    for (int i = 0; i < m1.length; i++) {
      double hat1 = m1[i] / norm1;
      double hat2 = m2[i] / norm2;
      inner += hat1 * hat2;
      frobenius += Math.pow((hat1 + hat2) / 2, 2);
    }
    return inner / frobenius;
  }

  private static double sum(float[] map) {
    double sum = 0;
    for (float value : map) {
      sum += value;
    }
    return sum;
  }

  private static float[] scaled(float[] map, float factor) {
    float[] scaled = map.clone();
    for (int i = 0; i < map.length; i++) {
      scaled[i] *= factor;
    }
    return scaled;
  }

  /** Each value factor² times: nearest-neighbour enlargement, up to the order of the values. */
  private static float[] repeated(float[] map, int factor) {
    float[] repeated = new float[map.length * factor * factor];
    for (int i = 0; i < repeated.length; i++) {
      repeated[i] = map[i / (factor * factor)];
    }
    return repeated;
  }

  private static void assertSame(double got, double want) {
    if (Double.isNaN(want)) {
      assertThat(got).isNaN();
    } else {
      assertThat(got).isCloseTo(want, within(1e-5));
    }
  }

  @Provide
  Arbitrary<Pair> pairs() {
    Arbitrary<Float> values =
        Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.just(0f)),
            Tuple.of(2, Arbitraries.floats().between(0.01f, 100)));
    return Arbitraries.integers()
        .between(1, 60)
        .flatMap(
            n ->
                Combinators.combine(
                        values.array(float[].class).ofSize(n),
                        values.array(float[].class).ofSize(n))
                    .as(Pair::new));
  }

  record Pair(float[] a, float[] b) {}
}
