package dev.telltale.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.saliency.HeatmapScore;
import dev.telltale.saliency.TargetOutput;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code gradcam_degenerate}: targets whose GradCAM of |logit| is all zero or not defined.
 *
 * <p>Where the authors' code raises an error because a logit is exactly 0, ours gives an all-zero
 * map for the image; such a field passes if every logit of the target is 0 and every map all zero.
 */
final class GradCamDegenerate implements CaseKind {
  private static final Pattern TARGET = Pattern.compile("target_(\\d+)");
  private static final Pattern POSITIVE = Pattern.compile("target_(\\d+)_with_positive_logit");
  private static final Pattern SCORE = Pattern.compile("score_(\\d+)_vs_(\\d+)");

  @Override
  public Set<String> names() {
    return Set.of("gradcam_degenerate");
  }

  @Override
  public boolean fits(GoldenCase golden) {
    return golden.inputs().has("features")
        && golden.inputs().has("head")
        && golden.expected().has("per_target");
  }

  @Override
  public Answer answer(GoldenCase golden) {
    try (GradCamNetwork network = GradCamNetwork.of(golden)) {
      Map<String, Answer> fields = new HashMap<>();
      fields.put("logits", Answer.numbers(network.logits()));
      for (Iterator<String> names = golden.expected().fieldNames(); names.hasNext(); ) {
        String name = names.next();
        Matcher positive = POSITIVE.matcher(name);
        Matcher score = SCORE.matcher(name);
        if (positive.matches()) {
          fields.put(name, figures(maps(network, positive.group(1), TargetOutput.LOGIT)));
        } else if (score.matches()) {
          fields.put(
              name,
              Answer.numbers(
                  HeatmapScore.perImage(
                      maps(network, score.group(1), TargetOutput.ABSOLUTE_LOGIT),
                      maps(network, score.group(2), TargetOutput.ABSOLUTE_LOGIT))));
        }
      }
      fields.put("per_target", perTarget(golden.expected().path("per_target"), network));
      return new Answer.Fields(fields);
    }
  }

  private static Answer perTarget(JsonNode asked, GradCamNetwork network) {
    Map<String, Answer> targets = new HashMap<>();
    for (Iterator<String> names = asked.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      Matcher target = TARGET.matcher(name);
      if (target.matches()) {
        float[][] maps = maps(network, target.group(1), TargetOutput.ABSOLUTE_LOGIT);
        targets.put(
            name,
            asked.get(name).has("error")
                ? undefined(network, Integer.parseInt(target.group(1)), maps)
                : figures(maps));
      }
    }
    return new Answer.Fields(targets);
  }

  private static Answer figures(float[][] maps) {
    return new Answer.Fields(
        Map.of(
            "map_sum", Answer.numbers(GradCamNetwork.sums(maps)),
            "map_max", Answer.numbers(GradCamNetwork.largest(maps))));
  }

  private static Answer undefined(GradCamNetwork network, int target, float[][] maps) {
    double[] sums = GradCamNetwork.sums(maps);
    for (int i = 0; i < sums.length; i++) {
      double logit = network.logits().row(i)[target];
      if (logit != 0 || sums[i] != 0) {
        throw new CaseFault(
            "target_%d: an error is expected, but image %d has the logit %s and the map sum %s"
                .formatted(target, i, logit, sums[i]));
      }
    }
    return new Answer.Fields(Map.of("error", new Answer.Given()));
  }

  private static float[][] maps(GradCamNetwork network, String target, TargetOutput output) {
    int index = Integer.parseInt(target);
    if (index >= network.targets()) {
      throw new CaseFault(
          "there is no target " + target + " among " + network.targets() + " logits");
    }
    return network.maps(index, output);
  }
}
