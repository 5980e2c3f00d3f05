package dev.telltale.cli;

import dev.telltale.dataset.DataSet;
import dev.telltale.kafka.ImageProducer;
import dev.telltale.kafka.Pace;
import dev.telltale.kafka.TopicSetup;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code telltale produce DIR}: sends a data set's images as events. */
@Command(
    name = "produce",
    mixinStandardHelpOptions = true,
    description = {
      "Sends the images of a data set as events to Kafka, by reference: workers read the files"
          + " themselves, so the data set must be declared to them under the same name.",
      "Sending an image again is harmless: it is scored once."
    })
final class ProduceCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "the data set's directory")
  private Path directory;

  @Option(
      names = "--kafka",
      defaultValue = "${env:TELLTALE_KAFKA:-127.0.0.1:9092}",
      description = "broker, HOST:PORT (default: $TELLTALE_KAFKA or 127.0.0.1:9092)")
  private String kafka;

  @Option(names = "--name", description = "the data set's name (default: its directory's)")
  private @Nullable String name;

  @Mixin private DataOptions dataOptions;

  @Option(names = "--rate", description = "images a second at most (default: as fast as can be)")
  private @Nullable Double rate;

  @Override
  public Integer call() {
    Pace pace = Production.pace(rate);
    DataSet dataSet = dataOptions.open(directory, name);
    TopicSetup.ensure(kafka);
    Shutdown shutdown = new Shutdown();
    try (ImageProducer producer = new ImageProducer(kafka);
        Progress progress = new Progress("sent", dataSet.samples().size())) {
      long failed =
          new Production(producer, pace)
              .send(dataSet, dataSet.samples(), shutdown::asked, progress::set);
      progress.close();
      System.err.printf(
          "%,d images of %s sent, %,d failed%n",
          dataSet.samples().size() - failed, dataSet.name(), failed);
      return failed == 0 ? 0 : 1;
    }
  }
}
