package dev.telltale.spuriosity;

import dev.telltale.features.head.Examples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How strongly chosen features are active on the images of one class. A few columns of a table that
 * may be far larger than memory.
 *
 * @param classIndex the class
 * @param features the channels, each once
 * @param places of the class's images among the examples, rising
 * @param values r_i of each feature and image, [features][images]
 */
public record Activations(int classIndex, int[] features, int[] places, float[][] values) {

  /**
   * Gathers the features of every class in one pass over the examples, in their order. Images of a
   * class without features are listed but not read.
   *
   * @param features the channels of each class
   * @return one per class
   * @throws IllegalArgumentException if a channel or a label does not exist, or a channel is named
   *     twice
   */
  public static List<Activations> gather(Examples examples, List<int[]> features) {
    int[] counts = new int[features.size()];
    for (int place = 0; place < examples.size(); place++) {
      int label = examples.label(place);
      if (label >= counts.length) {
        throw new IllegalArgumentException("class " + label + " of " + counts.length);
      }
      counts[label]++;
    }
    List<Activations> all = new ArrayList<>();
    for (int c = 0; c < counts.length; c++) {
      int[] chosen = features.get(c).clone();
      check(chosen, examples.channels(), c);
      all.add(new Activations(c, chosen, new int[counts[c]], new float[chosen.length][counts[c]]));
    }
    int[] filled = new int[counts.length];
    for (int place = 0; place < examples.size(); place++) {
      Activations of = all.get(examples.label(place));
      int at = filled[of.classIndex]++;
      of.places[at] = place;
      for (int f = 0; f < of.features.length; f++) {
        of.values[f][at] = examples.feature(place, of.features[f]);
      }
    }
    return List.copyOf(all);
  }

  /** How many images the class has. */
  public int images() {
    return places.length;
  }

  /** The place of a channel among the features; −1 if it is none of them. */
  public int indexOf(int feature) {
    return IntStream.range(0, features.length)
        .filter(f -> features[f] == feature)
        .findFirst()
        .orElse(-1);
  }

  /** The images sorted by one feature's activation, for the evidence of what it looks at. */
  public Ranking by(int feature) {
    float[] of = values[indexOf(feature)];
    return Ranking.of(
        classIndex, places, IntStream.range(0, of.length).mapToDouble(i -> of[i]).toArray());
  }

  private static void check(int[] chosen, int channels, int classIndex) {
    if (Arrays.stream(chosen).anyMatch(feature -> feature < 0 || feature >= channels)
        || Arrays.stream(chosen).distinct().count() < chosen.length) {
      throw new IllegalArgumentException(
          "class %d: features %s are not distinct ones of %d"
              .formatted(classIndex, Arrays.toString(chosen), channels));
    }
  }
}
