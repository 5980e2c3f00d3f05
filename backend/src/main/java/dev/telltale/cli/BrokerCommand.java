package dev.telltale.cli;

import dev.telltale.kafka.TopicSetup;
import dev.telltale.kafka.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code telltale broker}: the embedded broker alone, for trying out several members. */
@Command(
    name = "broker",
    mixinStandardHelpOptions = true,
    description =
        "Runs a real Kafka broker (KRaft, one node) for trying things out; not for production.")
final class BrokerCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      defaultValue = "9092",
      description = "port; 0 for any free one (default: ${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--state",
      defaultValue = ".telltale",
      description = "directory for its data (default: ${DEFAULT-VALUE})")
  private Path state;

  @Override
  public Integer call() throws InterruptedException {
    Shutdown shutdown = new Shutdown();
    FreeSpace.watch(state, shutdown);
    EmbeddedBroker broker = EmbeddedBroker.start(state.resolve("kafka"), port);
    shutdown.before(broker::close);
    TopicSetup.ensure(broker.bootstrap());
    System.out.println(broker.bootstrap());
    System.err.println("Kafka listens on " + broker.bootstrap() + ". Ctrl-C stops it.");
    shutdown.await();
    return 0;
  }
}
