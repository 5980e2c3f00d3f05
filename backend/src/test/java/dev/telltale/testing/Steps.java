package dev.telltale.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Artifacts;
import dev.telltale.audit.AuditMethod;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.AuditedImages;
import dev.telltale.audit.AuditedModel;
import dev.telltale.audit.Report;
import dev.telltale.audit.Results;
import dev.telltale.audit.StagePlan;
import dev.telltale.audit.Workbench;
import dev.telltale.dataset.Subset;
import dev.telltale.dataset.Task;
import dev.telltale.dataset.waterbirds.Waterbirds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A method for tests of the engine: squares in any order, a question to people if wanted, then sums
 * one after the other. It takes as long as it is told, throws where it is told, and has results as
 * large as it is told.
 */
public final class Steps implements AuditMethod {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** While it is set, the unit that is told to throw does. */
  public static volatile boolean faulty = true;

  /**
   * What an audit of this method is to do.
   *
   * @param units of the squares; and half as many of the sums, at most 10
   * @param millis that each takes
   * @param throwsAt unit of the squares that throws; -1 for none
   * @param people whether people are asked in between
   * @param bytes that each square's result has beyond itself
   */
  public record Plan(int units, int millis, int throwsAt, boolean people, int bytes) {
    /** Squares and sums, and nothing else. */
    public static Plan of(int units, int millis) {
      return new Plan(units, millis, -1, false, 0);
    }

    /** One unit always throws. */
    public Plan throwingAt(int unit) {
      return new Plan(units, millis, unit, people, bytes);
    }

    /** People are asked. */
    public Plan asking() {
      return new Plan(units, millis, throwsAt, true, bytes);
    }

    /** With large results. */
    public Plan of(int resultBytes) {
      return new Plan(units, millis, throwsAt, people, resultBytes);
    }

    /**
     * The spec of such an audit.
     *
     * @param birds directory of a data set, see {@link Steps#birds}
     */
    public AuditSpec spec(Path birds) {
      return new AuditSpec(
          "steps",
          new AuditedImages(
              "birds", birds.toString(), "waterbirds", null, Task.OWN, Subset.ALL, false, null),
          List.of(
              new AuditedModel(
                  "birds", Bundles.BIRDS.toAbsolutePath().normalize().toString(), null)),
          JSON.objectNode()
              .put("units", units)
              .put("millis", millis)
              .put("throwsAt", throwsAt)
              .put("people", people)
              .put("bytes", bytes));
    }
  }

  /** Draws a few birds, which a spec needs. */
  public static Path birds(Path directory) {
    new Waterbirds(0.5, 64, 9).write(directory, 6, done -> {});
    return directory.toAbsolutePath().normalize();
  }

  @Override
  public String name() {
    return "steps";
  }

  @Override
  public String summary() {
    return "Adds up squares.";
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
    return subject.spec().options().get("people").booleanValue()
        ? List.of("squares", "question", "sums")
        : List.of("squares", "sums");
  }

  @Override
  public StagePlan plan(String stage, AuditSubject subject, Map<String, JsonNode> outcomes) {
    int units = subject.spec().options().get("units").intValue();
    return switch (stage) {
      case "squares" -> StagePlan.parallel(numbers(units));
      case "question" -> StagePlan.people(numbers(1).get(0));
      default -> sums(numbers(Math.min(10, units / 2)));
    };
  }

  /** In two chains where they are of one length. */
  private static StagePlan sums(List<JsonNode> numbers) {
    return numbers.size() % 2 == 0 ? StagePlan.chains(2, numbers) : StagePlan.chain(numbers);
  }

  private static List<JsonNode> numbers(int n) {
    return IntStream.range(0, n).<JsonNode>mapToObj(JSON::numberNode).toList();
  }

  @Override
  public JsonNode work(
      String stage,
      JsonNode unit,
      Map<String, JsonNode> outcomes,
      @Nullable JsonNode before,
      Workbench bench) {
    ObjectNode options = bench.subject().spec().options();
    int place = unit.intValue();
    long end = System.nanoTime() + options.get("millis").intValue() * 1_000_000L;
    while (System.nanoTime() - end < 0) {
      bench.breathe();
      sleep(Math.min(20, Math.max(0, (end - System.nanoTime()) / 1_000_000)));
    }
    if (stage.equals("squares")) {
      if (faulty && place == options.get("throwsAt").intValue()) {
        throw new IllegalStateException("unit " + place + " cannot be done");
      }
      int bytes = options.get("bytes").intValue();
      ObjectNode result = JSON.objectNode();
      // A float on purpose: it is a double when it is read back.
      result.set("square", JSON.numberNode((float) place * place / 3));
      if (bytes > 0) {
        byte[] noise = new byte[bytes];
        new Random(place).nextBytes(noise);
        result.put("noise", noise);
      }
      return result;
    }
    double sum = before == null ? 0 : before.doubleValue();
    return JSON.numberNode(sum + outcomes.get("squares").path("squares").path(place).asDouble(0));
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public JsonNode fold(
      String stage, AuditSubject subject, Map<String, JsonNode> outcomes, Results results) {
    ObjectNode outcome = JSON.objectNode().put("missing", results.missing());
    var values = outcome.putArray(stage);
    try (Stream<Results.Result> all = results.stream()) {
      all.forEach(
          one -> values.add(one.value().has("square") ? one.value().get("square") : one.value()));
    }
    return outcome;
  }

  @Override
  public Report report(AuditSubject subject, Map<String, JsonNode> outcomes, Artifacts artifacts) {
    List<String> findings = new ArrayList<>();
    outcomes.forEach((stage, outcome) -> findings.add(stage + ": " + outcome));
    return new Report("Steps", findings, List.of());
  }
}
