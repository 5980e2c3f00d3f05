package dev.telltale.spuriosity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.telltale.image.Bilinear;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A neural activation map (Moayeri et al. 2023, app. I.1): where in an image a neural feature is
 * active. Channel A_i of the last convolutional map over its own maximum, no minimum subtracted, so
 * that places of no activation stay 0; below 0 counts as none.
 *
 * <p>The published code returns 1 − map, since it reads OpenCV's blue, green, red table as red,
 * green, blue; here 1 is where the feature is most active, and red is much.
 *
 * @param height rows
 * @param width columns
 * @param values [height·width] in [0,1]; all 0 where the feature is nowhere active
 */
public record Nam(int height, int width, float[] values) {

  /**
   * The map of a channel.
   *
   * @param channel A_i, row-major [height·width]
   */
  public static Nam of(float[] channel, int height, int width) {
    float most = 0;
    for (float value : channel) {
      most = Math.max(most, value);
    }
    float[] values = new float[channel.length];
    for (int i = 0; i < values.length && most > 0; i++) {
      values[i] = Math.max(0, channel[i] / most);
    }
    return new Nam(height, width, values);
  }

  /**
   * The maps of one feature on a batch of images.
   *
   * @param features A, [B,C,h,w]
   * @param feature the channel
   * @return [B]
   */
  public static List<Nam> of(NDArray features, int feature) {
    Shape shape = features.getShape();
    int height = (int) shape.get(2);
    int width = (int) shape.get(3);
    float[] all;
    try (NDArray channel = features.get(":, " + feature)) { // [B,h,w]
      all = channel.toFloatArray();
    }
    int area = height * width;
    return IntStream.range(0, (int) shape.get(0))
        .mapToObj(i -> of(Arrays.copyOfRange(all, i * area, (i + 1) * area), height, width))
        .toList();
  }

  /** Whether the feature is active anywhere. */
  public boolean active() {
    for (float value : values) {
      if (value > 0) {
        return true;
      }
    }
    return false;
  }

  /** The map at another size, bilinear with half-pixel centres. */
  public Nam resized(int toHeight, int toWidth) {
    return new Nam(
        toHeight, toWidth, Bilinear.resize(values, height, width, toHeight, toWidth, false));
  }
}
