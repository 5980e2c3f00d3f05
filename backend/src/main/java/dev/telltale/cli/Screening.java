package dev.telltale.cli;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Sample;
import dev.telltale.model.ModelBundle;
import dev.telltale.pipeline.Addresses;
import dev.telltale.pipeline.Member;
import dev.telltale.pipeline.index.ImageIndex;
import dev.telltale.pipeline.index.ImageKey;
import dev.telltale.pipeline.messages.MetricsUpdate;
import dev.telltale.screening.RunningMetrics;
import dev.telltale.screening.ScreeningMetrics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A data set on its way through a member: sends what is not scored yet and waits for all of it. */
final class Screening {
  private static final int CHUNK = 500;

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
    Map<ImageKey, Sample> open = new HashMap<>();
    for (Sample sample : dataSet.samples()) {
      open.put(ImageKey.of(dataSet.name(), bundle.hash(), sample.id()), sample);
    }
    removeScored(open);
    Instant started = Instant.now();
    long start = System.nanoTime();
    List<Sample> unscored =
        dataSet.samples().stream()
            .filter(
                sample -> open.containsKey(ImageKey.of(dataSet.name(), bundle.hash(), sample.id())))
            .toList();
    production.send(dataSet, unscored, stop, sent -> {});
    while (!stop.getAsBoolean()) {
      removeScored(open);
      long rejected = rejected(open, started);
      done.accept(images() - open.size() + rejected);
      if (open.size() == rejected && caughtUp(images() - rejected)) {
        return outcome(rejected, (System.nanoTime() - start) / 1e9);
      }
      changes.tryAcquire(1, TimeUnit.SECONDS);
      changes.drainPermits();
    }
    return null;
  }

  private void removeScored(Map<ImageKey, Sample> open) {
    ImageIndex index = member.index();
    List<ImageKey> keys = new ArrayList<>(open.keySet());
    for (int from = 0; from < keys.size(); from += CHUNK) {
      index.known(keys.subList(from, Math.min(from + CHUNK, keys.size()))).forEach(open::remove);
    }
  }

  private long rejected(Map<ImageKey, Sample> open, Instant since) {
    return member.index().rejectedIds(dataSet.name(), since).stream()
        .filter(id -> open.containsKey(ImageKey.of(dataSet.name(), bundle.hash(), id)))
        .count();
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
