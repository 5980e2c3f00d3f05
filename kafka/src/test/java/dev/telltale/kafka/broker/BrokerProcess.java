package dev.telltale.kafka.broker;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A broker in a process of its own, to be killed. Prints its address and runs until then, or until
 * its input ends because the test that started it is gone.
 */
public final class BrokerProcess {
  private BrokerProcess() {}

  /** Takes the directory. */
  public static void main(String[] args) throws IOException {
    try (EmbeddedBroker broker = EmbeddedBroker.start(Path.of(args[0]), 0)) {
      System.out.println(broker.bootstrap());
      System.in.read();
    }
  }
}
