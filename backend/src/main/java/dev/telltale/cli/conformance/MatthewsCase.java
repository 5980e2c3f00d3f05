package dev.telltale.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.stats.Matthews;
import dev.telltale.stats.TwoByTwo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code matthews}: the Matthews correlation of pairs of binary vectors. Where a row or column of
 * the counts is empty ours is NaN as the authors' is; scikit-learn says 0.
 */
final class MatthewsCase implements CaseKind {

  @Override
  public Set<String> names() {
    return Set.of("matthews");
  }

  @Override
  public boolean fits(GoldenCase golden) {
    JsonNode pair = golden.inputs().path("pairs").path(0);
    return pair.has("a") && pair.has("b") && golden.expected().has("results");
  }

  @Override
  public Answer answer(GoldenCase golden) {
    List<Answer> results = new ArrayList<>();
    for (JsonNode pair : GoldenCase.need(golden.inputs(), "pairs")) {
      String path = "inputs.pairs[" + results.size() + "]";
      TwoByTwo counts =
          TwoByTwo.of(
              golden.tensor(GoldenCase.need(pair, "a"), path + ".a").booleans(path + ".a"),
              golden.tensor(GoldenCase.need(pair, "b"), path + ".b").booleans(path + ".b"));
      double mcc = Matthews.of(counts);
      results.add(
          new Answer.Fields(
              Map.of(
                  "counts_n00_n01_n10_n11",
                  Answer.numbers(counts.n00(), counts.n01(), counts.n10(), counts.n11()),
                  "sklearn",
                  Answer.number(Double.isNaN(mcc) ? 0 : mcc),
                  "celeb_mcc",
                  Answer.number(mcc))));
    }
    return new Answer.Fields(Map.of("results", new Answer.Items(results)));
  }
}
