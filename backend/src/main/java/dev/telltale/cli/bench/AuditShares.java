package dev.telltale.cli.bench;

import dev.telltale.audit.AuditProgress;
import dev.telltale.audit.AuditState;
import dev.telltale.pipeline.Audit;
import dev.telltale.pipeline.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;

/** How evenly audits that run side by side get on, while others wait for their turn. */
final class AuditShares {
  static final int QUEUED = 50;
  private static final int UNITS = 40;
  private static final int MILLIS = 20;

  /** Progress is told in steps: what is gained in less time than this says nothing of shares. */
  private static final int LEAST_EACH = 10;

  private static final long LOOK_MILLIS = 20;

  private final Member member;
  private final AuditEngine engine;
  private final List<Double> ratios = new ArrayList<>();
  private Map<String, Integer> since = Map.of();
  private Map<String, Integer> latest = Map.of();

  AuditShares(Member member, AuditEngine engine) {
    this.member = member;
    this.engine = engine;
  }

  /**
   * Queues the audits, and waits for them.
   *
   * @return of each time in which the same audits ran, units that the last of them gained over
   *     those that the first gained
   */
  List<Double> ratios() {
    List<String> left =
        IntStream.range(0, QUEUED)
            .mapToObj(i -> engine.begin(UNITS, MILLIS))
            .collect(Collectors.toCollection(ArrayList::new));
    while (!left.isEmpty()) {
      look(left);
      left.removeIf(engine::done);
      Utils.sleep(LOOK_MILLIS);
    }
    return List.copyOf(ratios);
  }

  private void look(List<String> left) {
    Map<String, Integer> now = new HashMap<>();
    for (String id : left) {
      member.audits().find(id).filter(audit -> audit.state() == AuditState.RUNNING).stream()
          .forEach(audit -> now.put(id, done(audit)));
    }
    if (!now.keySet().equals(since.keySet())) {
      ended();
      since = now;
    }
    latest = now;
  }

  /** Another set of audits runs now. */
  private void ended() {
    int[] gained = since.keySet().stream().mapToInt(id -> latest.get(id) - since.get(id)).toArray();
    if (gained.length > 1 && IntStream.of(gained).sum() >= LEAST_EACH * gained.length) {
      int most = IntStream.of(gained).max().orElseThrow();
      ratios.add((double) IntStream.of(gained).min().orElseThrow() / most);
    }
  }

  private static int done(Audit audit) {
    return audit.progress().stages().stream().mapToInt(AuditProgress.Stage::done).sum();
  }
}
