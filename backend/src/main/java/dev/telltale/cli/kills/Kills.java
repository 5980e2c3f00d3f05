package dev.telltale.cli.kills;

import ai.djl.Device;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.AuditedImages;
import dev.telltale.audit.AuditedModel;
import dev.telltale.audit.LocalRun;
import dev.telltale.audit.ReportDocument;
import dev.telltale.audit.Subjects;
import dev.telltale.cli.bench.Pulse;
import dev.telltale.dataset.Subset;
import dev.telltale.dataset.Task;
import dev.telltale.dataset.waterbirds.Waterbirds;
import dev.telltale.kafka.TopicSetup;
import dev.telltale.kafka.Topics;
import dev.telltale.kafka.event.AuditCommand;
import dev.telltale.kafka.event.AuditRecord;
import dev.telltale.kafka.event.EventCodec;
import dev.telltale.pipeline.ArtifactStore;
import dev.telltale.study.Report;
import dev.telltale.study.Report.Claim;
import dev.telltale.study.Study;
import dev.telltale.study.StudySetting;
import dev.telltale.study.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kills a worker, the coordinator, the broker or all of them at random moments of audits. */
public final class Kills implements Study {
  private static final int UNITS = 200;
  private static final int MILLIS = 50;
  private static final List<String> VICTIMS = List.of("worker", "coordinator", "broker", "all");
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** An audit, and what a kill did to it. */
  private record Trial(
      int workers,
      String victim,
      int at,
      double stalledSeconds,
      boolean completed,
      boolean same,
      int repeated) {}

  @Override
  public String name() {
    return "kills";
  }

  @Override
  public String purpose() {
    return "kill -9 of worker, coordinator, broker or all of them at random moments of audits";
  }

