package dev.telltale.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.layout.DataSets;
import dev.telltale.dataset.layout.Layout;
import dev.telltale.kafka.ImageProducer;
import dev.telltale.kafka.Pace;
import dev.telltale.kafka.broker.EmbeddedBroker;
import dev.telltale.model.ModelBundle;
import dev.telltale.spuriosity.SpuriosityReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code telltale demo}: everything in one process, and images screened live. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Starts a Kafka broker, a worker and the dashboard in one process, and screens images live:"
          + " drawn birds, or your own with --data and --model.",
      "Started again on the same state it goes on where it stopped and scores nothing twice."
    })
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "port of the dashboard; 0 for any free one (default: ${DEFAULT-VALUE})")
  private int port;

  @Option(names = "--data", description = "data set directory (default: 3000 drawn birds)")
  private @Nullable Path data;

  @Mixin private DataOptions dataOptions;

  @Option(names = "--model", description = "model bundle (default: the demo's birds)")
  private @Nullable Path model;

  @Option(
      names = "--reference",
      paramLabel = "FILE",
      description = {
        "what the spuriosity of images is compared with: the document that an audit of the model by"
            + " spuriosity made (docs/screening.md); default: none"
      })
  private @Nullable Path reference;

  @Option(
      names = "--class-map",
      description = "JSON file that joins the data set's classes to the model's")
  private @Nullable Path classMap;

  @Option(
      names = "--allowed-roots",
      split = ",",
      paramLabel = "DIR",
      description =
          "further directories that events may name files in, and audits data sets and bundles")
  private List<Path> allowedRoots = List.of();

  @Option(
      names = "--state",
      defaultValue = ".telltale",
      description = "directory for everything it keeps (default: ${DEFAULT-VALUE})")
  private Path state = Path.of(".telltale");

  @Option(names = "--rate", description = "images a second at most (default: as fast as can be)")
  private @Nullable Double rate;

  @Option(names = "--exit-when-done", description = "stop when every image is scored or rejected")
  private boolean exitWhenDone;

  @Option(names = "--json", description = "print the outcome as one JSON line on standard output")
  private boolean json;

  @Option(names = "--no-browser", description = "do not open the dashboard in a browser")
  private boolean noBrowser;

  @Override
  public Integer call() throws InterruptedException, JsonProcessingException {
    Pace pace = Production.pace(rate);
    ModelBundle bundle = ModelBundle.read(model == null ? Home.demoBundle() : model);
    SpuriosityReference ranked = RunningMember.reference(reference, bundle);
    Shutdown shutdown = new Shutdown();
    FreeSpace.watch(state, shutdown);
    DataSet dataSet = dataSet();
    EmbeddedBroker broker = EmbeddedBroker.start(state.resolve("kafka"), 0);
    shutdown.before(broker::close);
    try (shutdown) {
      Settings settings = settings(broker.bootstrap());
      RunningMember running =
          RunningMember.join(
              settings,
              bundle,
              ranked,
              Map.of(
                  dataSet.name(),
                  declared(dataSet).known(dataSet, dataOptions.part(), bundle.spec())),
              shutdown);
      System.err.println("Dashboard: " + running.address());
      if (!noBrowser) {
        Browser.open(running.address());
      }
      Screening screening = new Screening(running.member(), dataSet, bundle);
      running.member().run();
      Screening.Outcome outcome = screen(screening, broker.bootstrap(), pace, shutdown);
      if (outcome == null) {
        shutdown.await();
        return 0;
      }
      if (json) {
        System.out.println(new ObjectMapper().writeValueAsString(outcome));
        System.out.flush();
      }
      System.err.println(outcome.sentence());
      if (!exitWhenDone) {
        System.err.println("The dashboard stays up at " + running.address() + "; Ctrl-C stops it.");
        shutdown.await();
      }
    }
    return 0;
  }

  private Screening.@Nullable Outcome screen(
      Screening screening, String kafka, Pace pace, Shutdown shutdown) throws InterruptedException {
    try (ImageProducer producer = new ImageProducer(kafka);
        Progress progress = new Progress("screened", screening.images())) {
      return screening.run(new Production(producer, pace), shutdown::asked, progress::set);
    }
  }

  private DataSetSpec declared(DataSet opened) {
    return new DataSetSpec(
        opened.name(),
        opened.root(),
        opened.layout(),
        classMap,
        dataOptions.task(),
        dataOptions.lenient);
  }

  private DataSet dataSet() {
    if (data == null) {
      return DataSets.open(
          DemoImages.NAME, DemoImages.in(state.resolve("data")), Layout.WATERBIRDS);
    }
    DataSet opened = dataOptions.open(data, null);
    return opened.named(
        DataSetName.in(
            state, opened.name(), opened.root(), dataOptions.task(), dataOptions.part()));
  }

  private Settings settings(String kafka) {
    Settings settings = new Settings();
    new CommandLine(settings).parseArgs();
    settings.kafka = kafka;
    settings.port = port;
    settings.state = state;
    settings.clusterPort = 0;
    settings.allowedRoots = allowedRoots;
    return settings;
  }
}
