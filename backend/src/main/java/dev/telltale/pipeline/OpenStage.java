package dev.telltale.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.SetAside;
import dev.telltale.audit.StagePlan;
import dev.telltale.audit.StageRun;
import dev.telltale.audit.UnitOrder;
import dev.telltale.kafka.event.AuditRecord;
import dev.telltale.kafka.event.UnitOutcome;
import dev.telltale.kafka.event.UnitRecord;
import dev.telltale.kafka.event.UnitResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stage that an audit is at.
 *
 * @param subject what the audit is about
 * @param outcomes of the stages before
 * @param plan its units
 * @param run how far they are
 * @param results of those that are done
 */
record OpenStage(
    AuditSubject subject,
    Map<String, JsonNode> outcomes,
    StagePlan plan,
    StageRun run,
    StageResults.Gathered results) {

  /** Whether it is people's to answer. */
  boolean isPeoples() {
    return plan.order() == StagePlan.Order.PEOPLE;
  }

  /**
   * Tells what became of a unit.
   *
   * @return the unit, if it is set aside by this
   */
  @Nullable SetAside tell(UnitOutcome outcome) {
    UnitOrder order = new UnitOrder(outcome.unit(), outcome.attempt());
    switch (outcome.kind()) {
      case STARTED -> {
        return run.started(order, outcome.worker() + "@" + outcome.life());
      }
      case THREW -> {
        return run.threw(order, shortened(outcome.error()));
      }
      case RETURNED -> run.gaveBack(order);
      case DONE -> {
        if (run.done(outcome.unit())) {
          results.add(outcome.unit(), outcome.result());
        }
      }
    }
    return null;
  }

  /** A record holds many of them. */
  private static String shortened(@Nullable String error) {
    return AuditRecords.cut(String.valueOf(error), 500);
  }

  /**
   * Orders units.
   *
   * @param life of the audit, at this stage
   * @param most so many at once may be out
   */
  List<UnitRecord> order(AuditLife life, int most) {
    List<UnitRecord> ordered = new ArrayList<>();
    for (UnitOrder order : run.order(most)) {
      ordered.add(unit(life, order));
    }
    return ordered;
  }

  private UnitRecord unit(AuditLife life, UnitOrder order) {
    AuditRecord.Stage at = life.stages().at();
    return new UnitRecord(
        life.id(),
        at.name(),
        at.round(),
        order.unit(),
        order.attempt(),
        life.specJson(),
        plan.units().get(order.unit()),
        life.stages().outcomes(),
        before(order.unit()));
  }

  private @Nullable UnitResult before(int unit) {
    int before = plan.before(unit);
    return before < 0 ? null : results.result(before);
  }
}
