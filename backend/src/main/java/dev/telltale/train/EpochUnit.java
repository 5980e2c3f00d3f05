package dev.telltale.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.audit.AuditedImages;
import dev.telltale.audit.UnitStoppedException;
import dev.telltale.audit.Workbench;
import dev.telltale.dataset.Column;
import dev.telltale.files.Durable;
import dev.telltale.train.TrainingImages.Unreadable;
import dev.telltale.train.TrainingState.Seen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One epoch as a unit of work: from the state after the epoch before to the state after this. */
final class EpochUnit {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int EXAMPLES = 10;
  private static final long IDENTITY_BYTES = 64 * 1024;

  private final AuditedTraining training;
  private final TrainingSpec spec;
  private final Workbench bench;

  EpochUnit(AuditedTraining training, Workbench bench) {
    this.training = training;
    this.spec = training.spec();
    this.bench = bench;
  }

  /** The pictures of a training, whatever is learnt from them. */
  private record Pixels(AuditedImages images, @Nullable String stopOn, int height, int width) {}

  /**
   * Learns for one epoch, or does nothing when there is no more to learn.
   *
   * @param before the result of the epoch before; null for the first
   * @return a {@link TrainingState}
   * @throws TrainingException when it cannot begin or go on here, as when the images are others
   */
  JsonNode work(@Nullable JsonNode before) {
    TrainingState last = before == null ? null : TrainingState.of(before);
    if (last != null && (last.diverged() != null || Learner.isDone(spec, last.history()))) {
      return before;
    }
    Lesson lesson = Admission.lesson(spec, data());
    JsonNode identity =
        bench.kept(
            bench.subject().spec(),
            IDENTITY_BYTES,
            () -> asWritten(Provenance.identity(spec, lesson)));
    TrainingState from =
        last == null
            ? new TrainingState(identity, seen(lesson), List.of(), Map.of(), null, Map.of(), null)
            : last;
    refuseOther(from.identity(), identity);
    try {
      return learn(from, lesson).json();
    } catch (TrainingException e) {
      if (!e.diverged()) {
        throw e;
      }
      // Tried again it would come to the same: that it ended so is a result.
      return from.divergedBy(
              "%s; try a lower lr than %s".formatted(e.getMessage(), spec.learningRate()))
          .json();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnitStoppedException();
    }
  }

  private TrainingState learn(TrainingState from, Lesson lesson) throws InterruptedException {
    try (Learner learner = learner(from, lesson)) {
      Finished finished =
          learner.epoch(
              (batch, tally) -> {
                bench.breathe();
                return true;
              },
              () -> {
                bench.breathe();
                return false;
              });
      Map<String, String> network = TrainingState.keep(learner.network(), bench.artifacts());
      String optimizer =
          TrainingState.keep("optimizer.bin", learner.optimizer(), bench.artifacts());
      boolean better = Finished.best(learner.history()) == finished.epoch();
      return new TrainingState(
          from.identity(),
          from.seen(),
          learner.history(),
          network,
          optimizer,
          better ? network : from.best(),
          null);
    }
  }

  private Learner learner(TrainingState from, Lesson lesson) {
    if (from.history().isEmpty()) {
      return Learner.begin(spec, lesson, bench.device());
    }
    return inDirectory(
        directory -> {
          TrainingState.bring(from.network(), bench.artifacts(), directory);
          try {
            byte[] optimizer = bench.artifacts().read(from.optimizer());
            return Learner.after(
                from.history(), directory, optimizer, spec, lesson, bench.device());
          } catch (IOException e) {
            throw new UncheckedIOException(
                "the optimiser's memory cannot be read: " + e.getMessage(), e);
          }
        });
  }

  private TrainingData data() {
    StartNetwork network = spec.network();
    Pixels key =
        new Pixels(
            bench.subject().spec().images(),
            TrainingOptions.of(bench.subject().spec().options()).stopOn(),
            network.height(),
            network.width());
    return bench.kept(
        key,
        training.bytes(),
        () -> {
          try {
            return TrainingData.read(
                training.learning(),
                training.stopping(),
                network.height(),
                network.width(),
                done -> bench.breathe());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnitStoppedException();
          }
        });
  }

  /** As it comes back from where it is kept: whole numbers have lost their width. */
  private static JsonNode asWritten(Map<String, Object> identity) {
    try {
      return JSON.readTree(JSON.writeValueAsBytes(identity));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void refuseOther(JsonNode begun, JsonNode here) {
    Differences.between(begun, here)
        .ifPresent(
            other -> {
              throw new TrainingException(
                  "what this worker has is not what the training began with: %s; give all workers the same images and networks, and retry"
                      .formatted(other));
            });
  }

  private static Seen seen(Lesson lesson) {
    Answers stopping = lesson.stopping();
    Map<String, Integer> answered = new LinkedHashMap<>();
    for (int i = 0; stopping != null && i < lesson.questions().size(); i++) {
      int[] codes = stopping.codes()[i];
      answered.put(
          lesson.questions().get(i).name(),
          (int)
              Arrays.stream(stopping.usable())
                  .filter(place -> codes[place] != Column.UNKNOWN)
                  .count());
    }
    List<Unreadable> unreadable = new ArrayList<>(lesson.learning().part().unreadable());
    if (stopping != null) {
      unreadable.addAll(stopping.part().unreadable());
    }
    return new Seen(
        lesson.learning().usable().length,
        stopping == null ? 0 : stopping.usable().length,
        answered,
        unreadable.size(),
        unreadable.stream().limit(EXAMPLES).map(one -> one.id() + ": " + one.reason()).toList());
  }

  /** What is done in a directory of its own, which is gone afterwards. */
  interface InDirectory<T> {
    T in(Path directory);
  }

  static <T> T inDirectory(InDirectory<T> work) {
    try {
      Path directory = Files.createTempDirectory("telltale-train");
      try {
        return work.in(directory);
      } finally {
        Durable.delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a temporary directory cannot be used: " + e.getMessage(), e);
    }
  }
}
