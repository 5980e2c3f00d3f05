package dev.telltale.spuriosity;

import java.util.stream.IntStream;

/**
 * What people judge a feature of a class by (Moayeri et al. 2023, sec. 3.1, app. I.2.1): the images
 * of the class that activate it most, on which its activation maps and feature attacks are shown,
 * and those that activate it least.
 *
 * @param classIndex the class
 * @param feature the channel
 * @param most places among the examples, the most active first
 * @param least places, the least active first
 */
public record Evidence(int classIndex, int feature, int[] most, int[] least) {
  /** How many of each the paper shows. */
  public static final int SHOWN = 5;

  /**
   * Chooses the images; of equals the one that comes first among the examples is the less active
   * one. Where the class has fewer than twice as many they overlap.
   *
   * @param members the images of the class, with the feature among theirs
   * @param shown how many of each, at most
   */
  public static Evidence of(Activations members, int feature, int shown) {
    Ranking ranking = members.by(feature);
    int[] highest = ranking.highest(shown);
    int last = highest.length - 1;
    return new Evidence(
        members.classIndex(),
        feature,
        IntStream.rangeClosed(0, last).map(i -> highest[last - i]).toArray(),
        ranking.lowest(shown));
  }
}
