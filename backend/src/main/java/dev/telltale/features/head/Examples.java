package dev.telltale.features.head;

import dev.telltale.features.FeatureTable;

/** Labelled rows of features that a head is fitted on, or judged by. */
public interface Examples {
  /** How many examples there are. */
  int size();

  /** Features of an example, C. */
  int channels();

  /** The class of an example, 0 to K − 1. */
  int label(int example);

  /** Copies the features of an example; all are finite. */
  void features(int example, float[] into, int at);

  /** One feature of an example: where few are wanted, rows need not be copied. */
  default float feature(int example, int channel) {
    float[] row = new float[channels()];
    features(example, row, 0);
    return row[channel];
  }

  /** How much an example counts, above 0; 1 unless weighted. */
  default double weight(int example) {
    return 1;
  }

  /**
   * Images of a table.
   *
   * @param images rows of the table, each readable and with a known label
   */
  static Examples of(FeatureTable table, int[] images) {
    return new Examples() {
      @Override
      public int size() {
        return images.length;
      }

      @Override
      public int channels() {
        return table.channels();
      }

      @Override
      public int label(int example) {
        return table.label(images[example]);
      }

      @Override
      public void features(int example, float[] into, int at) {
        table.features(images[example], into, at);
      }

      @Override
      public float feature(int example, int channel) {
        return table.feature(images[example], channel);
      }
    };
  }

  /**
   * Some of these examples.
   *
   * @param places of each among these; may repeat
   */
  default Examples at(int... places) {
    Examples all = this;
    return new Examples() {
      @Override
      public int size() {
        return places.length;
      }

      @Override
      public int channels() {
        return all.channels();
      }

      @Override
      public int label(int example) {
        return all.label(places[example]);
      }

      @Override
      public void features(int example, float[] into, int at) {
        all.features(places[example], into, at);
      }

      @Override
      public float feature(int example, int channel) {
        return all.feature(places[example], channel);
      }

      @Override
      public double weight(int example) {
        return all.weight(places[example]);
      }
    };
  }

  /** These examples with the weight of each multiplied by its own. */
  default Examples weighted(double... exampleWeights) {
    Examples plain = this;
    return new Examples() {
      @Override
      public int size() {
        return plain.size();
      }

      @Override
      public int channels() {
        return plain.channels();
      }

      @Override
      public int label(int example) {
        return plain.label(example);
      }

      @Override
      public void features(int example, float[] into, int at) {
        plain.features(example, into, at);
      }

      @Override
      public float feature(int example, int channel) {
        return plain.feature(example, channel);
      }

      @Override
      public double weight(int example) {
        return plain.weight(example) * exampleWeights[example];
      }
    };
  }

  /** These examples with the weight of each multiplied by its class's. */
  default Examples classWeighted(double... classWeights) {
    double[] weights = new double[size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = classWeights[label(i)];
    }
    return weighted(weights);
  }

  /**
   * Class weights under which every class that has examples counts the same: N / (K' · N_k), of the
   * K' classes with examples.
   */
  default double[] balance(int classes) {
    double[] counts = new double[classes];
    for (int i = 0; i < size(); i++) {
      counts[label(i)]++;
    }
    double present = 0;
    for (double count : counts) {
      present += count > 0 ? 1 : 0;
    }
    for (int k = 0; k < classes; k++) {
      counts[k] = counts[k] > 0 ? size() / (present * counts[k]) : 0;
    }
    return counts;
  }
}
