package dev.telltale.process;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Sample;
import dev.telltale.dataset.layout.DataSets;
import dev.telltale.dataset.waterbirds.Waterbirds;
import dev.telltale.kafka.ImageProducer;
import dev.telltale.kafka.Pace;
import dev.telltale.kafka.event.ImageEvent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Drawn birds, and their events at a pace. */
final class Birds {
  private final Path directory;
  private final List<Sample> samples;

  private Birds(Path directory) {
    DataSet opened = DataSets.open("birds", directory, null);
    this.directory = opened.root();
    this.samples = opened.samples();
  }

  static Birds draw(Path directory, int count, long seed) {
    Waterbirds.generate(directory, count, 0.5, 64, seed);
    return new Birds(directory);
  }

  Path directory() {
    return directory;
  }

  int count() {
    return samples.size();
  }

  Set<String> ids() {
    return samples.stream().map(Sample::id).collect(Collectors.toSet());
  }

  List<ImageEvent> events(String dataset) {
    return samples.stream().map(sample -> event(dataset, sample)).toList();
  }

  /**
   * Sends every bird once, in the background.
   *
   * @return completed when the broker has them all
   */
  CompletableFuture<Void> send(String bootstrap, String dataset, double perSecond) {
    return CompletableFuture.runAsync(
        () -> {
          Pace pace = Pace.perSecond(perSecond);
          try (ImageProducer producer = new ImageProducer(patient(bootstrap))) {
            List<CompletableFuture<?>> sent = new ArrayList<>();
            for (Sample sample : samples) {
              pace.awaitTurn();
              sent.add(producer.send(event(dataset, sample)));
            }
            sent.forEach(CompletableFuture::join);
          }
        },
        task -> {
          Thread thread = new Thread(task, "birds of " + dataset);
          thread.setDaemon(true);
          thread.start();
        });
  }

  /** A broker that is gone for a while delays the sender, as it would a camera. */
  private static Map<String, Object> patient(String bootstrap) {
    return Map.of(
        "bootstrap.servers", bootstrap, "max.block.ms", 100_000, "delivery.timeout.ms", 100_000);
  }

  private ImageEvent event(String dataset, Sample sample) {
    return new ImageEvent(
        sample.id(),
        dataset,
        directory.relativize(sample.image()).toString(),
        null,
        sample.label(),
        sample.groups(),
        sample.mask() == null ? null : directory.relativize(sample.mask()).toString(),
        Instant.now());
  }
}
