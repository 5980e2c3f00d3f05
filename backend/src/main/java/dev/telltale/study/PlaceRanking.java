package dev.telltale.study;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.features.head.Examples;
import dev.telltale.spuriosity.Ranking;
import dev.telltale.stats.RocAuc;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A class of birds ranked by spuriosity, and how well that tells the place. The document of a class
 * lists a hundred images of either end; all are ranked here as it says, and compared with those.
 *
 * @param name of the class
 * @param spurious the channels that the audit called so
 * @param images that were ranked
 * @param auc area under the ROC curve, birds on their own ground being positive; null where there
 *     is no ranking
 * @param off the largest difference from a spuriosity that the document lists
 */
record PlaceRanking(
    String name, List<Integer> spurious, int images, @Nullable Double auc, double off) {

  /**
   * Ranks all classes.
   *
   * @param reported features of the reporting split
   * @param elsewhere whether each bird is on the other family's ground
   * @param documents of the classes, in their order
   */
  static List<PlaceRanking> of(Features reported, boolean[] elsewhere, List<JsonNode> documents) {
    List<List<Integer>> spurious = documents.stream().map(PlaceRanking::spurious).toList();
    List<Ranking> rankings =
        Ranking.of(
            Examples.of(reported.table(), IntStream.range(0, reported.values().length).toArray()),
            spurious.stream().map(all -> all.stream().mapToInt(i -> i).toArray()).toList());
    List<PlaceRanking> of = new ArrayList<>();
    for (int c = 0; c < documents.size(); c++) {
      Ranking ranking = rankings.get(c);
      boolean[] own = new boolean[ranking.size()];
      for (int i = 0; i < own.length; i++) {
        own[i] = !elsewhere[ranking.order()[i]];
      }
      of.add(
          new PlaceRanking(
              documents.get(c).get("name").textValue(),
              spurious.get(c),
              ranking.size(),
              ranking.missing() == null ? RocAuc.of(own, ranking.scores()) : null,
              off(ranking.scores(), documents.get(c).path("ranking"))));
    }
    return of;
  }

  private static List<Integer> spurious(JsonNode document) {
    return StreamSupport.stream(document.get("features").spliterator(), false)
        .filter(feature -> feature.get("verdict").textValue().equals("spurious"))
        .map(feature -> feature.get("feature").intValue())
        .sorted()
        .toList();
  }

  private static double off(double[] scores, JsonNode listed) {
    double off = 0;
    for (int i = 0; i < listed.path("lowest").size(); i++) {
      double low = listed.get("lowest").get(i).get("spuriosity").doubleValue();
      double high = listed.get("highest").get(i).get("spuriosity").doubleValue();
      off = Math.max(off, Math.abs(scores[i] - low));
      off = Math.max(off, Math.abs(scores[scores.length - 1 - i] - high));
    }
    return off;
  }
}
