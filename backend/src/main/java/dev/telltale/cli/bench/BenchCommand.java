package dev.telltale.cli.bench;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.layout.DataSets;
import dev.telltale.dataset.waterbirds.Waterbirds;
import dev.telltale.features.BatchEncoder;
import dev.telltale.features.ImageSource;
import dev.telltale.kafka.event.AuditCommand;
import dev.telltale.model.Classifier;
import dev.telltale.model.Devices;
import dev.telltale.model.ModelBundle;
import dev.telltale.screening.Screener;
import dev.telltale.spuriosity.SpuriosityReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;
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
      "  forward  the bare loop (read, decode, mask, network, map) beside the network alone, and the"
          + " network with a reference of spuriosity beside without",
      "  intake   the whole pipeline: events a second with a model that does nothing, and images a"
          + " second beside the bare loop",
      "  encode   images encoded into files beside the network alone",
      "  ranking  200 000 x 2048 features ranked by spuriosity beside reading them (needs 1.6 GB of disk)",
      "  images   pages of the list of images beside SQL that sorts and counts to the page (--images)",
      "  train    an epoch of training beside the same in Python (needs torch; $TELLTALE_PYTHON)",
      "  audits   an audit of 1000 units that do nothing beside the same in a loop, how soon one"
          + " rests, how evenly they share, and the latency of live images with an audit beside and without",
      "  pages    the dashboard in Chromium beside the browser alone (takes no options)",
      "docs/benchmarks.md says what each figure means."
    })
public final class BenchCommand implements Callable<Integer> {
  /** The JVM compiles what runs often; the first rounds would measure its compiler. */
  private static final int WARM_UP_ROUNDS = 3;

  private static final int LIVE_PER_SECOND = 20;
  private static final int LONG_UNIT_MILLIS = 8000;

