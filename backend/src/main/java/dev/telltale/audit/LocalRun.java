package dev.telltale.audit;

import ai.djl.Device;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.files.DirectoryLock;
import dev.telltale.files.Durable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An audit from spec to report in this process, on one thread, without Kafka. Results are written
 * and read back as a cluster does it, so that the report is the same to the byte. Given a directory
 * it goes on where it was, whatever ended it.
 */
public final class LocalRun {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SPEC = "audit.json";
  private static final String HERE = "this process";

  private final AuditMethod method;
  private final AuditSubject subject;
  private final Artifacts artifacts;
  private final Consumer<AuditProgress> listener;
  private final BooleanSupplier stop;
  private final LocalBench bench;
  private final List<SetAside> aside = new ArrayList<>();
  private final List<AuditProgress.Stage> stages = new ArrayList<>();
  private final ArrayDeque<AuditProgress.Ended> lately = new ArrayDeque<>();

  /**
   * What came of it.
   *
   * @param report what was found
   * @param aside units that it does without
   */
  public record Outcome(Report report, List<SetAside> aside) {
    /** Copies the list. */
    public Outcome {
      aside = List.copyOf(aside);
    }
  }

  private LocalRun(
      AuditMethod method,
      AuditSubject subject,
      Device device,
      Artifacts artifacts,
      Consumer<AuditProgress> listener,
      BooleanSupplier stop) {
    this.method = method;
    this.subject = subject;
    this.artifacts = artifacts;
    this.bench = new LocalBench(subject, device, artifacts);
    this.listener = listener;
    this.stop = stop;
  }

  /**
   * Runs an audit to its end, or until asked to stop.
   *
   * @param method the one that the spec names
   * @param subject its spec complete, as {@link Subjects#prepare} gives it, options too
   * @param device on which models are loaded
   * @param artifacts where large results are kept; for going on, the same as before
   * @param directory keeps what is done, made if need be; null to keep nothing
   * @param listener told of progress, on this thread, at every unit and whenever one breathes
   * @param stop asked whenever a unit breathes, and between units
   * @return empty when it was stopped
   * @throws SpecException if the method cannot audit such a subject, or the directory is another
   *     audit's
   * @throws UncheckedIOException if the directory cannot be written
   */
  public static Optional<Outcome> run(
      AuditMethod method,
      AuditSubject subject,
      Device device,
      Artifacts artifacts,
      @Nullable Path directory,
      Consumer<AuditProgress> listener,
      BooleanSupplier stop) {
    LocalRun run = new LocalRun(method, subject, device, artifacts, listener, stop);
    Path kept = null;
    try {
      kept = directory == null ? Files.createTempDirectory("telltale-audit") : directory;
      try (DirectoryLock lock = take(kept)) {
        refuseOther(kept, subject.spec());
        return run.run(kept);
      }
    } catch (UnitStoppedException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(kept + " cannot be used: " + e.getMessage(), e);
    } finally {
      run.bench.close();
      if (directory == null && kept != null) {
        discard(kept);
      }
    }
  }

  private Optional<Outcome> run(Path directory) throws IOException {
    Map<String, JsonNode> outcomes = new LinkedHashMap<>();
    List<String> names = method.stages(subject);
    names.forEach(name -> stages.add(new AuditProgress.Stage(name, null, 0, 0)));
    for (int i = 0; i < names.size(); i++) {
      outcomes.put(names.get(i), stage(directory, i, names.get(i), outcomes));
    }
    listener.accept(progress(names.size(), null, new UnitTimes(), 0));
    return Optional.of(new Outcome(method.report(subject, outcomes, artifacts), aside));
  }

  private JsonNode stage(Path directory, int place, String name, Map<String, JsonNode> outcomes)
      throws IOException {
    StagePlan plan = plan(name, outcomes);
    if (plan.order() == StagePlan.Order.PEOPLE) {
      throw new SpecException(
          "method", name + " waits for people; ask for this audit on a server that they can reach");
    }
    StageRun run = new StageRun(name, plan);
    UnitTimes times = new UnitTimes();
    try (StageFile results =
        StageFile.open(
            directory.resolve("%02d-%s.jsonl".formatted(place, name)), plan.units().size())) {
      for (int unit = 0; unit < plan.units().size(); unit++) {
        if (results.has(unit)) {
          run.done(unit);
        }
      }
      tell(place, run, null, times);
      while (!run.complete()) {
        List<UnitOrder> orders = run.order(1);
        if (orders.isEmpty()) {
          throw new IllegalStateException(name + " has units that cannot be ordered");
        }
        work(place, plan, run, orders.get(0), outcomes, results, times);
      }
      aside.addAll(run.aside());
      return readBack(method.fold(name, subject, outcomes, results));
    }
  }

