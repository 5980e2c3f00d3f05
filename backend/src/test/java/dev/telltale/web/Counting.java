package dev.telltale.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Artifacts;
import dev.telltale.audit.AuditMethod;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Report;
import dev.telltale.audit.Results;
import dev.telltale.audit.SpecException;
import dev.telltale.audit.StagePlan;
import dev.telltale.audit.Workbench;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A small method: a unit counts the images of a chunk. */
final class Counting implements AuditMethod {
  @Override
  public String name() {
    return "counting";
  }

  @Override
  public String summary() {
    return "How many images there are.";
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = new ObjectMapper().createObjectNode().put("type", "object");
    schema
        .putObject("properties")
        .putObject("chunk")
        .put("type", "integer")
        .put("minimum", 1)
        .put("default", 2)
        .put("title", "Images in a unit")
        .put("description", "1 or more.");
    return schema;
  }

  @Override
  public ObjectNode options(ObjectNode asked) {
    JsonNode chunk = asked.path("chunk");
    if (!chunk.isMissingNode() && (!chunk.isInt() || chunk.asInt() < 1)) {
      throw new SpecException("options.chunk", "chunk is a whole number of 1 or more");
    }
    return JsonNodeFactory.instance.objectNode().put("chunk", chunk.asInt(2));
  }

  @Override
  public List<String> stages(AuditSubject subject) {
    models().refuseOther(subject.models().size());
    return List.of("count", "sum");
  }

  @Override
  public StagePlan plan(String stage, AuditSubject subject, Map<String, JsonNode> outcomes) {
    int chunk = subject.spec().options().get("chunk").asInt();
    int images = subject.images().samples().size();
    return StagePlan.parallel(
        IntStream.range(0, (images + chunk - 1) / chunk).mapToObj(IntNode::new).toList());
  }

  @Override
  public JsonNode work(
      String stage,
      JsonNode unit,
      Map<String, JsonNode> outcomes,
      @Nullable JsonNode before,
      Workbench bench) {
    return unit;
  }

  @Override
  public JsonNode fold(
      String stage, AuditSubject subject, Map<String, JsonNode> outcomes, Results results) {
    return new IntNode(results.units());
  }

  @Override
  public Report report(AuditSubject subject, Map<String, JsonNode> outcomes, Artifacts artifacts) {
    return new Report("Count", List.of(), List.of());
  }
}
