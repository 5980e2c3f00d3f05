package dev.telltale.spuriosity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.telltale.model.LinearHead;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class FeatureImportanceTest {

  /** Σ over the counted images of the class of r_i · W[c,i], over how many they are. */
  private static double plainly(Drawn drawn, LinearHead head, int c, int i, boolean odd) {
    double sum = 0;
    int n = 0;
    for (int place = 0; place < drawn.size(); place++) {
      if (drawn.label(place) == c && (!odd || place % 2 == 1)) {
        sum += (double) drawn.rows()[place][i] * head.weight()[c][i];
        n++;
      }
    }
    return n == 0 ? 0 : sum / n;
  }

  @Property(tries = 200)
  void itIsTheMeanOfActivationTimesWeight(
      @ForAll @IntRange(min = 0, max = 40) int size,
      @ForAll @IntRange(min = 1, max = 9) int channels,
      @ForAll @IntRange(min = 1, max = 5) int classes,
      @ForAll boolean odd,
      @ForAll @IntRange(min = 0, max = 999) int seed) {
    Drawn drawn = Drawn.of(size, channels, classes, seed);
    LinearHead head = Drawn.head(classes, channels, seed);
    FeatureImportance got = FeatureImportance.of(drawn, head, place -> !odd || place % 2 == 1);
    for (int c = 0; c < classes; c++) {
      for (int i = 0; i < channels; i++) {
        assertThat(got.byClass()[c][i]).isCloseTo(plainly(drawn, head, c, i, odd), within(1e-9));
      }
      List<Integer> top = got.top(c, 3);
      assertThat(top.isEmpty()).isEqualTo(got.missing(c).isPresent());
      for (int i = 0; i < channels && !top.isEmpty(); i++) {
        int last = top.get(top.size() - 1);
        if (!top.contains(i)) {
          assertThat(got.byClass()[c][i]).isLessThanOrEqualTo(got.byClass()[c][last]);
        }
      }
    }
  }

  @Example
  void equalsAreInTheOrderOfTheirNumbers() {
    Drawn drawn = new Drawn(new float[][] {{1, 0, 1, 2, 0}}, new int[] {0}, 5);
    LinearHead head = new LinearHead(new float[][] {{1, -1, 1, 1, 1}}, new float[1]);
    assertThat(FeatureImportance.of(drawn, head, place -> true).top(0, 5))
        .containsExactly(3, 0, 2, 1, 4);
  }

  @Example
  void aClassWithoutACountedImageIsNamedAndHasNoNumbersThatAreNone() {
    Drawn drawn = Drawn.of(20, 3, 2, 1);
    FeatureImportance got =
        FeatureImportance.of(drawn, Drawn.head(2, 3, 1), place -> drawn.label(place) == 0);
    assertThat(got.missing(0)).isEmpty();
    assertThat(got.missing(1)).contains("no image of the class counts for importance");
    assertThat(got.top(1, 3)).isEmpty();
    assertThat(got.byClass()[1]).containsOnly(0);
  }

  @Example
  void aFeatureIsFoundInItsOtherClasses() {
    float[][] rows = {{5, 1, 0}, {1, 5, 0}, {4, 0, 3}};
    Drawn drawn = new Drawn(rows, new int[] {0, 1, 2}, 3);
    float[] ones = {1, 1, 1};
    LinearHead head = new LinearHead(new float[][] {ones, ones, ones}, new float[3]);
    FeatureImportance got = FeatureImportance.of(drawn, head, place -> true);
    assertThat(got.classesOf(0, 1)).containsExactly(0, 2);
    assertThat(got.classesOf(0, 2)).containsExactly(0, 1, 2);
    assertThat(got.classesOf(2, 1)).isEmpty();
  }

  @Example
  void aHeadThatDoesNotFitIsRefused() {
    Drawn drawn = Drawn.of(9, 3, 2, 1);
    assertThatThrownBy(() -> FeatureImportance.of(drawn, Drawn.head(2, 4, 1), place -> true))
        .hasMessage("a head of 4 channels for features of 3");
    assertThatThrownBy(() -> FeatureImportance.of(drawn, Drawn.head(1, 3, 1), place -> true))
        .hasMessage("the head has no row for class 1");
  }
}
