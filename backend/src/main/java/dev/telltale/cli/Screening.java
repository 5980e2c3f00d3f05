package dev.telltale.cli;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Sample;
import dev.telltale.model.ModelBundle;
import dev.telltale.pipeline.Addresses;
import dev.telltale.pipeline.Member;
import dev.telltale.pipeline.index.ImageKey;
import dev.telltale.pipeline.messages.MetricsUpdate;
import dev.telltale.screening.RunningMetrics;
import dev.telltale.screening.ScreeningMetrics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A data set on its way through a member: sends what is not scored yet and waits for all of it. */
final class Screening {
  private static final int CHUNK = 500;

  /**
   * Most images that are waited for before more are sent: enough to keep every worker busy, and
   * little to remember of a million.
   */
  private static final int WINDOW = 20_000;

  private final Member member;
  private final DataSet dataSet;
  private final ModelBundle bundle;
  private final Semaphore changes = new Semaphore(0);
  private volatile @Nullable ScreeningMetrics metrics;

  /** Listens from now on; make it before the member runs. */
  Screening(Member member, DataSet dataSet, ModelBundle bundle) {
    this.member = member;
    this.dataSet = dataSet;
    this.bundle = bundle;
    String key = RunningMetrics.key(dataSet.name(), bundle.hash());
    member
        .vertx()
        .eventBus()
        .<MetricsUpdate>localConsumer(
            Addresses.METRICS,
            message -> {
              for (ScreeningMetrics screening : message.body().screenings()) {
                if (screening.key().equals(key)) {
                  metrics = screening;
                }
              }
              changes.release();
            });
  }

  /**
   * What came of it.
   *
   * @param images of the data set
   * @param scored of these, now or before
   * @param rejected of these, now
   * @param seconds from the first image sent to the last outcome
   * @param accuracy null when labels and classes do not join
   * @param worstGroupAccuracy null when no group has 30 images
   * @param maskScore null without masks
   */
  record Outcome(
      long images,
      long scored,
      long rejected,
      double seconds,
      @Nullable Double accuracy,
      @Nullable Double worstGroupAccuracy,
      @Nullable Double maskScore) {

    String sentence() {
      return String.format(
          "%,d of %,d images scored, %,d rejected, in %.1f s; accuracy %s, worst group %s,"
              + " mask score %s",
          scored,
          images,
          rejected,
          seconds,
          shown(accuracy),
          shown(worstGroupAccuracy),
          shown(maskScore));
    }

    private static String shown(@Nullable Double value) {
      return value == null ? "unknown" : String.format("%.3f", value);
    }
  }

  long images() {
    return dataSet.samples().size();
  }

  /**
   * Sends and waits.
   *
   * @param stop asked now and then; true ends early
   * @param done told how many images have an outcome
   * @return null when stopped early
   */
  @Nullable Outcome run(Production production, BooleanSupplier stop, LongConsumer done)
      throws InterruptedException {
    Instant started = Instant.now();
    long start = System.nanoTime();
    Set<ImageKey> open = new HashSet<>();
    long settled = 0;
    long rejected = 0;
    for (int from = 0; from < dataSet.samples().size(); ) {
      int to = Math.min(from + CHUNK, dataSet.samples().size());
      List<Sample> unscored = unscored(dataSet.samples().subList(from, to));
      production.send(dataSet, unscored, stop, sent -> {});
      unscored.forEach(sample -> open.add(key(sample.id())));
      settled += to - from - unscored.size();
      from = to;
      int most = from == dataSet.samples().size() ? 0 : WINDOW;
      do {
        if (stop.getAsBoolean()) {
          return null;
        }
        int before = open.size();
        rejected += removeRejected(open, started);
        removeScored(open);
        settled += before - open.size();
        done.accept(settled);
        if (open.size() == before && open.size() > most) {
          awaitChange();
        }
      } while (open.size() > most);
    }
    while (!caughtUp(images() - rejected)) {
      if (stop.getAsBoolean()) {
        return null;
      }
      awaitChange();
    }
    done.accept(settled);
    return outcome(rejected, (System.nanoTime() - start) / 1e9);
  }

  private ImageKey key(String id) {
    return ImageKey.of(dataSet.name(), bundle.hash(), id);
  }

  private List<Sample> unscored(List<Sample> samples) {
    Set<ImageKey> known =
        member.index().known(samples.stream().map(sample -> key(sample.id())).toList());
    return samples.stream().filter(sample -> !known.contains(key(sample.id()))).toList();
  }

  private void removeScored(Set<ImageKey> open) {
    List<ImageKey> keys = new ArrayList<>(open);
    for (int from = 0; from < keys.size(); from += CHUNK) {
      open.removeAll(member.index().known(keys.subList(from, Math.min(from + CHUNK, keys.size()))));
    }
  }

  /** How many of them were rejected since a moment; they are no longer waited for. */
  private long removeRejected(Set<ImageKey> open, Instant since) {
    return member.index().rejectedIds(dataSet.name(), since).stream()
        .filter(id -> open.remove(key(id)))
        .count();
  }

  private void awaitChange() throws InterruptedException {
    changes.tryAcquire(1, TimeUnit.SECONDS);
    changes.drainPermits();
  }

  /** The metrics are told a moment after the index knows. */
  private boolean caughtUp(long scored) {
    ScreeningMetrics now = metrics;
    return scored == 0 || (now != null && now.scored() >= scored);
  }

  private Outcome outcome(long rejected, double seconds) {
    ScreeningMetrics now = metrics;
    Double worst = null;
    if (now != null && now.worstGroup() != null) {
      worst =
          now.groups().stream()
              .filter(group -> group.name().equals(now.worstGroup()))
              .map(group -> group.accuracy().value())
              .findFirst()
              .orElse(null);
    }
    return new Outcome(
        images(),
        images() - rejected,
        rejected,
        Math.round(seconds * 100) / 100.0,
        now == null || now.accuracy() == null ? null : now.accuracy().value(),
        worst,
        now == null || now.maskScore() == null ? null : now.maskScore().mean());
  }
}
