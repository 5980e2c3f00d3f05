package dev.telltale.spuriosity;

import dev.telltale.audit.Workbench;
import dev.telltale.dataset.SampleTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The reporting split, ranked, and every model measured on it.
 *
 * @param places of the split's images in the data set
 * @param samples of the data set
 * @param members the images of each class in the split
 * @param cues of each class
 * @param rankings of each class
 * @param ends of each class
 * @param names of the models
 * @param predictions of each
 * @param gaps of each; empty where no class has a gap
 * @param adjusted p-values, as {@link ModelGaps#adjusted}
 * @param level confidence of the intervals
 */
record Measured(
    int[] places,
    SampleTable samples,
    List<Activations> members,
    List<ClassCues> cues,
    List<Ranking> rankings,
    List<Ends> ends,
    List<String> names,
    List<Predictions> predictions,
    List<ModelGaps> gaps,
    List<double[]> adjusted,
    double level) {

  static Measured of(
      Ranked ranked, Map<String, Predictions> models, SpuriosityOptions options, Workbench bench) {
    int[] places = ranked.splits().reporting();
    List<Activations> members = ranked.activations(places);
    List<ClassCues> cues = members.stream().map(ClassCues::of).toList();
    List<Ranking> rankings =
        IntStream.range(0, cues.size())
            .mapToObj(c -> Ranking.of(members.get(c), cues.get(c)))
            .toList();
    List<Ends> ends =
        rankings.stream().map(ranking -> Ends.of(ranking, options.whole("k"))).toList();
    List<ModelGaps> gaps = new ArrayList<>();
    if (ends.stream().anyMatch(one -> one.missing() == null)) {
      for (Predictions model : models.values()) {
        bench.breathe();
        gaps.add(ModelGaps.of(ends, model, options.level()));
      }
    }
    return new Measured(
        places,
        bench.subject().images().samples(),
        members,
        cues,
        rankings,
        ends,
        List.copyOf(models.keySet()),
        List.copyOf(models.values()),
        gaps,
        ModelGaps.adjusted(gaps),
        options.level());
  }

  int models() {
    return names.size();
  }

  /** Where a class stands among the gaps; −1 where it has none. */
  int at(int classIndex) {
    return ends.get(classIndex).missing() != null
        ? -1
        : (int) ends.subList(0, classIndex).stream().filter(one -> one.missing() == null).count();
  }

  /** A model's gap on a class; null where it has none. */
  @Nullable ClassGap gap(int model, int classIndex) {
    int at = at(classIndex);
    return at < 0 ? null : gaps.get(model).classes().get(at);
  }
}
