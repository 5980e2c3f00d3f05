package dev.telltale.cli.bench;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.DataSets;
import dev.telltale.dataset.waterbirds.Waterbirds;
import dev.telltale.model.Classifier;
import dev.telltale.model.Devices;
import dev.telltale.model.ModelBundle;
import dev.telltale.screening.Screener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code telltale bench NAME}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures, and prints a JSON line for each figure: medians of alternating pairs in one run.",
      "  forward  the bare loop (read, decode, mask, network, map) beside the network alone",
      "  intake   the whole pipeline beside the bare loop",
      "  images   pages of the list of images beside SQL that sorts and counts to the page (--images)",
      "  pages    the dashboard in Chromium beside the browser alone (takes no options)"
    })
public final class BenchCommand implements Callable<Integer> {
  private static final int BATCH = 32;

  /** The benchmarks there are. */
  enum Bench {
    forward,
    intake,
    images
  }

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "${COMPLETION-CANDIDATES}")
  private Bench bench;

  @Option(names = "--model", description = "model bundle; all but images need one")
  private @Nullable Path model;

  @Option(names = "--data", description = "data set directory (default: 1000 drawn birds)")
  private @Nullable Path data;

  @Option(
      names = "--pairs",
      defaultValue = "5",
      description = "pairs to take the median of (default: ${DEFAULT-VALUE})")
  private int pairs;

  @Option(
      names = "--images",
      defaultValue = "1000000",
      description = "images in the list (default: ${DEFAULT-VALUE})")
  private int images;

  @Override
  public Integer call() throws InterruptedException, IOException {
    if (bench == Bench.images) {
      return images();
    }
    if (model == null) {
      throw new ParameterException(
          spec.commandLine(), "Missing required option: '--model=<model>'");
    }
    ModelBundle bundle = ModelBundle.read(model);
    Path directory = Files.createTempDirectory("telltale-bench");
    try {
      DataSet dataSet = DataSets.open("bench", images(directory), null);
      String images = dataSet.samples().size() + " images, " + bundle.spec().name();
      try (Classifier classifier = Classifier.load(bundle, Devices.slots(1).get(0).device())) {
        Screener screener = new Screener(classifier, bundle.spec());
        screener.warmUp();
        BareLoop loop = new BareLoop(screener, bundle.spec(), dataSet.samples(), BATCH);
        loop.perSecond();
        Figure figure =
            bench == Bench.forward
                ? Figure.ofPairs(
                    "forward",
                    "bare loop over network alone, " + images,
                    "images/s",
                    pairs,
                    loop::perSecond,
                    loop::forwardPerSecond)
                : intake(directory, bundle, dataSet, images, loop);
        System.out.println(figure.json());
      }
    } finally {
      delete(directory);
    }
    return 0;
  }

  private int images() throws IOException {
    Path directory = Files.createTempDirectory("telltale-bench");
    try (ImagePages pages = new ImagePages(directory.resolve("index.db"), images, pairs)) {
      pages.figures(figure -> System.out.println(figure.json()));
    } finally {
      delete(directory);
    }
    return 0;
  }

  private Figure intake(
      Path directory, ModelBundle bundle, DataSet dataSet, String images, BareLoop loop)
      throws InterruptedException {
    try (Pipeline pipeline = new Pipeline(directory, bundle, dataSet, BATCH)) {
      int events = dataSet.samples().size();
      pipeline.perSecond(events);
      return Figure.ofPairs(
          "intake",
          "pipeline over bare loop, " + images,
          "images/s",
          pairs,
          () -> pipeline.perSecond(events),
          loop::perSecond);
    }
  }

  private Path images(Path directory) {
    if (data != null) {
      return data;
    }
    Path drawn = directory.resolve("birds");
    new Waterbirds(0.5, 64, 2000).write(drawn, 1000, done -> {});
    return drawn;
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
