package dev.telltale.cli;

import dev.telltale.dataset.drawn.Factor;
import dev.telltale.dataset.drawn.SeedSpace;
import dev.telltale.dataset.drawn.Splits;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every generator is asked: where to, how many, from which seed, with what changed. */
final class DrawOptions {
  @Option(names = "--out", required = true, description = "directory to make")
  Path out = Path.of("");

  @Option(
      names = "--count",
      defaultValue = "3000",
      description = "images (default: ${DEFAULT-VALUE})")
  int count;

  @Option(
      names = "--size",
      defaultValue = "64",
      description = "pixels of a side (default: ${DEFAULT-VALUE})")
  int size;

  @Option(
      names = "--seed",
      defaultValue = "0",
      description = "seed, from 0 (default: ${DEFAULT-VALUE})")
  long seed;

  @Option(
      names = "--space",
      description = {
        "draw all images from the seeds kept for one use: training, tuning, stopping, reporting or"
            + " screening (default: train from training, val from stopping, test from reporting)"
      })
  @Nullable String space;

  @Option(
      names = "--split",
      description = {
        "put all images in one split: train, val or test (default: 60, 20 and 20 % of them, or the"
            + " one that suits --space)"
      })
  @Nullable String split;

  @Option(
      names = "--intervene",
      paramLabel = "FACTOR=VALUE",
      description = {
        "draw the same images with this factor changed; can be repeated (docs/generators.md)"
      })
  Map<String, String> intervene = new LinkedHashMap<>();

  /** Writes a data set. */
  @FunctionalInterface
  interface Writer {
    void write(Path out, int count, IntConsumer progress);
  }

  /** The splits asked for. */
  Splits splits() {
    return split == null && space == null
        ? Splits.DEFAULT
        : Splits.only(split, space == null ? null : SeedSpace.named(space));
  }

  /** The changes asked for. */
  <F extends Factor> Map<F, String> changes(F[] factors) {
    Map<F, String> changes = new HashMap<>();
    intervene.forEach((name, value) -> changes.put(Factor.named(factors, name), value));
    return changes;
  }

  /** Writes it with a progress bar, and says how fast. */
  int write(Writer generator) {
    long start = System.nanoTime();
    try (Progress progress = new Progress("drawn", count)) {
      generator.write(out, count, progress::set);
    }
    System.err.printf(
        "%,d images in %s, %.0f a second%n",
        count, out, count / ((System.nanoTime() - start) / 1e9));
    return 0;
  }
}
