package dev.telltale.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Artifacts;
import dev.telltale.audit.AuditMethod;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Report;
import dev.telltale.audit.Results;
import dev.telltale.audit.StagePlan;
import dev.telltale.audit.Workbench;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A method that looks at nothing, so that what is measured is the engine: each unit takes as long
 * as it is told and comes to its number, and the report is their sum. For benchmarks and studies;
 * no member offers it unless it is put before it.
 */
public final class Pulse implements AuditMethod {
  /** Its name in specs. */
  public static final String NAME = "pulse";

  private static final String STAGE = "beats";
  private static final AtomicInteger WORKING = new AtomicInteger();
  private static final long BREATH_NANOS = 100_000_000;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /**
   * Its options.
   *
   * @param units so many
   * @param millis that each takes
   */
  public static ObjectNode options(int units, int millis) {
    return JSON.objectNode().put("units", units).put("millis", millis);
  }

  /** Units that are at work in this process. */
  static int working() {
    return WORKING.get();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "Looks at nothing; measures the engine.";
  }

  @Override
  public ObjectNode schema() {
    return JSON.objectNode().put("type", "object");
  }

  @Override
  public ObjectNode options(ObjectNode asked) {
    return asked;
  }

  @Override
  public List<String> stages(AuditSubject subject) {
    return List.of(STAGE);
  }

  @Override
  public StagePlan plan(String stage, AuditSubject subject, Map<String, JsonNode> outcomes) {
    int units = subject.spec().options().get("units").intValue();
    return StagePlan.parallel(IntStream.range(0, units).mapToObj(JSON::numberNode).toList());
  }

  @Override
  public JsonNode work(
      String stage,
      JsonNode unit,
      Map<String, JsonNode> outcomes,
      @Nullable JsonNode before,
      Workbench bench) {
    long end =
        System.nanoTime() + bench.subject().spec().options().get("millis").intValue() * 1_000_000L;
    WORKING.incrementAndGet();
    try {
      for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
        bench.breathe();
        LockSupport.parkNanos(Math.min(left, BREATH_NANOS));
      }
    } finally {
      WORKING.decrementAndGet();
    }
    return unit;
  }

  @Override
  public JsonNode fold(
      String stage, AuditSubject subject, Map<String, JsonNode> outcomes, Results results) {
    try (Stream<Results.Result> all = results.stream()) {
      return JSON.objectNode()
          .put("missing", results.missing())
          .put("sum", all.mapToLong(one -> one.value().longValue() * one.unit()).sum());
    }
  }

  @Override
  public Report report(AuditSubject subject, Map<String, JsonNode> outcomes, Artifacts artifacts) {
    return new Report("Pulse", List.of(String.valueOf(outcomes.get(STAGE))), List.of());
  }
}
