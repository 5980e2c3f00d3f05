package dev.telltale.study;

import ai.djl.Device;
import dev.telltale.dataset.DataSet;
import dev.telltale.features.BatchEncoder;
import dev.telltale.features.Encoding;
import dev.telltale.features.FeatureTable;
import dev.telltale.features.ImageSource;
import dev.telltale.features.head.HeadFit;
import dev.telltale.features.head.HeadFit.Solver;
import dev.telltale.model.LinearHead;
import dev.telltale.model.ModelBundle;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * The features of a data set's images by one encoder, in memory.
 *
 * @param table where they come from
 * @param values [N][C]
 */
record Features(FeatureTable table, float[][] values) {
  private static final double L2 = 1e-3;
  private static final int ROUNDS = 300;

  /** Encodes what is not encoded yet. */
  static Features of(ModelBundle encoder, DataSet dataSet, Path directory)
      throws InterruptedException {
    try (BatchEncoder batches = BatchEncoder.load(encoder, Device.cpu());
        Encoding encoding = Encoding.open(directory, ImageSource.of(dataSet), batches)) {
      encoding.run(Encoding.readers(), done -> {});
    }
    FeatureTable table = FeatureTable.open(directory);
    float[][] values = new float[table.images()][table.channels()];
    for (int i = 0; i < values.length; i++) {
      table.features(i, values[i], 0);
    }
    return new Features(table, values);
  }

  /** The best linear head for the labels, on all images. */
  LinearHead head(ModelBundle encoder) {
    HeadFit.Options options = new HeadFit.Options(Solver.LBFGS, ROUNDS, 0, 0, L2, 0, false, null);
    return HeadFit.of(table, encoder, options, Device.cpu(), round -> {}).head();
  }

  /** The class that a head gives an image. */
  int predicted(LinearHead head, int image) {
    int best = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < head.classes(); k++) {
      double logit = head.bias()[k];
      for (int c = 0; c < head.channels(); c++) {
        logit += head.weight()[k][c] * values[image][c];
      }
      if (logit > most) {
        most = logit;
        best = k;
      }
    }
    return best;
  }

  /** Share of images whose label a head fitted elsewhere gets right. */
  double accuracy(LinearHead head) {
    int right = 0;
    for (int i = 0; i < values.length; i++) {
      right += predicted(head, i) == table.label(i) ? 1 : 0;
    }
    return (double) right / values.length;
  }

  /** Mean of each feature over the images of a class. */
  double[] mean(int classIndex) {
    double[] mean = new double[values[0].length];
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      if (table.label(i) == classIndex) {
        count++;
        for (int c = 0; c < mean.length; c++) {
          mean[c] += values[i][c];
        }
      }
    }
    for (int c = 0; c < mean.length; c++) {
      mean[c] /= count;
    }
    return mean;
  }

  /** Standard deviation of each feature over the images of a class; at least 1e-6. */
  double[] deviation(int classIndex, double[] mean) {
    double[] square = new double[mean.length];
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      if (table.label(i) == classIndex) {
        count++;
        for (int c = 0; c < mean.length; c++) {
          square[c] += Math.pow(values[i][c] - mean[c], 2);
        }
      }
    }
    for (int c = 0; c < mean.length; c++) {
      square[c] = Math.max(1e-6, Math.sqrt(square[c] / count));
    }
    return square;
  }

  /** Share of images that a head gets right in the group that has the lowest. */
  double worstGroup(LinearHead head, int[] groups) {
    boolean[] correct = new boolean[values.length];
    for (int i = 0; i < correct.length; i++) {
      correct[i] = predicted(head, i) == table.label(i);
    }
    return Answers.worstGroup(correct, groups, IntStream.range(0, correct.length).toArray());
  }
}
