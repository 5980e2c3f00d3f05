package dev.telltale.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A method without a network: squares in any order, then adds them up one after the other. What
 * happens at a unit is the test's.
 */
final class CountingMethod implements AuditMethod {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final int units;
  private final IntConsumer atUnit;

  CountingMethod(int units, IntConsumer atUnit) {
    this.units = units;
    this.atUnit = atUnit;
  }

  @Override
  public String name() {
    return "counting";
  }

  @Override
  public String summary() {
    return "Adds up squares.";
  }

  @Override
  public ObjectNode schema() {
    return JSON.objectNode();
  }

  @Override
  public ObjectNode options(ObjectNode asked) {
    return asked;
  }

  @Override
  public List<String> stages(AuditSubject subject) {
    return List.of("squares", "sums");
  }

  @Override
  public StagePlan plan(String stage, AuditSubject subject, Map<String, JsonNode> outcomes) {
    List<JsonNode> plan = IntStream.range(0, units).<JsonNode>mapToObj(JSON::numberNode).toList();
    return stage.equals("squares") ? StagePlan.parallel(plan) : StagePlan.chain(plan);
  }

  @Override
  public JsonNode work(
      String stage,
      JsonNode unit,
      Map<String, JsonNode> outcomes,
      @Nullable JsonNode before,
      Workbench bench) {
    int place = unit.intValue();
    if (stage.equals("squares")) {
      atUnit.accept(place);
      bench.breathe();
      // A float on purpose: it is a double when it is read back.
      return JSON.numberNode((float) place * place / 3);
    }
    double sum = before == null ? 0 : before.doubleValue();
    return JSON.numberNode(sum + outcomes.get("squares").path(place).asDouble(0));
  }

  @Override
  public JsonNode fold(
      String stage, AuditSubject subject, Map<String, JsonNode> outcomes, Results results) {
    ObjectNode all = JSON.objectNode();
    results.stream().forEach(one -> all.set("" + one.unit(), one.value()));
    return stage.equals("sums")
        ? all
        : JSON.arrayNode()
            .addAll(IntStream.range(0, units).mapToObj(i -> all.path("" + i)).toList());
  }

  @Override
  public Report report(AuditSubject subject, Map<String, JsonNode> outcomes, Artifacts artifacts) {
    return new Report(String.valueOf(outcomes), List.of(), List.of());
  }
}
