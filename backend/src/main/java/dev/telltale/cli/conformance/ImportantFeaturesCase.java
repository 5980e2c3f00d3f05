package dev.telltale.cli.conformance;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.features.head.Examples;
import dev.telltale.features.head.Heads;
import dev.telltale.model.LinearHead;
import dev.telltale.spuriosity.FeatureImportance;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * {@code find_important_ftrs}: features by importance over the images of the class that are
 * predicted right, as the published code takes them; the paper takes all of the class. The order
 * that it gives a class of which none is right is arbitrary there, and is not compared.
 */
final class ImportantFeaturesCase implements CaseKind {
  private static final String NEVER = "class_1_never_predicted";

  @Override
  public Set<String> names() {
    return Set.of("find_important_ftrs");
  }

  @Override
  public boolean fits(GoldenCase golden) {
    return golden.inputs().has("features") && golden.expected().has("important");
  }

  @Override
  public Answer answer(GoldenCase golden) {
    Examples examples = GoldenExamples.read(golden, "");
    LinearHead head = GoldenExamples.head(golden, "weight", golden.input("bias").floats());
    int[] predicted = Heads.answers(examples, head, Device.cpu());
    Map<String, Answer> answers = new HashMap<>();
    answers.put("predictions", Answer.numbers(Arrays.stream(predicted).asDoubleStream().toArray()));
    answers.put("important", important(examples, head, predicted));
    JsonNode never = golden.expected().path(NEVER);
    if (never.isObject()) {
      float[] bias = golden.tensor(GoldenCase.need(never, "bias_override"), NEVER).floats();
      LinearHead other = new LinearHead(head.weight(), bias);
      answers.put(
          NEVER,
          new Answer.Fields(
              Map.of(
                  "bias_override",
                  new Answer.Given(),
                  "important",
                  important(examples, other, Heads.answers(examples, other, Device.cpu())))));
    }
    return new Answer.Fields(answers);
  }

  private static Answer important(Examples examples, LinearHead head, int[] predicted) {
    FeatureImportance importance =
        FeatureImportance.of(examples, head, i -> predicted[i] == examples.label(i));
    Map<String, Answer> classes = new HashMap<>();
    for (int c = 0; c < head.classes(); c++) {
      classes.put(
          "" + c,
          importance.missing(c).isPresent()
              ? new Answer.Given()
              : Answer.numbers(
                  importance.top(c, head.channels()).stream().mapToDouble(i -> i).toArray()));
    }
    return new Answer.Fields(classes);
  }
}
