package dev.telltale.cli.kills;

import dev.telltale.audit.AuditMethod;
import dev.telltale.cli.bench.Pulse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A broker, a coordinator and workers, each in a process of its own that can be killed. */
final class Cluster implements AutoCloseable {
  private static final String BROKER = "broker";
  private static final String COORDINATOR = "coordinator";

  private final Path directory;
  private final Path beside;
  private final int port;
  private final String allowed;
  private final Map<String, List<String>> commands = new LinkedHashMap<>();
  private final Map<String, Process> processes = new LinkedHashMap<>();

  /**
   * Starts it; members are ready some seconds later.
   *
   * @param directory for all that they keep, and what they say
   * @param allowed where audits may look
   */
  Cluster(Path directory, int workers, List<Path> allowed) throws IOException {
    this.directory = directory;
    this.allowed = allowed.stream().map(Path::toString).collect(Collectors.joining(","));
    this.port = freePort();
    this.beside = directory.resolve("methods");
    Path services = Files.createDirectories(beside.resolve("META-INF/services"));
    Files.writeString(services.resolve(AuditMethod.class.getName()), Pulse.class.getName() + "\n");
    add(BROKER, "broker", "--port", "" + port);
    member(COORDINATOR, "coordinator");
    for (int i = 1; i <= workers; i++) {
      member("worker-" + i, "worker");
    }
  }

  String bootstrap() {
    return "127.0.0.1:" + port;
  }

  Path artifacts() {
    return directory.resolve("artifacts");
  }

  /** Who a kill hits. */
  List<String> processes(String victim) {
    return switch (victim) {
      case "all" -> List.copyOf(commands.keySet());
      case "worker" -> List.of("worker-1");
      default -> List.of(victim);
    };
  }

  /** Kill -9. */
  void kill(List<String> names) {
    names.forEach(name -> processes.get(name).destroyForcibly());
    for (String name : names) {
      processes.get(name).onExit().join();
    }
  }

  /** Starts those again that were killed. */
  void start(List<String> names) throws IOException {
    for (String name : names) {
      processes.put(name, started(name, commands.get(name)));
    }
  }

  private void member(String name, String role) throws IOException {
    add(
        name,
        "serve",
        "--kafka",
        bootstrap(),
        "--member",
        name,
        "--roles",
        role,
        "--cluster-port",
        "0",
        "--allowed-roots",
        allowed,
        "--artifacts",
        artifacts().toString());
  }

  private void add(String name, String... command) throws IOException {
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(List.of("--state", directory.resolve(name).toString()));
    commands.put(name, line);
    start(List.of(name));
  }

  /** With the flags of this process. */
  private Process started(String name, List<String> command) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    line.addAll(List.of("-cp", System.getProperty("java.class.path") + ":" + beside));
    line.add("dev.telltale.cli.Main");
    line.addAll(command);
    Path said = directory.resolve(name + ".log");
    return new ProcessBuilder(line)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(said.toFile()))
        .start();
  }

  @Override
  public void close() {
    kill(List.copyOf(processes.keySet()));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