  /** What cannot go on may have its reason in a unit before, which nobody else would tell. */
  private StagePlan plan(String name, Map<String, JsonNode> outcomes) {
    try {
      return method.plan(name, subject, outcomes);
    } catch (RuntimeException e) {
      if (aside.isEmpty()) {
        throw e;
      }
      SetAside last = aside.get(aside.size() - 1);
      throw new SpecException(
          "method",
          "%s; unit %d of %s: %s"
              .formatted(e.getMessage(), last.unit() + 1, last.stage(), last.reason()));
    }
  }

  private void work(
      int place,
      StagePlan plan,
      StageRun run,
      UnitOrder order,
      Map<String, JsonNode> outcomes,
      StageFile results,
      UnitTimes times)
      throws IOException {
    String stage = stages.get(place).name();
    Instant since = Instant.now();
    long start = System.nanoTime();
    AuditProgress.Running running =
        new AuditProgress.Running(stage, order.unit(), order.attempt(), HERE, since);
    bench.breathing(() -> breathe(() -> tell(place, run, running, times))).breathe();
    String error = null;
    try {
      int before = plan.before(order.unit());
      JsonNode unit = plan.units().get(order.unit());
      results.append(
          order.unit(),
          method.work(stage, unit, outcomes, before < 0 ? null : results.value(before), bench));
      run.done(order.unit());
    } catch (UnitStoppedException e) {
      throw e;
    } catch (RuntimeException e) {
      error = oneLine(e);
      run.threw(order, error);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    times.add(seconds);
    lately.add(
        new AuditProgress.Ended(
            stage, order.unit(), order.attempt(), HERE, Instant.now(), seconds, error));
    if (lately.size() > AuditProgress.LATELY) {
      lately.remove();
    }
    tell(place, run, null, times);
  }

  private void tell(
      int place, StageRun run, AuditProgress.@Nullable Running running, UnitTimes times) {
    int aside = run.aside().size();
    stages.set(
        place,
        new AuditProgress.Stage(stages.get(place).name(), run.units(), run.doneUnits(), aside));
    listener.accept(progress(place, running, times, run.units() - run.doneUnits() - aside));
  }

  private AuditProgress progress(
      int place, AuditProgress.@Nullable Running running, UnitTimes times, int left) {
    return new AuditProgress(
        stages,
        place,
        times.perSecond(),
        times.left(left),
        running == null ? List.of() : List.of(running),
        List.copyOf(lately));
  }

  private void breathe(Runnable tell) {
    if (stop.getAsBoolean()) {
      throw new UnitStoppedException();
    }
    tell.run();
  }

  private static DirectoryLock take(Path directory) throws IOException {
    return DirectoryLock.take(directory)
        .orElseThrow(
            () -> new SpecException("out", directory + " is used by another audit; wait for it"));
  }

  private static void refuseOther(Path directory, AuditSpec spec) throws IOException {
    Path file = directory.resolve(SPEC);
    byte[] wanted = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(spec);
    if (!Files.exists(file)) {
      Durable.write(file, wanted);
    } else if (!JSON.readTree(wanted).equals(JSON.readTree(Files.readAllBytes(file)))) {
      throw new SpecException(
          "out",
          directory
              + " holds another audit, or one of other images, models or options; give another"
              + " directory");
    }
  }

  /** As the engine hands it on: a float, say, comes back as a double. */
  private static JsonNode readBack(JsonNode value) throws JsonProcessingException {
    return JSON.readTree(JSON.writeValueAsString(value));
  }

  private static String oneLine(RuntimeException e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return message.replaceAll("\\s*\\R\\s*", " ");
  }

  private static void discard(Path directory) {
    try {
      Durable.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
