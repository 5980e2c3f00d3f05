package dev.telltale.cli.bench;

import dev.telltale.dataset.AllowedRoots;
import dev.telltale.dataset.ClassMap;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Sample;
import dev.telltale.image.Pictures;
import dev.telltale.kafka.ImageProducer;
import dev.telltale.kafka.broker.EmbeddedBroker;
import dev.telltale.kafka.event.ImageEvent;
import dev.telltale.model.ModelBundle;
import dev.telltale.pipeline.Addresses;
import dev.telltale.pipeline.AuditTools;
import dev.telltale.pipeline.ClusterOptions;
import dev.telltale.pipeline.IntakeOptions;
import dev.telltale.pipeline.KnownDataSet;
import dev.telltale.pipeline.Member;
import dev.telltale.pipeline.MemberOptions;
import dev.telltale.pipeline.Role;
import dev.telltale.pipeline.index.IndexedImage;
import dev.telltale.pipeline.messages.MetricsUpdate;
import dev.telltale.screening.ScreeningMetrics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The whole image walk in this process: a broker, one worker member with the settings that {@code
 * serve} has by default, one device slot, and the producer.
 */
final class Pipeline implements AutoCloseable {
  /** Most images of a micro-batch. */
  static final int BATCH = 32;

  private static final long LINGER_MILLIS = 20;
  private static final int MAX_IN_FLIGHT = 256;
  private static final long LONGEST_ROUND_MINUTES = 30;

  private final EmbeddedBroker broker;
  private final Member member;
  private final DataSet dataSet;
  private final AuditTools tools;
  private final Queue<Double> latencies = new ConcurrentLinkedQueue<>();
  private volatile Goal goal = new Goal(0);
  private int round;
  private long sent;

  /** A number of scored images that is waited for. */
  private static final class Goal {
    final long scored;
    final CountDownLatch reached = new CountDownLatch(1);

    Goal(long scored) {
      this.scored = scored;
    }
  }

  /**
   * Starts it; it is warm when this returns.
   *
   * @param directory for all that broker and member keep
   */
  Pipeline(Path directory, ModelBundle bundle, DataSet dataSet) {
    this.dataSet = dataSet;
    this.tools = AuditEngine.tools(directory.resolve("audits"));
    this.broker = EmbeddedBroker.start(directory.resolve("kafka"), 0);
    KnownDataSet known =
        new KnownDataSet(
            dataSet.name(),
            dataSet.root(),
            dataSet.layout(),
            List.of(),
            ClassMap.identity(bundle.spec().classes()));
    this.member =
        Member.join(
            new MemberOptions(
                "bench",
                Set.of(Role.WORKER, Role.COORDINATOR),
                broker.bootstrap(),
                new ClusterOptions("127.0.0.1", 0, List.of()),
                directory.resolve("state"),
                bundle,
                null,
                Map.of(dataSet.name(), known),
                new AllowedRoots(List.of(dataSet.root())),
                new IntakeOptions("bench", BATCH, LINGER_MILLIS, MAX_IN_FLIGHT),
                Pictures.DEFAULT_MAX_PIXELS,
                1,
                tools));
    member
        .vertx()
        .eventBus()
        .<MetricsUpdate>localConsumer(
            Addresses.METRICS,
            message -> {
              Goal now = goal;
              for (IndexedImage image : message.body().images()) {
                Instant captured = image.score().capturedAt();
                if (captured != null) {
                  Duration took = Duration.between(captured, image.score().scoredAt());
                  latencies.add(took.toNanos() / 1e6);
                }
              }
              for (ScreeningMetrics screening : message.body().screenings()) {
                if (screening.scored() >= now.scored) {
                  now.reached.countDown();
                }
              }
            });
    member.run();
  }

  /**
   * Sends events over the samples, as often as needed, and waits until the running metrics that
   * hold all their scores are published, as a page would show them: each event was read, screened,
   * its score written to Kafka, read back, indexed and folded. The metrics come four times a
   * second, so that up to a quarter of a second too much is counted, never too little. The producer
   * shares the processor with the rest, and its work is counted too.
   *
   * @return events a second, from the first that is sent
   */
  double perSecond(int events) throws InterruptedException {
    round++;
    sent += events;
    Goal all = new Goal(sent);
    goal = all;
    List<Sample> samples = dataSet.samples();
    long start = System.nanoTime();
    try (ImageProducer producer = new ImageProducer(broker.bootstrap())) {
      CompletableFuture<?>[] kept = new CompletableFuture<?>[events];
      for (int i = 0; i < events; i++) {
        kept[i] = producer.send(event(samples.get(i % samples.size()), i));
      }
      CompletableFuture.allOf(kept).join();
    }
    if (!all.reached.await(LONGEST_ROUND_MINUTES, TimeUnit.MINUTES)) {
      throw new IllegalStateException(
          "of " + events + " events not all were scored in " + LONGEST_ROUND_MINUTES + " minutes");
    }
    return events / ((System.nanoTime() - start) / 1e9);
  }

  /** The member, which also leads audits. */
  Member member() {
    return member;
  }

  /** What it audits with. */
  AuditTools tools() {
    return tools;
  }

  /**
   * Sends images one by one, as a camera does, and waits until all are scored.
   *
   * @return milliseconds from an image's capture to its score, the 95th of a hundred
   */
  double latencyMillis(int images, int perSecond) throws InterruptedException {
    round++;
    latencies.clear();
    List<Sample> samples = dataSet.samples();
    try (ImageProducer producer = new ImageProducer(broker.bootstrap())) {
      long start = System.nanoTime();
      for (int i = 0; i < images; i++) {
        long due = start + i * 1_000_000_000L / perSecond;
        TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
        producer.send(event(samples.get(i % samples.size()), i, Instant.now()));
      }
    }
    sent += images;
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(LONGEST_ROUND_MINUTES);
    while (latencies.size() < images && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    double[] sorted = latencies.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted[(int) Math.ceil(0.95 * sorted.length) - 1];
  }

  private ImageEvent event(Sample sample, int number) {
    return event(sample, number, null);
  }

  private ImageEvent event(Sample sample, int number, @Nullable Instant capturedAt) {
    return new ImageEvent(
        "round-" + round + "/" + number,
        dataSet.name(),
        dataSet.root().relativize(sample.image()).toString(),
        null,
        sample.label(),
        sample.groups(),
        sample.mask() == null ? null : dataSet.root().relativize(sample.mask()).toString(),
        capturedAt);
  }

  @Override
  public void close() {
    member.close();
    broker.close();
  }
}