  /** The benchmarks there are. */
  enum Bench {
    forward,
    intake,
    encode,
    images,
    ranking,
    train,
    audits
  }

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "${COMPLETION-CANDIDATES}")
  private Bench bench;

  @Option(
      names = "--model",
      defaultValue = "${sys:telltale.home:-.}/models/birds-p95",
      description = "model bundle (default: the demo's birds)")
  private Path model;

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

  @Option(
      names = "--seconds",
      defaultValue = "5",
      description =
          "least length of a round over the images, which are gone over as often as that takes"
              + " (default: ${DEFAULT-VALUE})")
  private double seconds;

  @Option(
      names = "--null-events",
      defaultValue = "20000",
      description =
          "events of a round with the model that does nothing (default: ${DEFAULT-VALUE})")
  private int nullEvents;

  @Option(
      names = "--null-model",
      defaultValue = "${sys:telltale.home:-.}/models/null",
      description = "bundle of the model that does nothing (default: the one that comes along)")
  private Path nullModel;

  @Override
  public Integer call() throws InterruptedException, IOException {
    atLeastOne("--pairs", pairs);
    atLeastOne("--null-events", nullEvents);
    if (bench == Bench.images) {
      return list();
    }
    if (bench == Bench.ranking) {
      return ranking();
    }
    if (bench == Bench.train) {
      return train();
    }
    ModelBundle bundle = ModelBundle.read(model);
    ModelBundle nothing = ModelBundle.read(nullModel);
    Path directory = Files.createTempDirectory("telltale-bench");
    try {
      DataSet dataSet = DataSets.open("bench", images(directory), null);
      if (bench == Bench.encode) {
        print(encode(directory.resolve("features"), bundle, dataSet));
        return 0;
      }
      if (bench == Bench.audits) {
        audits(directory, bundle, dataSet);
        return 0;
      }
      if (bench == Bench.intake) {
        print(events(directory.resolve("null"), nothing));
      }
      print(images(directory.resolve("real"), bundle, dataSet));
    } finally {
      delete(directory);
    }
    return 0;
  }

  private int list() throws IOException {
    Path directory = Files.createTempDirectory("telltale-bench");
    try (ImagePages pages = new ImagePages(directory.resolve("index.db"), images, pairs)) {
      pages.figures(this::print);
    } finally {
      delete(directory);
    }
    return 0;
  }

  private int ranking() throws IOException, InterruptedException {
    int most = 200_000;
    int few = most / 4;
    Path directory = Files.createTempDirectory("telltale-bench");
    try {
      note("%,d x %d features, written to %s".formatted(most, RankedRows.CHANNELS, directory));
      RankedRows rows = new RankedRows(directory.resolve("features.npy"), most);
      String what =
          "%d features, %d classes with %d spurious ones each, memory-mapped"
              .formatted(RankedRows.CHANNELS, RankedRows.CLASSES, RankedRows.CUES);
      rows.readSeconds();
      rows.rankSeconds(most);
      print(
          Figure.ofPairs(
              "ranking",
              "ranking over reading the same bytes, %d x %s".formatted(most, what),
              "s",
              pairs,
              () -> rows.rankSeconds(most),
              rows::readSeconds));
      print(
          Figure.ofPairs(
              "ranking",
              "%d images over %d four times, %s".formatted(most, few, what),
              "s",
              pairs,
              () -> rows.rankSeconds(most),
              () -> {
                double seconds = 0;
                for (int i = 0; i < 4; i++) {
                  seconds += rows.rankSeconds(few);
                }
                return seconds;
              }));
    } finally {
      delete(directory);
    }
    return 0;
  }

  private int train() throws IOException, InterruptedException {
    String python = PythonTraining.find();
    if (python == null) {
      note("nothing: no Python with torch and numpy was found; name one by TELLTALE_PYTHON");
      return 0;
    }
    Path directory = Files.createTempDirectory("telltale-bench");
    try {
      DataSet dataSet = DataSets.open("bench", images(directory), null);
      try (Epochs epochs = new Epochs(dataSet, directory, pairs);
          PythonTraining other = new PythonTraining(python, epochs)) {
        note("an epoch of training here and in " + python + " in turn");
        epochs.seconds();
        other.seconds();
        print(
            Figure.ofPairs(
                "train",
                "epoch here over epoch in Python, %d images, batch %d, small network, 1 thread that computes; here one more makes batches"
                    .formatted(epochs.images(), Epochs.BATCH),
                "s",
                pairs,
                epochs::seconds,
                other::seconds));
      }
    } finally {
      delete(directory);
    }
    return 0;
  }

  /** What the engine of audits costs, and what an audit costs live images. */
  private void audits(Path directory, ModelBundle bundle, DataSet dataSet)
      throws InterruptedException {
    int units = 1000;
    note("audits of " + units + " units that do nothing, here and in a loop");
    try (Pipeline pipeline = new Pipeline(directory.resolve("audits"), bundle, dataSet)) {
      AuditEngine engine = new AuditEngine(pipeline.member(), dataSet, bundle);
      engine.seconds(units, 0);
      print(
          Figure.ofPairs(
              "audits",
              "an audit of %d units that do nothing, over the same in a loop".formatted(units),
              "s",
              pairs,
              () -> engine.seconds(units, 0),
              () -> engine.loopSeconds(units, pipeline.tools())));
      note("how soon an audit rests, and ends, whose units take 8 s");
      for (AuditCommand.Kind kind : List.of(AuditCommand.Kind.PAUSE, AuditCommand.Kind.CANCEL)) {
        String what = kind == AuditCommand.Kind.PAUSE ? "paused" : "cancelled";
        print(
            Figure.of(
                "audits",
                "until an audit is %s whose units take 8 s, and nothing of it is at work"
                    .formatted(what),
                "s",
                pairs,
                () -> engine.rests(kind, LONG_UNIT_MILLIS)));
      }
      note("the shares of %d audits, five at a time".formatted(AuditShares.QUEUED));
      List<Double> shares = new AuditShares(pipeline.member(), engine).ratios();
      print(
          Figure.of(
              "audits",
              "units of the audit that got on least over those of the one that got on most, of audits side by side; %d queued, median of %d times"
                  .formatted(AuditShares.QUEUED, shares.size()),
              "ratio",
              shares.size(),
              shares.iterator()::next));
      print(
          new Figure(
              "audits",
              "the same, the least even time",
              Collections.min(shares),
              "ratio",
              null,
              null));
      note("the latency of live images beside an audit, and without");
      int images = (int) Math.ceil(seconds) * LIVE_PER_SECOND;
      pipeline.latencyMillis(images, LIVE_PER_SECOND);
      print(
          Figure.ofPairs(
              "audits",
              "latency of live images, 95th of a hundred, %d a second, beside audits of %d images, over without"
                  .formatted(LIVE_PER_SECOND, dataSet.samples().size()),
              "ms",
              pairs,
              () -> beside(engine, () -> pipeline.latencyMillis(images, LIVE_PER_SECOND)),
              () -> pipeline.latencyMillis(images, LIVE_PER_SECOND)));
    }
  }

  /** While one audit after the other is at work. */
  private static double beside(AuditEngine engine, Figure.Run run) throws InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    Thread audits =
        new Thread(
            () -> {
              String id = engine.beginGroups();
              while (!over.get()) {
                if (engine.done(id)) {
                  id = engine.beginGroups();
                }
                Utils.sleep(20);
              }
              engine.cancel(id);
            },
            "audits");
    audits.start();
    try {
      return run.perSecond();
    } finally {
      over.set(true);
      audits.join();
    }
  }

  /** Events a second through the pipeline when the model does nothing. */
  private Figure events(Path directory, ModelBundle nothing)
      throws IOException, InterruptedException {
    Path pictures = directory.resolve("pictures");
    SmallPictures.write(pictures, nothing.spec().classes());
    DataSet dataSet = DataSets.open("small", pictures, null);
    note("the pipeline with a model that does nothing");
    try (Pipeline pipeline = new Pipeline(directory, nothing, dataSet)) {
      for (int i = 0; i < WARM_UP_ROUNDS; i++) {
        pipeline.perSecond(nullEvents);
      }
      return Figure.of(
          "intake",
          "events/s with the null model, " + nullEvents + " events",
          "events/s",
          pairs,
          () -> pipeline.perSecond(nullEvents));
    }
  }

  /** Images encoded a second beside the network alone. */
  private Figure encode(Path directory, ModelBundle bundle, DataSet dataSet)
      throws InterruptedException {
    try (BatchEncoder encoder = BatchEncoder.load(bundle, Devices.slots(1).get(0).device())) {
      Encodes encodes = new Encodes(encoder, ImageSource.of(dataSet), directory);
      int samples = dataSet.samples().size();
      note("the network alone on " + samples + " images");
      encodes.networkPerSecond(samples);
      double once = samples / encodes.networkPerSecond(samples);
      int images = samples * Math.max(1, (int) Math.ceil(seconds / once));
      note("encoding and the network alone in turn");
      encodes.perSecond(images);
      return Figure.ofPairs(
          "encode",
          "encoding over network alone, " + images + " images, " + bundle.spec().name(),
          "images/s",
          pairs,
          () -> encodes.perSecond(images),
          () -> encodes.networkPerSecond(images));
    }
  }

  /** Images a second beside the straightforward way. */
  private Figure images(Path directory, ModelBundle bundle, DataSet dataSet)
      throws InterruptedException {
    try (Classifier classifier = Classifier.load(bundle, Devices.slots(1).get(0).device())) {
      Screener screener = new Screener(classifier, bundle.spec());
      screener.warmUp();
      BareLoop loop = new BareLoop(screener, bundle.spec(), dataSet.samples(), Pipeline.BATCH);
      note("the bare loop on " + dataSet.samples().size() + " images");
      int events = round(dataSet.samples().size(), loop);
      String what = events + " images, " + bundle.spec().name();
      if (bench == Bench.forward) {
        print(ranked(classifier, bundle, dataSet, loop, events));
        return Figure.ofPairs(
            "forward",
            "bare loop over network alone, " + what,
            "images/s",
            pairs,
            () -> loop.perSecond(events),
            () -> loop.forwardPerSecond(events));
      }
      note("pipeline and bare loop in turn, " + what);
      try (Pipeline pipeline = new Pipeline(directory, bundle, dataSet)) {
        pipeline.perSecond(events);
        return Figure.ofPairs(
            "intake",
            "pipeline over bare loop, " + what,
            "images/s",
            pairs,
            () -> pipeline.perSecond(events),
            () -> loop.perSecond(events));
      }
    }
  }

  /** What it costs to rank each image against a reference of all classes. */
  private Figure ranked(
      Classifier classifier, ModelBundle bundle, DataSet dataSet, BareLoop plain, int events)
      throws InterruptedException {
    SpuriosityReference reference = Reference.of(classifier, bundle);
    Screener screener = new Screener(classifier, bundle.spec(), reference);
    screener.warmUp();
    BareLoop ranking = new BareLoop(screener, bundle.spec(), dataSet.samples(), Pipeline.BATCH);
    note("the network and its map with a reference and without, in turn");
    ranking.forwardPerSecond(events);
    plain.forwardPerSecond(events);
    return Figure.ofPairs(
        "forward",
        "network and map ranked against a reference of %d classes with %d features each, over not, %s"
            .formatted(reference.classes().size(), Reference.FEATURES, bundle.spec().name()),
        "images/s",
        pairs,
        () -> ranking.forwardPerSecond(events),
        () -> plain.forwardPerSecond(events));
  }

  /** The data set as often as makes a round long enough. */
  private int round(int samples, BareLoop loop) {
    loop.perSecond(samples);
    double once = samples / loop.perSecond(samples);
    return samples * Math.max(1, (int) Math.ceil(seconds / once));
  }

  private Path images(Path directory) {
    if (data != null) {
      return data;
    }
    Path drawn = directory.resolve("birds");
    new Waterbirds(0.5, 64, 2000).write(drawn, 1000, done -> {});
    return drawn;
  }

  private void atLeastOne(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " is " + value + "; it must be 1 or more");
    }
  }

  private void print(Figure figure) {
    spec.commandLine().getOut().println(figure.json());
    spec.commandLine().getOut().flush();
  }

  private void note(String what) {
    spec.commandLine().getErr().println("telltale: measuring " + what + " …");
    spec.commandLine().getErr().flush();
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
