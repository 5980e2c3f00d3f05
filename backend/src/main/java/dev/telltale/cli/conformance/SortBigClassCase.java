package dev.telltale.cli.conformance;

import dev.telltale.spuriosity.Ranking;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code sort_big_class}: one class of more than a thousand images, the ends as the published code
 * takes them beside the true ones; see {@link GoldenExamples#highestAsCoded}.
 */
final class SortBigClassCase implements CaseKind {
  private static final Pattern END =
      Pattern.compile("(bottom|low|top|high)_(\\d+)(_as_coded|_true_extremes)?");

  @Override
  public Set<String> names() {
    return Set.of("sort_big_class");
  }

  @Override
  public boolean fits(GoldenCase golden) {
    return golden.inputs().has("spurious_features") && golden.expected().has("bottom_1000");
  }

  @Override
  public Answer answer(GoldenCase golden) {
    Tensor features = golden.input("features"); // [N,C]
    List<int[]> spurious = new ArrayList<>();
    spurious.add(golden.input("spurious_features").ints());
    Ranking ranking =
        new GoldenExamples(features, new int[features.size(0)]).rankings(spurious).get(0);
    Map<String, Answer> answers = new HashMap<>();
    golden
        .expected()
        .fieldNames()
        .forEachRemaining(
            name -> {
              Matcher end = END.matcher(name);
              if (end.matches()) {
                int[] places = end(ranking, end.group(1), end.group(3), end.group(2));
                answers.put(name, Answer.numbers(Arrays.stream(places).asDoubleStream().toArray()));
              }
            });
    return new Answer.Fields(answers);
  }

  private static int[] end(Ranking ranking, String which, String how, String count) {
    int k = Integer.parseInt(count);
    if (which.equals("bottom") || which.equals("low")) {
      return ranking.lowest(k);
    }
    return "_as_coded".equals(how) ? GoldenExamples.highestAsCoded(ranking, k) : ranking.highest(k);
  }
}
