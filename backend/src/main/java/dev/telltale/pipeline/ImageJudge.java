package dev.telltale.pipeline;

import dev.telltale.kafka.event.ImageScore;
import dev.telltale.pipeline.index.Judge;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Judges by the class map of a score's data set. Scores carry no verdict themselves: a class map
 * may be added or mended after the fact.
 *
 * @param dataSets by name
 * @param modelHash whose classes the class maps speak of
 */
record ImageJudge(Map<String, KnownDataSet> dataSets, String modelHash) implements Judge {

  @Override
  public @Nullable Boolean right(ImageScore score) {
    KnownDataSet dataSet = dataSets.get(score.dataset());
    if (dataSet == null || !score.modelHash().equals(modelHash)) {
      return null;
    }
    return dataSet.classMap().right(score.label(), score.predictedIndex(), score.predicted());
  }

  @Override
  public String version() {
    Map<String, String> maps = new TreeMap<>();
    dataSets.forEach((name, dataSet) -> maps.put(name, dataSet.classMap().joined().toString()));
    return maps.toString();
  }
}
