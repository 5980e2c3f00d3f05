package dev.telltale.model;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The last layer of a network whose head is global average pooling and one linear layer, from
 * {@code head.json}: logits = weight · mean(map) + bias.
 *
 * @param weight [K][C]
 * @param bias [K]
 */
public record LinearHead(float[][] weight, float[] bias) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  /**
   * Reads {@code head.json}.
   *
   * @throws BundleException when it is no such file, ragged, empty or not finite
   */
  public static LinearHead read(Path file) {
    LinearHead head;
    try {
      head = JSON.readValue(file.toFile(), LinearHead.class);
    } catch (JacksonException e) {
      throw new BundleException(
          file
              + ": not a linear head {\"weight\": [[…]], \"bias\": […]}: "
              + e.getOriginalMessage(),
          e);
    } catch (IOException e) {
      throw new BundleException(file + ": cannot be read: " + e.getMessage(), e);
    }
    if (head.weight == null || head.bias == null || head.weight.length == 0) {
      throw new BundleException(file + ": weight and bias are both needed");
    }
    if (head.weight.length != head.bias.length) {
      throw new BundleException(
          file + ": " + head.weight.length + " rows of weight but " + head.bias.length + " biases");
    }
    for (int k = 0; k < head.weight.length; k++) {
      float[] row = head.weight[k];
      if (row == null || row.length != head.weight[0].length) {
        throw new BundleException(
            file + ": row " + k + " of weight is not as long as row 0 (" + head.channels() + ")");
      }
      for (float w : row) {
        if (!Float.isFinite(w)) {
          throw new BundleException(file + ": row " + k + " of weight is not finite");
        }
      }
    }
    for (float b : head.bias) {
      if (!Float.isFinite(b)) {
        throw new BundleException(file + ": bias is not finite");
      }
    }
    return head;
  }

  /** Number of logits K. */
  public int classes() {
    return bias.length;
  }

  /** Number of channels C. */
  public int channels() {
    return weight[0].length;
  }

  /**
   * The gradient of one scalar per image with respect to the map: slope · W[t,c] / area, the same
   * at every place of channel c.
   *
   * @param targets t, a logit per image [B], in 0..K−1
   * @param slopes the scalar's derivative by that logit [B]
   * @param area number of places h·w
   * @return row-major [B·C]
   */
  public float[] mapGradient(int[] targets, float[] slopes, float area) {
    int channels = channels();
    float[] gradient = new float[targets.length * channels];
    for (int b = 0; b < targets.length; b++) {
      float[] row = weight[targets[b]];
      float slope = slopes[b] / area;
      for (int c = 0; c < channels; c++) {
        gradient[b * channels + c] = slope * row[c];
      }
    }
    return gradient;
  }
}
