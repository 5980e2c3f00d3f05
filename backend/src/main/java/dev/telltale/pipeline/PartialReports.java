package dev.telltale.pipeline;

import dev.telltale.audit.SetAside;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports of what is known of an audit while it goes on: now and then, when there is more to tell.
 * Belongs to the audit's thread.
 */
final class PartialReports {
  private static final Logger LOG = LoggerFactory.getLogger(PartialReports.class);

  /** So long at least from one to the next, and before the first. */
  private static final long LEAST_NANOS = 5_000_000_000L;

  /** Of this many parts of the time, one is spent on them. */
  private static final int SHARE = 10;

  private final Elsewhere work = new Elsewhere();
  private int toldStage = -1;
  private int toldDone;

  /**
   * What is to be worked out now, elsewhere; null when nothing is. What the task gives is to be run
   * on this thread.
   *
   * @param sharers audits that share the time for this
   */
  @Nullable Supplier<Runnable> task(AuditLife life, AuditTools tools, long nowNanos, int sharers) {
    AuditStages stages = life.stages();
    OpenStage open = stages.open();
    if (open == null || !work.free(nowNanos)) {
      return null;
    }
    if (toldStage < 0) {
      toldStage = 0;
      work.rest(nowNanos + LEAST_NANOS);
      return null;
    }
    int stage = stages.place();
    int done = open.run().doneUnits();
    if (stage == toldStage && done == toldDone) {
      return null;
    }
    AuditWork method = new AuditWork(tools, life.spec());
    String name = stages.at().name();
    List<SetAside> aside = stages.aside();
    StageResults results = open.results().results(open.run().units(), tools.artifacts());
    return work.begin(
        () -> {
          long start = System.nanoTime();
          AuditWork.Kept found = made(method, life.id(), name, open, results, aside);
          long end = System.nanoTime();
          return () -> {
            toldStage = stage;
            toldDone = done;
            work.rest(end + Math.max(LEAST_NANOS, (end - start) * SHARE * Math.max(1, sharers)));
            if (found != null) {
              life.partial(found);
            }
          };
        },
        e -> LOG.warn("the report in part of {}: {}", life.id(), e.toString()));
  }

  private static AuditWork.@Nullable Kept made(
      AuditWork method,
      String audit,
      String stage,
      OpenStage open,
      StageResults results,
      List<SetAside> aside) {
    try {
      return method.partial(stage, open, results, aside);
    } catch (RuntimeException | StackOverflowError e) {
      LOG.debug("nothing can be told yet of {}", audit, e);
      return null;
    }
  }

  /** What is at work is of no use any more. */
  void forget() {
    work.forget();
  }
}
