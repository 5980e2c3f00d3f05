package dev.telltale.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One way to audit a model: the one thing that a method implements. The engine knows nothing else
 * of it, and a method knows nothing of Kafka, of workers or of other methods.
 *
 * <p>Every answer is a pure function of its arguments: after a crash, on another machine, the same
 * questions are asked again and must be answered alike. Methods keep no state and are called from
 * many threads.
 */
public interface AuditMethod {
  /** A short name of small letters, such as {@code groups}; part of specs and of URLs. */
  String name();

  /** What it finds out, in one sentence for people who choose a method. */
  String summary();

  /** How many models it takes; {@link #stages} refuses others. */
  default ModelCount models() {
    return ModelCount.SOME;
  }

  /**
   * The options it takes, as a JSON Schema of an object whose properties have title, description
   * and default: forms are made of it.
   */
  ObjectNode schema();

  /**
   * Checks what was asked for, and fills in what was not.
   *
   * @param asked some of the options
   * @return all of them, in an order of the method's own
   * @throws SpecException naming the option that is wrong
   */
  ObjectNode options(ObjectNode asked);

  /**
   * The stages, in order; names of small letters that people are shown.
   *
   * @throws SpecException if such models or such images cannot be audited this way
   */
  List<String> stages(AuditSubject subject);

  /**
   * The units of a stage. Called when all stages before it are folded.
   *
   * @param outcomes of the stages before, by their names
   */
  StagePlan plan(String stage, AuditSubject subject, Map<String, JsonNode> outcomes);

  /**
   * Works on one unit. Throws when it cannot be done; then it is tried again, and in the end set
   * aside.
   *
   * @param unit from the {@link #plan}
   * @param outcomes of the stages before
   * @param before result of the unit before in its chain; null for the first, and in other orders
   * @return what came of it; large arrays and pictures are kept by {@link Workbench#artifacts}, and
   *     the result tells their addresses
   */
  JsonNode work(
      String stage,
      JsonNode unit,
      Map<String, JsonNode> outcomes,
      @Nullable JsonNode before,
      Workbench bench);

  /**
   * Puts a stage's results together. Also asked in the middle of a stage, for a report in part.
   *
   * @param results in the order of the units; those not done, or set aside, are missing
   */
  JsonNode fold(
      String stage, AuditSubject subject, Map<String, JsonNode> outcomes, Results results);

  /**
   * What was found. No times, hosts or attempts are in it.
   *
   * @param outcomes of the stages that were folded: all of them, or in a partial report the first
   *     ones
   */
  Report report(AuditSubject subject, Map<String, JsonNode> outcomes, Artifacts artifacts);
}
