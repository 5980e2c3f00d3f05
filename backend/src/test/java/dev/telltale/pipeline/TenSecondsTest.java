package dev.telltale.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TenSecondsTest {
  private static final long SECOND = 1_000_000_000L;

  private final TenSeconds window = new TenSeconds(0);

  @Test
  void withoutValuesThereIsNoMeanAndNoRate() {
    assertThat(window.mean(0)).isNaN();
    assertThat(window.perSecond(0)).isZero();
  }

  @Test
  void valuesOlderThanTenSecondsAreForgotten() {
    window.add(8, 0);
    window.add(2, 9 * SECOND);
    assertThat(window.mean(9 * SECOND)).isEqualTo(5);
    assertThat(window.mean(10 * SECOND)).isEqualTo(2);
    assertThat(window.mean(19 * SECOND)).isNaN();
    assertThat(window.mean(1000 * SECOND)).isNaN();
  }

  @Test
  void aShortPastIsNotTakenForTenSeconds() {
    window.add(1, SECOND);
    window.add(1, 3 * SECOND);
    assertThat(window.perSecond(4 * SECOND)).isEqualTo(0.5);
    assertThat(window.perSecond(9 * SECOND)).isCloseTo(2 / 9.0, within(1e-12));
  }

  @Test
  void meanAndSumAreThoseOfTheValuesOfTheWindow() {
    Random random = new Random(1);
    List<double[]> all = new ArrayList<>();
    long now = 0;
    for (int i = 0; i < 2000; i++) {
      now += (long) (random.nextDouble() * random.nextInt(4) * SECOND);
      double value = random.nextDouble();
      window.add(value, now);
      long second = now / SECOND;
      all.add(new double[] {second, value});
      long oldest = second - 9;
      double[] recent = all.stream().filter(v -> v[0] >= oldest).mapToDouble(v -> v[1]).toArray();
      double sum = 0;
      for (double v : recent) {
        sum += v;
      }
      assertThat(window.mean(now)).isCloseTo(sum / recent.length, within(1e-9));
      double passed = Math.max(1, Math.min(10, now / 1e9));
      assertThat(window.perSecond(now)).isCloseTo(sum / passed, within(1e-9));
    }
  }
}
