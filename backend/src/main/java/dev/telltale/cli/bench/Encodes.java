package dev.telltale.cli.bench;

import dev.telltale.dataset.Sample;
import dev.telltale.features.BatchEncoder;
import dev.telltale.features.Encoding;
import dev.telltale.features.ImageSource;
import dev.telltale.image.ModelInput;
import dev.telltale.image.Pictures;
import dev.telltale.image.UnreadableImageException;
import dev.telltale.model.ModelSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Encoding a data set into files, as {@code telltale encode} does, and its network alone. */
final class Encodes {
  private final BatchEncoder encoder;
  private final ImageSource source;
  private final Path directory;
  private int round;

  /**
   * @param encoder stays the caller's to close
   * @param directory for the features; those of a round stay until the caller removes them
   */
  Encodes(BatchEncoder encoder, ImageSource source, Path directory) {
    this.encoder = encoder;
    this.source = source;
    this.directory = directory;
  }

  /** Images a second, from opening the directory to its being complete; samples repeat. */
  double perSecond(int images) throws InterruptedException {
    ImageSource repeated =
        new ImageSource(
            source.name(),
            source.classes(),
            IntStream.range(0, images).mapToObj(this::sample).toList(),
            source.reader());
    long start = System.nanoTime();
    try (Encoding encoding = Encoding.open(directory.resolve("" + round++), repeated, encoder)) {
      encoding.run(Encoding.readers(), done -> {});
    }
    return images / ((System.nanoTime() - start) / 1e9);
  }

  /** Images a second of the network and its pooling, one batch that is in memory. */
  double networkPerSecond(int images) {
    ByteBuffer pixels = firstBatch();
    int batches = Math.max(1, images / encoder.batch());
    long start = System.nanoTime();
    for (int i = 0; i < batches; i++) {
      encoder.encode(pixels);
    }
    return (double) batches * encoder.batch() / ((System.nanoTime() - start) / 1e9);
  }

  private Sample sample(int i) {
    List<Sample> samples = source.samples();
    return samples.get(i % samples.size());
  }

  private ByteBuffer firstBatch() {
    ModelSpec spec = encoder.bundle().spec();
    ByteBuffer bytes = encoder.pixels();
    FloatBuffer pixels = bytes.duplicate().order(ByteOrder.nativeOrder()).asFloatBuffer();
    try {
      for (int i = 0; i < encoder.batch(); i++) {
        byte[] file = Files.readAllBytes(sample(i).image());
        pixels.put(ModelInput.of(Pictures.decode(file), spec.height(), spec.width()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (UnreadableImageException e) {
      throw new IllegalStateException("a benchmark needs pictures that can be read", e);
    }
    return bytes;
  }
}