  @Override
  public Report run(StudySetting setting) throws InterruptedException {
    Path birds = setting.work().resolve("birds");
    new Waterbirds(0.5, 64, 9).write(birds, 6, done -> {});
    AuditSpec spec = spec(birds, nothing(setting));
    byte[] undisturbed = undisturbed(spec, setting.work());
    List<Trial> trials = new ArrayList<>();
    try {
      for (int workers : List.of(1, 3)) {
        trials.addAll(trials(setting, workers, spec, undisturbed));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return report(setting, trials);
  }

  private static Path nothing(StudySetting setting) {
    return setting.networks().resolveSibling("null");
  }

  private static List<Trial> trials(
      StudySetting setting, int workers, AuditSpec spec, byte[] undisturbed)
      throws IOException, InterruptedException {
    List<Trial> trials = new ArrayList<>();
    Random random = new Random(setting.firstSeed() + workers);
    Path own = setting.work().resolve(workers + "-" + System.currentTimeMillis());
    try (Cluster cluster = new Cluster(own, workers, List.of(setting.work(), nothing(setting)))) {
      TopicSetup.ensure(
          Map.of("bootstrap.servers", cluster.bootstrap()), Topics.ALL, Duration.ofMinutes(1));
      try (Watch watch = new Watch(cluster.bootstrap())) {
        for (int i = 0; i < setting.number(20, 4); i++) {
          String victim = VICTIMS.get(i % VICTIMS.size());
          Trial trial =
              trial(
                  cluster,
                  watch,
                  "kill-" + i,
                  victim,
                  random.nextInt(1, UNITS),
                  spec,
                  undisturbed,
                  workers);
          setting
              .say()
              .accept(
                  "%d workers, %s killed at %d units: stalled for %.1f s, %s"
                      .formatted(
                          workers,
                          victim,
                          trial.at(),
                          trial.stalledSeconds(),
                          trial.same() ? "the same report" : "NOT the same report"));
          trials.add(trial);
        }
      }
    }
    return trials;
  }

  private static Trial trial(
      Cluster cluster,
      Watch watch,
      String id,
      String victim,
      int at,
      AuditSpec spec,
      byte[] undisturbed,
      int workers)
      throws IOException, InterruptedException {
    request(cluster.bootstrap(), id, spec);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (watch.done(id) < at && System.nanoTime() < deadline) {
      watch.look();
    }
    List<String> killed = cluster.processes(victim);
    cluster.kill(killed);
    long kill = System.nanoTime();
    int before = watch.done(id);
    cluster.start(killed);
    double stalled = 0;
    int known = before;
    long last = kill;
    while (!ended(watch, id) && System.nanoTime() < deadline) {
      watch.look();
      if (watch.done(id) > known || ended(watch, id)) {
        stalled = Math.max(stalled, (System.nanoTime() - last) / 1e9);
        known = watch.done(id);
        last = System.nanoTime();
      }
    }
    AuditRecord audit = watch.audit(id);
    boolean completed = audit != null && audit.state() == AuditRecord.State.COMPLETED;
    boolean same =
        completed
            && Arrays.equals(
                undisturbed, new ArtifactStore(cluster.artifacts()).read(audit.report()));
    return new Trial(
        workers,
        victim,
        before,
        completed ? stalled : Double.NaN,
        completed,
        same,
        watch.told(id) - watch.done(id));
  }

  private static boolean ended(Watch watch, String id) {
    AuditRecord audit = watch.audit(id);
    return audit != null && audit.endedAt() != null;
  }

  private static void request(String bootstrap, String id, AuditSpec spec)
      throws InterruptedException {
    AuditCommand command =
        AuditCommand.request(id, "Kills", new ObjectMapper().valueToTree(spec), Instant.now());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(EventCodec.record(command)).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka did not take the audit: " + e.getMessage(), e);
    }
  }

  private static AuditSpec spec(Path birds, Path bundle) {
    return new AuditSpec(
        Pulse.NAME,
        new AuditedImages(
            "birds",
            birds.toAbsolutePath().normalize().toString(),
            "waterbirds",
            null,
            Task.OWN,
            Subset.ALL,
            false,
            null),
        List.of(new AuditedModel("null", bundle.toAbsolutePath().normalize().toString(), null)),
        Pulse.options(UNITS, MILLIS));
  }

  /** On one thread, without Kafka. */
  private static byte[] undisturbed(AuditSpec spec, Path work) {
    LocalRun.Outcome outcome =
        LocalRun.run(
                new Pulse(),
                new Subjects(1).open(spec),
                Device.cpu(),
                new ArtifactStore(work.resolve("undisturbed")),
                null,
                progress -> {},
                () -> false)
            .orElseThrow();
    return new ReportDocument(outcome.report(), outcome.aside()).json();
  }

  private static Report report(StudySetting setting, List<Trial> trials) {
    long completed = trials.stream().filter(Trial::completed).count();
    long same = trials.stream().filter(Trial::same).count();
    double longest = trials.stream().mapToDouble(Trial::stalledSeconds).max().orElse(Double.NaN);
    List<List<String>> rows =
        trials.stream()
            .map(
                trial ->
                    List.of(
                        "" + trial.workers(),
                        trial.victim(),
                        "" + trial.at(),
                        seconds(trial.stalledSeconds()),
                        trial.same() ? "yes" : "NO",
                        "" + trial.repeated()))
            .toList();
    return new Report(
        "Kills",
        setting.caution()
            + """
            A broker, a coordinator, and one worker or three, each a process of its own. For each row an audit of %d units of %d ms
            was asked for; at a moment drawn by the seed the victims were killed with `kill -9`, and started again at once. The
            report is compared, to the byte, with that of the same audit on one thread without Kafka. A unit is *repeated* when
            Kafka was told of its result twice: the second one is not counted. *Stalled* is the longest time after the kill in which no
            result came, nor the report; it holds the start of the killed process."""
                .formatted(UNITS, MILLIS),
        List.of(
            new Claim(
                "every audit completes",
                completed == trials.size(),
                completed + " of " + trials.size()),
            new Claim(
                "every report is the undisturbed one, to the byte",
                same == trials.size(),
                same + " of " + trials.size()),
            new Claim("work goes on within 15 s", longest < 15, seconds(longest) + " s at most")),
        List.of(
            new Table(
                "Each audit and its kill.",
                List.of("workers", "killed", "at unit", "stalled, s", "same report", "repeated"),
                rows)),
        Map.of(),
        trials);
  }

  private static String seconds(double seconds) {
    return Double.isNaN(seconds) ? "never" : String.format(Locale.ROOT, "%.1f", seconds);
  }
}
