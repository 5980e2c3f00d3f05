package dev.telltale.kafka.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;

/** Two free TCP ports: the broker's, chosen or any, and the controller's, any, on loopback. */
record Ports(int broker, int controller) {
  /**
   * Looks for them.
   *
   * @param host the address the broker will listen on
   * @param port the port it shall have; 0 for any
   * @throws BrokerStartException if the port is taken or the host is not this machine's
   */
  static Ports find(String host, int port) {
    // Both are held at once, so that they differ.
    try (ServerSocket broker = open(host, port);
        ServerSocket controller = open("127.0.0.1", 0)) {
      return new Ports(broker.getLocalPort(), controller.getLocalPort());
    } catch (IOException e) {
      throw cannotListen(host, port, e);
    }
  }

  static BrokerStartException cannotListen(String host, int port, @Nullable Throwable cause) {
    String why = cause == null ? "the port is taken" : String.valueOf(cause.getMessage());
    return new BrokerStartException(
        String.format(
            "The broker cannot listen on %s:%d: %s. Stop the program that uses the port, or choose"
                + " another one.",
            host, port, why),
        cause);
  }

  private static ServerSocket open(String host, int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getByName(host));
  }
}
