package dev.telltale.cli.bench;

import dev.telltale.dataset.Sample;
import dev.telltale.image.Mask;
import dev.telltale.image.ModelInput;
import dev.telltale.image.Pictures;
import dev.telltale.image.RgbImage;
import dev.telltale.image.UnreadableImageException;
import dev.telltale.model.ModelSpec;
import dev.telltale.screening.Screener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The straightforward way to screen images: one thread that reads, decodes and screens batch after
 * batch. No Kafka, no verticles, nothing kept.
 */
final class BareLoop {
  private final Screener screener;
  private final ModelSpec spec;
  private final List<Sample> samples;
  private final int batchSize;

  BareLoop(Screener screener, ModelSpec spec, List<Sample> samples, int batchSize) {
    this.screener = screener;
    this.spec = spec;
    this.samples = samples;
    this.batchSize = batchSize;
  }

  /** Images a second over the samples, as often as needed. */
  double perSecond(int images) {
    long start = System.nanoTime();
    for (int from = 0; from < images; from += batchSize) {
      screener.screen(inputs(samples(from, Math.min(from + batchSize, images))));
    }
    return images / ((System.nanoTime() - start) / 1e9);
  }

  /** Images a second of the network and its map alone, on one batch that is in memory. */
  double forwardPerSecond(int images) {
    List<Screener.Input> inputs =
        inputs(samples(0, Math.min(batchSize, images))).stream()
            .map(input -> new Screener.Input(input.pixels(), null))
            .toList();
    int batches = Math.max(1, images / inputs.size());
    long start = System.nanoTime();
    for (int i = 0; i < batches; i++) {
      screener.screen(inputs);
    }
    return (double) batches * inputs.size() / ((System.nanoTime() - start) / 1e9);
  }

  private List<Sample> samples(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> samples.get(i % samples.size())).toList();
  }

  private List<Screener.Input> inputs(List<Sample> batch) {
    List<Screener.Input> inputs = new ArrayList<>(batch.size());
    try {
      for (Sample sample : batch) {
        RgbImage picture = Pictures.decode(Files.readAllBytes(sample.image()));
        float[] mask = null;
        if (sample.mask() != null) {
          Mask decoded = Pictures.decodeMask(Files.readAllBytes(sample.mask()));
          mask = ModelInput.ofMask(decoded, spec.height(), spec.width());
        }
        inputs.add(new Screener.Input(ModelInput.of(picture, spec.height(), spec.width()), mask));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (UnreadableImageException e) {
      throw new IllegalStateException("a benchmark needs pictures that can be read", e);
    }
    return inputs;
  }
}
