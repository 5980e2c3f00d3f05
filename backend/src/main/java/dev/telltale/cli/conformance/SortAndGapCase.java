package dev.telltale.cli.conformance;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.features.head.Heads;
import dev.telltale.features.head.SpuriousGap;
import dev.telltale.model.LinearHead;
import dev.telltale.spuriosity.Activations;
import dev.telltale.spuriosity.Predictions;
import dev.telltale.spuriosity.Ranking;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * {@code sort_and_gap}: rankings of two splits, scores, the ends of all classes, and gaps. {@code
 * consolidated} has the ends as the published code takes them, see {@link
 * GoldenExamples#highestAsCoded}; {@code true_extremes_spurious_gap} as the paper means them;
 * {@code measure_bias} takes the true ends of one feature, each up to the whole class.
 */
final class SortAndGapCase implements CaseKind {

  @Override
  public Set<String> names() {
    return Set.of("sort_and_gap");
  }

  @Override
  public boolean fits(GoldenCase golden) {
    return golden.inputs().has("spurious_features_by_class")
        && golden.expected().has("ascending_order");
  }

  @Override
  public Answer answer(GoldenCase golden) {
    Run run = new Run(golden);
    Map<String, Answer> answers = new HashMap<>();
    answers.put("ascending_order", run.bySplit(Run::orders));
    answers.put("avg_zscores_recomputed_in_numpy", run.bySplit(Run::scores));
    answers.put(
        "consolidated",
        run.byK(
            "consolidated",
            k -> {
              Map<String, Answer> fields = new HashMap<>();
              fields.put(
                  "low", run.bySplit(rankings -> numbers(Run.ends(rankings, k, true, true))));
              fields.put(
                  "high", run.bySplit(rankings -> numbers(Run.ends(rankings, k, false, true))));
              fields.putAll(run.gap(k, true));
              return fields;
            }));
    answers.put(
        "true_extremes_spurious_gap",
        run.byK(
            "true_extremes_spurious_gap",
            k -> {
              Map<String, Answer> fields = new HashMap<>(run.gap(k, false));
              fields.put("low", numbers(Run.ends(run.rankings.get("val"), k, true, false)));
              fields.put("high", numbers(Run.ends(run.rankings.get("val"), k, false, false)));
              return fields;
            }));
    answers.put("measure_bias", run.bias());
    return new Answer.Fields(answers);
  }

  private static Answer numbers(int... whole) {
    return Answer.numbers(Arrays.stream(whole).asDoubleStream().toArray());
  }

  private static final class Run {
    private final GoldenCase golden;
    private final Map<String, GoldenExamples> splits = new HashMap<>();
    private final Map<String, List<Ranking>> rankings = new HashMap<>();
    private final boolean[] right;

    Run(GoldenCase golden) {
      this.golden = golden;
      JsonNode by = GoldenCase.need(golden.inputs(), "spurious_features_by_class");
      List<int[]> spurious = new ArrayList<>();
      for (int c = 0; c < classes(); c++) {
        spurious.add(by.has("" + c) ? Tensor.parse(by.get("" + c), "spurious").ints() : new int[0]);
      }
      for (String split : List.of("train", "val")) {
        GoldenExamples examples = GoldenExamples.read(golden, split + "_");
        splits.put(split, examples);
        rankings.put(split, examples.rankings(spurious));
      }
      LinearHead head = GoldenExamples.head(golden, "weight", golden.input("bias").floats());
      right = Heads.right(splits.get("val"), head, Device.cpu());
    }

    private int classes() {
      return golden.input("weight").size(0);
    }

    interface OfRankings {
      Answer of(List<Ranking> rankings);
    }

    Answer bySplit(OfRankings what) {
      Map<String, Answer> fields = new HashMap<>();
      rankings.forEach((split, of) -> fields.put(split, what.of(of)));
      return new Answer.Fields(fields);
    }

    Answer byK(String field, IntFunction<Map<String, Answer>> what) {
      Map<String, Answer> fields = new HashMap<>();
      for (Map.Entry<String, JsonNode> entry :
          GoldenCase.need(golden.expected(), field).properties()) {
        fields.put(entry.getKey(), new Answer.Fields(what.apply(Integer.parseInt(entry.getKey()))));
      }
      return new Answer.Fields(fields);
    }

    static Answer orders(List<Ranking> rankings) {
      Map<String, Answer> classes = new HashMap<>();
      rankings.forEach(one -> classes.put("" + one.classIndex(), numbers(one.order())));
      return new Answer.Fields(classes);
    }

    /** By place, not by rank. */
    static Answer scores(List<Ranking> rankings) {
      Map<String, Answer> classes = new HashMap<>();
      for (Ranking ranking : rankings) {
        int[] ranks =
            IntStream.range(0, ranking.size())
                .boxed()
                .sorted((a, b) -> Integer.compare(ranking.order()[a], ranking.order()[b]))
                .mapToInt(rank -> rank)
                .toArray();
        classes.put(
            "" + ranking.classIndex(),
            new Answer.Fields(
                Map.of(
                    "index",
                    numbers(Arrays.stream(ranks).map(rank -> ranking.order()[rank]).toArray()),
                    "avg_zscore",
                    Answer.numbers(
                        Arrays.stream(ranks)
                            .mapToDouble(rank -> ranking.scores()[rank])
                            .toArray()))));
      }
      return new Answer.Fields(classes);
    }

    static int[] ends(List<Ranking> rankings, int k, boolean low, boolean asCoded) {
      return rankings.stream()
          .flatMapToInt(
              ranking ->
                  Arrays.stream(
                      low
                          ? ranking.lowest(k)
                          : asCoded
                              ? GoldenExamples.highestAsCoded(ranking, k)
                              : ranking.highest(k)))
          .toArray();
    }

    /** On the split {@code val}. */
    Map<String, Answer> gap(int k, boolean asCoded) {
      int[] low = ends(rankings.get("val"), k, true, asCoded);
      int[] high = ends(rankings.get("val"), k, false, asCoded);
      double gap = new SpuriousGap(splits.get("val"), low, high).of(right);
      return Map.of(
          "spurious_gap_val_percent",
          Answer.number(gap),
          "acc_low",
          Answer.number(percent(right, low)),
          "acc_high",
          Answer.number(percent(right, high)));
    }

    private static double percent(boolean[] right, int[] places) {
      return 100.0 * Arrays.stream(places).filter(place -> right[place]).count() / places.length;
    }

    /** On the split {@code train}, with predictions that are given; places within the class. */
    Answer bias() {
      GoldenExamples train = splits.get("train");
      int[] predicted = golden.input("train_predictions").ints();
      boolean[] correct = Predictions.of(train.labels(), predicted, classes()).right();
      List<Answer> all = new ArrayList<>();
      for (JsonNode one : GoldenCase.need(golden.expected(), "measure_bias")) {
        int classIndex = one.get("class").intValue();
        int feature = one.get("feature").intValue();
        int k = one.get("k").intValue();
        List<int[]> chosen = new ArrayList<>();
        for (int c = 0; c < classes(); c++) {
          chosen.add(c == classIndex ? new int[] {feature} : new int[0]);
        }
        Activations members = Activations.gather(train, chosen).get(classIndex);
        Ranking ranking = members.by(feature);
        all.add(
            new Answer.Fields(
                Map.of(
                    "class",
                    new Answer.Given(),
                    "feature",
                    new Answer.Given(),
                    "k",
                    new Answer.Given(),
                    "gap_percent",
                    Answer.number(
                        percent(correct, ranking.highest(k)) - percent(correct, ranking.lowest(k))),
                    "top5",
                    numbers(falling(ranking.highest(5), members)),
                    "last5",
                    numbers(falling(ranking.lowest(5), members)))));
      }
      return new Answer.Items(all);
    }

    private static int[] falling(int[] rising, Activations members) {
      return IntStream.range(0, rising.length)
          .map(i -> Arrays.binarySearch(members.places(), rising[rising.length - 1 - i]))
          .toArray();
    }
  }
}
