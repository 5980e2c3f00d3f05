package dev.telltale.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.dataset.DataSet;
import dev.telltale.features.BatchEncoder;
import dev.telltale.features.Encoding;
import dev.telltale.features.ImageSource;
import dev.telltale.model.Devices;
import dev.telltale.model.ModelBundle;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code telltale encode}: every image's features, once, into files. */
@Command(
    name = "encode",
    mixinStandardHelpOptions = true,
    description = {
      "Encodes every image of a data set once with a model's features, and keeps them in files that"
          + " NumPy reads too (docs/features.md).",
      "Killed and started again it goes on where it was, to the same bytes.",
      "Exit status: 0 when all images are encoded, 1 when some could not be read (their rows are"
          + " NaN), 2 on wrong use or a full disk."
    })
final class EncodeCommand implements Callable<Integer> {
  private static final int SHOWN = 10;

  @Option(names = "--data", required = true, description = "the data set's directory")
  private Path data;

  @Option(
      names = "--model",
      required = true,
      description = "model bundle, a classifier or an encoder")
  private Path model;

  @Option(
      names = "--out",
      description = "where to (default: .telltale/features/<data set>-<bundle's hash>)")
  private @Nullable Path out;

  @Option(names = "--name", description = "the data set's name (default: its directory's)")
  private @Nullable String name;

  @Mixin private DataOptions dataOptions;

  @Option(names = "--json", description = "print the outcome as one JSON line on standard output")
  private boolean json;

  /**
   * What was done, for scripts.
   *
   * @param images of the data set
   * @param before rows that an earlier run had encoded
   * @param unreadable images that could not be read, whose rows are NaN
   * @param channels features of an image
   * @param seconds of this run, without loading the model
   * @param imagesPerSecond of this run; 0 when there was nothing left to do
   * @param features the directory
   */
  record Outcome(
      int images,
      int before,
      int unreadable,
      int channels,
      double seconds,
      double imagesPerSecond,
      String features) {}

  @Override
  public Integer call() throws InterruptedException, JsonProcessingException {
    ModelBundle bundle = ModelBundle.read(model);
    DataSet dataSet = dataOptions.open(data, name);
    Path to = out != null ? out : directory(dataSet.name(), bundle.hash());
    try (BatchEncoder encoder = BatchEncoder.load(bundle, Devices.slots(1).get(0).device());
        Encoding encoding = Encoding.open(to, ImageSource.of(dataSet), encoder)) {
      Outcome outcome = run(encoding, dataSet, encoder.channels(), to);
      if (json) {
        System.out.println(new ObjectMapper().writeValueAsString(outcome));
      }
      report(encoding.failures());
      System.err.printf(
          "%,d images of %s encoded in %s, %d features each; %,.0f a second%n",
          outcome.images() - outcome.unreadable(),
          dataSet.name(),
          to,
          outcome.channels(),
          outcome.imagesPerSecond());
      return outcome.unreadable() == 0 ? 0 : 1;
    }
  }

  private static Path directory(String dataSet, String hash) {
    if (dataSet.matches("(?s).*[/\\\\].*|\\.\\.?")) {
      throw new UsageException(
          "the data set's name "
              + dataSet
              + " cannot be a directory's; give another --name, or --out");
    }
    return Path.of(".telltale", "features", dataSet + "-" + hash);
  }

  private static Outcome run(Encoding encoding, DataSet dataSet, int channels, Path to)
      throws InterruptedException {
    int images = dataSet.samples().size();
    int before = encoding.encoded();
    long start = System.nanoTime();
    try (Progress progress = new Progress("encoded", images, before)) {
      encoding.run(Encoding.readers(), progress::set);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Outcome(
        images,
        before,
        encoding.failures().size(),
        channels,
        seconds,
        before == images ? 0 : (images - before) / seconds,
        to.toString());
  }

  private static void report(List<Encoding.Failure> failures) {
    for (Encoding.Failure failure : failures.subList(0, Math.min(SHOWN, failures.size()))) {
      System.err.printf("not read: %s: %s%n", failure.id(), failure.reason());
    }
    if (failures.size() > SHOWN) {
      System.err.printf("not read: %,d more; all are in features.json%n", failures.size() - SHOWN);
    }
  }
}
