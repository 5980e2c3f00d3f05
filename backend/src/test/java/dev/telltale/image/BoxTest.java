package dev.telltale.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoxTest {
  @Test
  void aBoxOfAnotherSizeFitsThePicture() {
    Box box = Box.ofPixels(512, 0, 1024, 768, 2048, 1536);
    Mask mask = Box.mask(List.of(box), 4, 8);
    assertThat(mask.plane())
        .containsExactly(
            0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0);
  }

  @Property(tries = 200)
  void fragmentsAreReadBack(
      @ForAll @DoubleRange(min = 0, max = 0.5) double left,
      @ForAll @DoubleRange(min = 0, max = 0.5) double top,
      @ForAll @DoubleRange(min = 0.01, max = 0.5) double width,
      @ForAll @DoubleRange(min = 0.01, max = 0.5) double height) {
    Box box = new Box(left, top, width, height);
    String fragment = Box.fragment(List.of(box, new Box(0, 0, 1, 1)));
    assertThat(Box.isFragment(fragment)).isTrue();
    List<Box> read = Box.parse(fragment);
    assertThat(read.get(1)).isEqualTo(new Box(0, 0, 1, 1));
    assertThat(read.get(0).left()).isCloseTo(left, within(1e-9));
    assertThat(read.get(0).height()).isCloseTo(height, within(1e-9));
  }

  @Property(tries = 200)
  void aMaskHoldsEveryPixelWhoseMiddleIsInABox(
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @DoubleRange(min = 0, max = 0.6) double left,
      @ForAll @DoubleRange(min = 0, max = 0.6) double top,
      @ForAll @DoubleRange(min = 0.05, max = 0.4) double side) {
    Box box = new Box(left, top, side, side);
    Mask mask = Box.mask(List.of(box), height, width);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double middleX = (x + 0.5) / width;
        double middleY = (y + 0.5) / height;
        boolean inside =
            middleX > left + 1e-9
                && middleX < left + side - 1e-9
                && middleY > top + 1e-9
                && middleY < top + side - 1e-9;
        if (inside) {
          assertThat(mask.plane()[y * width + x]).isEqualTo(1);
        }
      }
    }
    assertThat(mask.shareInside()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#xywh=1,2,3,4",
        "#xywh=percent:1,2,3",
        "#xywh=percent:50,0,60,10",
        "#xywh=percent:0,0,0,10",
        "#xywh=percent:-1,0,10,10",
        "#xywh=percent:0,0,NaN,10",
        "#xywh=percent:0,0,10,10&",
        "#xywh=percent:0,0,10,1e3"
      })
  void whatIsNoBoxIsRefused(String fragment) {
    assertThatThrownBy(() -> Box.parse(fragment)).isInstanceOf(IllegalArgumentException.class);
  }
}
