package dev.telltale.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A broker and members around it, each in a process of its own. Starting is slow, so the tests of a
 * class share them, each with a data set of its own; who is gone is started again when asked for.
 */
final class House {
  private final Processes processes;
  private final Path directory;
  private final Map<String, Path> dataSets;
  private final int clusterPort = freePort();
  private Map<String, String> environment = Map.of();
  private String beside = "";
  private int brokerPort;
  private @Nullable TelltaleProcess broker;
  private @Nullable TelltaleProcess web;

  /**
   * @param directory for everything that broker and members keep
   * @param dataSets that every member knows, name to directory
   */
  House(Processes processes, Path directory, Map<String, Path> dataSets) {
    this.processes = processes;
    this.directory = directory;
    this.dataSets = dataSets;
  }

  /** From now on members find further classes there, such as methods. */
  House with(Path classes) {
    beside = classes.toString();
    return this;
  }

  /** From now on members have these in their environment. */
  House with(Map<String, String> variables) {
    environment = variables;
    return this;
  }

  /** The broker; the same port and directory at every start. */
  TelltaleProcess broker() {
    if (broker == null || !broker.alive()) {
      broker =
          processes.start("broker", "--port", brokerPort, "--state", directory.resolve("broker"));
      String address = broker.awaitOut();
      brokerPort = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }
    return broker;
  }

  String bootstrap() {
    broker();
    return "127.0.0.1:" + brokerPort;
  }

  Kafka kafka() {
    return new Kafka(bootstrap());
  }

  /** The member with the dashboard, ready. */
  TelltaleProcess web() {
    if (web == null || !web.alive()) {
      web = member("web", "--roles", "web,worker", "--port", 0, "--cluster-port", clusterPort);
    }
    return web.awaitReady();
  }

  Rest rest() {
    return web().rest();
  }

  /** A member without dashboard in the same cluster, not ready yet. */
  TelltaleProcess worker(String name) {
    return member(
        name,
        "--roles",
        "worker",
        "--cluster-port",
        0,
        "--cluster-members",
        "127.0.0.1:" + clusterPort);
  }

  /** A member, not ready yet. */
  TelltaleProcess member(String name, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("serve", "--kafka", bootstrap()));
    arguments.addAll(List.of("--member", name, "--state", directory.resolve(name)));
    dataSets.forEach(
        (dataSet, images) -> arguments.addAll(List.of("--data-set", dataSet + "=" + images)));
    arguments.addAll(List.of(more));
    return processes.start(
        environment, beside, List.of(), arguments.stream().map(String::valueOf).toList());
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
