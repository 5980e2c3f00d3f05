package dev.telltale.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.dataset.DataSet;
import dev.telltale.model.Devices;
import dev.telltale.train.Admission;
import dev.telltale.train.Objective;
import dev.telltale.train.Pgd;
import dev.telltale.train.Training;
import dev.telltale.train.TrainingData;
import dev.telltale.train.TrainingException;
import dev.telltale.train.TrainingImages;
import dev.telltale.train.TrainingImages.Unreadable;
import dev.telltale.train.TrainingProgress.Listener;
import dev.telltale.train.TrainingProgress.State;
import dev.telltale.train.TrainingSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** One run of {@code telltale train}: reads the images, trains, tells. */
final class TrainRun {
  private static final int SHOWN = 10;

  private TrainRun() {}

  /**
   * What was done, for scripts.
   *
   * @param state FINISHED, STOPPED_EARLY or INTERRUPTED
   * @param bundle the new bundle's directory; null when interrupted
   * @param hash its hash; null when interrupted
   * @param run directory of the training itself
   * @param images learnt from in each epoch
   * @param epochs done, in all runs
   * @param epoch whose network was kept
   * @param loss of that epoch
   * @param accuracies in [0,1], over the images learnt from, of each column
   * @param stoppingLoss of that epoch; null without a stopping split
   * @param stoppingAccuracies over the stopping split; null without one
   * @param seconds of this run, with reading the images
   */
  record Summary(
      State state,
      @Nullable String bundle,
      @Nullable String hash,
      String run,
      int images,
      int epochs,
      int epoch,
      @Nullable Double loss,
      Map<String, Double> accuracies,
      @Nullable Double stoppingLoss,
      @Nullable Map<String, Double> stoppingAccuracies,
      double seconds) {}

  static int of(TrainOptions options, Objective objective, @Nullable Pgd adversary)
      throws InterruptedException, JsonProcessingException {
    long start = System.nanoTime();
    TrainingSpec spec = options.spec(objective, adversary);
    TrainingData data = read(options, spec);
    CountDownLatch ended = new CountDownLatch(1);
    Shutdown shutdown = new Shutdown();
    shutdown.before(() -> await(ended));
    Training.Outcome outcome;
    try (TrainingReport report = new TrainingReport(spec, options.stopOn);
        TrainingReportOptions.Listener dashboard = options.reporting.open()) {
      List<Listener> listeners = List.of(report, dashboard);
      outcome =
          Training.run(
              spec,
              data,
              options.run(),
              options.out,
              options.name(),
              Devices.slots(1).get(0).device(),
              progress -> listeners.forEach(listener -> listener.progressed(progress)),
              shutdown::asked);
      tell(options, outcome, start);
    } catch (TrainingException e) {
      if (!e.diverged()) {
        throw e;
      }
      System.err.println("telltale: " + e.getMessage());
      return 1;
    } finally {
      ended.countDown();
    }
    return outcome.bundle() == null ? 1 : 0;
  }

  private static TrainingData read(TrainOptions options, TrainingSpec spec)
      throws InterruptedException {
    DataSet whole = options.dataOptions.whole(options.data);
    DataSet learning = options.learning(whole);
    DataSet stopping = options.stopping(whole);
    Admission.beforeReading(spec, learning, stopping, options.run(), options.out, options.name());
    int images = learning.samples().size() + (stopping == null ? 0 : stopping.samples().size());
    TrainingData data;
    try (Progress progress = new Progress("images read", images)) {
      data =
          TrainingData.read(
              learning, stopping, spec.network().height(), spec.network().width(), progress::set);
    }
    tell(data.learning());
    if (data.stopping() != null) {
      tell(data.stopping());
    }
    return data;
  }

  private static void tell(TrainingImages part) {
    List<Unreadable> unreadable = part.unreadable();
    for (Unreadable image : unreadable.subList(0, Math.min(SHOWN, unreadable.size()))) {
      System.err.printf("left out: %s: %s%n", image.id(), image.reason());
    }
    if (unreadable.size() > SHOWN) {
      System.err.printf(
          "left out: %,d more; telltale data check lists all%n", unreadable.size() - SHOWN);
    }
  }

  private static void tell(TrainOptions options, Training.Outcome outcome, long start)
      throws JsonProcessingException {
    Path run = options.run();
    if (options.json) {
      System.out.println(new ObjectMapper().writeValueAsString(summary(outcome, run, start)));
      System.out.flush();
    }
    if (outcome.bundle() == null) {
      System.err.printf(
          "telltale: interrupted; %d epochs are kept in %s, and the same command goes on from"
              + " there%n",
          outcome.progress().history().size(), run);
      return;
    }
    if (outcome.progress().message() != null) {
      System.err.println(outcome.progress().message());
    }
    System.err.printf(
        Locale.ROOT,
        "epoch %d saved in %s, hash %s%n",
        outcome.epoch(),
        options.out,
        outcome.bundle().hash());
  }

  private static Summary summary(Training.Outcome outcome, Path run, long start) {
    var history = outcome.progress().history();
    var kept = outcome.epoch() == 0 ? null : history.get(outcome.epoch() - 1);
    return new Summary(
        outcome.progress().state(),
        outcome.progress().bundle(),
        outcome.bundle() == null ? null : outcome.bundle().hash(),
        run.toString(),
        outcome.progress().images(),
        history.size(),
        outcome.epoch(),
        kept == null ? null : kept.loss(),
        outcome.accuracies(),
        kept == null ? null : kept.stoppingLoss(),
        outcome.stoppingAccuracies(),
        (System.nanoTime() - start) / 1e9);
  }

  private static void await(CountDownLatch ended) {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
