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
import dev.telltale.pipeline.ClusterOptions;
import dev.telltale.pipeline.IntakeOptions;
import dev.telltale.pipeline.KnownDataSet;
import dev.telltale.pipeline.Member;
import dev.telltale.pipeline.MemberOptions;
import dev.telltale.pipeline.Role;
import dev.telltale.pipeline.index.IndexedImage;
import dev.telltale.pipeline.messages.MetricsUpdate;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/** The whole image walk in this process: a broker, one worker member, one device slot. */
final class Pipeline implements AutoCloseable {
  private final EmbeddedBroker broker;
  private final Member member;
  private final DataSet dataSet;
  private final Semaphore scored = new Semaphore(0);
  private final AtomicReference<Instant> lastScored = new AtomicReference<>(Instant.EPOCH);
  private int round;

  Pipeline(Path directory, ModelBundle bundle, DataSet dataSet, int batchSize) {
    this.dataSet = dataSet;
    this.broker = EmbeddedBroker.start(directory.resolve("kafka"), 0);
    KnownDataSet known =
        new KnownDataSet(
            dataSet.name(),
            dataSet.root(),
            dataSet.layout().label(),
            List.of(),
            ClassMap.identity(bundle.spec().classes()));
    this.member =
        Member.join(
            new MemberOptions(
                "bench",
                Set.of(Role.WORKER),
                broker.bootstrap(),
                new ClusterOptions("127.0.0.1", 0, List.of()),
                directory.resolve("state"),
                bundle,
                Map.of(dataSet.name(), known),
                new AllowedRoots(List.of()),
                new IntakeOptions("bench", batchSize, 20, 256),
                Pictures.DEFAULT_MAX_PIXELS,
                1));
    member
        .vertx()
        .eventBus()
        .<MetricsUpdate>localConsumer(
            Addresses.METRICS,
            message -> {
              for (IndexedImage image : message.body().images()) {
                lastScored.accumulateAndGet(
                    image.score().scoredAt(), (a, b) -> a.isAfter(b) ? a : b);
              }
              scored.release(message.body().images().size());
            });
    member.run();
  }

  /**
   * Sends events over the samples, as often as needed, and waits for their scores.
   *
   * @return events a second, from the first sent to the last scored
   */
  double perSecond(int events) throws InterruptedException {
    round++;
    List<Sample> samples = dataSet.samples();
    Instant start = Instant.now();
    try (ImageProducer producer = new ImageProducer(broker.bootstrap())) {
      for (int i = 0; i < events; i++) {
        var unused = producer.send(event(samples.get(i % samples.size()), i));
      }
      producer.flush();
    }
    scored.acquire(events);
    return events / (Duration.between(start, lastScored.get()).toNanos() / 1e9);
  }

  private ImageEvent event(Sample sample, int number) {
    return new ImageEvent(
        "round-" + round + "/" + number,
        dataSet.name(),
        dataSet.root().relativize(sample.image()).toString(),
        null,
        sample.label(),
        sample.groups(),
        sample.mask() == null ? null : dataSet.root().relativize(sample.mask()).toString(),
        null);
  }

  @Override
  public void close() {
    member.close();
    broker.close();
  }
}
