package dev.telltale.spuriosity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import dev.telltale.model.ModelBundle;
import dev.telltale.model.Segmenter;
import dev.telltale.spuriosity.Suggestion.Rule;
import dev.telltale.testing.Kinds;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SuggestionTest {

  @Test
  void itIsTheMassOutsideTheObjectBesideThatOfAUniformMap() {
    Nam map = new Nam(2, 2, new float[] {1, 0.5f, 0.25f, 0.25f});
    float[] left = {1, 0, 1, 0};
    Suggestion got = Suggestion.of(List.of(map), List.of(left), 2, 2);
    assertThat(got.outside()).isCloseTo(0.375, within(1e-9));
    assertThat(got.uniform()).isCloseTo(0.5, within(1e-9));
    assertThat(got.images()).isEqualTo(1);
    assertThat(got.spurious(Rule.MASS)).isFalse();
    float[] small = {0, 0, 1, 0};
    Suggestion outside = Suggestion.of(List.of(map), List.of(small), 2, 2);
    assertThat(outside.outside()).isCloseTo(0.875, within(1e-9));
    assertThat(outside.spurious(Rule.MASS)).isTrue();
    assertThat(outside.spurious(Rule.DENSITY)).isTrue();
    // Most of it is outside a small object, but it is thrice as thick inside.
    Nam thick = new Nam(1, 4, new float[] {0.6f, 0.3f, 0.3f, 0.3f});
    Suggestion dense = Suggestion.of(List.of(thick), List.of(new float[] {1, 0, 0, 0}), 1, 4);
    assertThat(dense.spurious(Rule.MASS)).isTrue();
    assertThat(dense.spurious(Rule.DENSITY)).isFalse();
  }

  @Test
  void imagesWithoutTheFeatureOrTheObjectDoNotCountAndNoneIsNamed() {
    Nam none = new Nam(2, 2, new float[4]);
    Nam all = new Nam(2, 2, new float[] {1, 1, 1, 1});
    float[] object = {1, 1, 0, 0};
    Suggestion one =
        Suggestion.of(List.of(none, all, all), List.of(object, object, new float[4]), 2, 2);
    assertThat(one.images()).isEqualTo(1);
    assertThat(one.outside()).isCloseTo(one.uniform(), within(1e-9));
    Suggestion nothing = Suggestion.of(List.of(none), List.of(object), 2, 2);
    assertThat(nothing.missing()).isEqualTo("no image has both the feature and an object");
    assertThatThrownBy(() -> nothing.spurious(Rule.MASS)).hasMessageContaining("no image");
  }

  @Test
  void aSegmenterGivesMasksWhereThereAreNone() {
    ModelBundle bundle = ModelBundle.read(Kinds.bundle("segmenter"));
    int height = bundle.spec().height();
    int width = bundle.spec().width();
    Random random = new Random(1);
    float[][] images = new float[3][3 * height * width];
    for (float[] image : images) {
      for (int i = 0; i < image.length; i++) {
        image[i] = random.nextFloat();
      }
    }
    try (Segmenter segmenter = Segmenter.load(bundle, Device.cpu())) {
      List<float[]> masks = ObjectMasks.of(segmenter, images, height, width);
      assertThat(masks).hasSize(3);
      for (int i = 0; i < 3; i++) {
        assertThat(masks.get(i)).hasSize(height * width);
        float[] alone = ObjectMasks.of(segmenter, new float[][] {images[i]}, height, width).get(0);
        assertThat(masks.get(i)).containsExactly(alone, within(1e-5f));
      }
    }
  }

  @Test
  void aConceptIsTheDifferenceOfTheMeansAndRanksImagesByIt() {
    float[][] rows = {{0, 1, 5}, {0, 1, 1}, {2, 1, 3}, {4, 1, 3}, {1, 1, 0}};
    Drawn drawn = new Drawn(rows, new int[] {0, 0, 0, 1, 1}, 3);
    boolean[] has = {false, false, true, true, false};
    ConceptDirection got = ConceptDirection.of(drawn, has);
    // Means (3, 1, 3) and (1/3, 1, 2): the difference is (8/3, 0, 1).
    double length = Math.hypot(8 / 3.0, 1);
    assertThat(got.direction())
        .containsExactly(new double[] {8 / 3.0 / length, 0, 1 / length}, within(1e-9));
    List<Ranking> rankings = got.rankings(drawn, 2);
    assertThat(rankings.get(0).order()).containsExactly(1, 0, 2);
    assertThat(rankings.get(1).order()).containsExactly(4, 3);
    assertThat(ConceptDirection.of(drawn, new boolean[5]).missing())
        .isEqualTo("no image has the concept");
    ConceptDirection nothing = ConceptDirection.of(new double[3]);
    assertThat(nothing.missing()).isEqualTo("it makes no difference to any feature");
    assertThat(nothing.rankings(drawn, 2).get(1).missing()).isEqualTo(nothing.missing());
  }

  @Test
  void withinClassesAConceptIsNotTheClassThatItGoesWith() {
    // Feature 0 is the class, feature 1 the concept; nine of ten images have both or neither.
    float[][] rows = new float[40][2];
    int[] labels = new int[40];
    boolean[] has = new boolean[40];
    for (int i = 0; i < 40; i++) {
      labels[i] = i % 2;
      has[i] = (i % 2 == 1) != (i >= 36);
      rows[i] = new float[] {10 * labels[i], has[i] ? 1 : 0};
    }
    Drawn drawn = new Drawn(rows, labels, 2);
    assertThat(ConceptDirection.of(drawn, has).direction()[0]).isGreaterThan(.9);
    assertThat(ConceptDirection.withinClasses(drawn, has, 2).direction())
        .containsExactly(new double[] {0, 1}, within(1e-9));
    // Of a class that all have, or none, nothing is learnt; without any other it is said.
    boolean[] exactly = new boolean[40];
    for (int i = 0; i < 40; i++) {
      exactly[i] = labels[i] == 1;
    }
    assertThat(ConceptDirection.withinClasses(drawn, exactly, 2).missing())
        .isEqualTo("no class has images with the concept and without it");
    exactly[0] = true;
    assertThat(ConceptDirection.withinClasses(drawn, exactly, 2).direction())
        .containsExactly(new double[] {0, -1}, within(1e-9));
  }
}
