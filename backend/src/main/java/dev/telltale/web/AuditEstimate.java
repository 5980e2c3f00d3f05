package dev.telltale.web;

import dev.telltale.audit.AuditMethod;
import dev.telltale.audit.AuditProgress;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.StagePlan;
import dev.telltale.pipeline.Audit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/** The {@code AuditEstimate} of the contract: what an audit would cost. */
record AuditEstimate(List<Stage> stages, int slots, @Nullable Time seconds) {
  /** So many audits of the same method, the latest, say how fast it is. */
  private static final int MEASURED = 20;

  private static final double LEVEL = 0.9;

  /**
   * A stage.
   *
   * @param units null where stages before it decide how many
   */
  record Stage(String name, @Nullable Integer units) {}

  /**
   * How long the units take that are known, if nothing else runs.
   *
   * @param low null when only one audit was measured
   * @param high null when only one audit was measured
   * @param audits that were measured
   */
  record Time(double expected, @Nullable Double low, @Nullable Double high, int audits) {}

  /**
   * Plans the first stage; what follows depends on what it finds.
   *
   * @param slots units that the workers do side by side
   * @param known all audits, the newest first
   */
  static AuditEstimate of(AuditMethod method, AuditSubject subject, int slots, List<Audit> known) {
    List<Stage> stages = new ArrayList<>();
    int atOnce = Math.max(1, slots);
    for (String name : method.stages(subject)) {
      StagePlan plan = stages.isEmpty() ? method.plan(name, subject, Map.of()) : null;
      if (plan != null && plan.order() == StagePlan.Order.CHAIN) {
        // One after the other, however many slots there are.
        atOnce = Math.min(plan.chains(), atOnce);
      }
      stages.add(new Stage(name, plan == null ? null : Integer.valueOf(plan.units().size())));
    }
    Integer units = stages.isEmpty() ? null : stages.get(0).units();
    return new AuditEstimate(
        stages, slots, units == null ? null : time(units, atOnce, paces(subject.spec(), known)));
  }

  /**
   * Logarithms of the seconds a unit took on average, of each audit that was measured: of those of
   * the same models and options, where a unit is as much work, and only without such of others.
   */
  static List<Double> paces(AuditSpec asked, List<Audit> known) {
    List<Audit> measured =
        known.stream()
            .filter(audit -> audit.spec().method().equals(asked.method()))
            .filter(audit -> audit.seconds() > 0 && done(audit) > 0)
            .toList();
    List<Audit> alike = measured.stream().filter(audit -> alike(audit.spec(), asked)).toList();
    return (alike.isEmpty() ? measured : alike)
        .stream().limit(MEASURED).map(audit -> Math.log(audit.seconds() / done(audit))).toList();
  }

  private static boolean alike(AuditSpec one, AuditSpec other) {
    return hashes(one).equals(hashes(other)) && one.options().equals(other.options());
  }

  private static List<@Nullable String> hashes(AuditSpec spec) {
    List<@Nullable String> hashes = new ArrayList<>();
    spec.models().forEach(model -> hashes.add(model.hash()));
    return hashes;
  }

  /**
   * Audits differ by factors (another model, other pictures), so that what is predicted of the next
   * one is worked out on logarithms: their mean, and its prediction interval by Student's t.
   */
  static @Nullable Time time(int units, int slots, List<Double> paces) {
    int n = paces.size();
    if (n == 0) {
      return null;
    }
    double mean = paces.stream().mapToDouble(Double::doubleValue).sum() / n;
    // Side by side, but never in less time than one unit.
    double rounds = Math.ceil((double) units / slots);
    double expected = rounds * Math.exp(mean);
    if (n == 1) {
      return new Time(expected, null, null, n);
    }
    double squares = paces.stream().mapToDouble(pace -> (pace - mean) * (pace - mean)).sum();
    double beyond =
        TDistribution.of(n - 1).inverseCumulativeProbability((1 + LEVEL) / 2)
            * Math.sqrt(squares / (n - 1) * (1 + 1.0 / n));
    return new Time(
        expected, rounds * Math.exp(mean - beyond), rounds * Math.exp(mean + beyond), n);
  }

  private static int done(Audit audit) {
    return audit.progress().stages().stream().mapToInt(AuditProgress.Stage::done).sum();
  }
}
