package dev.telltale.kafka.broker;

import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka broker and its KRaft controller in this process, with its data in a directory. Started
 * again on the same directory, on any port, it has its topics, records and committed offsets back,
 * also after a kill.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final int ATTEMPTS_AT_FREE_PORTS = 3;

  private final KafkaRaftServer server;
  private final DirectoryLock lock;
  private final String bootstrap;
  private final int port;

  private EmbeddedBroker(KafkaRaftServer server, DirectoryLock lock, String bootstrap, int port) {
    this.server = server;
    this.lock = lock;
    this.bootstrap = bootstrap;
    this.port = port;
  }

  /**
   * Starts a broker that only this machine can reach.
   *
   * @param dir where it keeps its data; made and formatted when new
   * @param port the port on 127.0.0.1; 0 for any free one
   * @throws BrokerStartException if another broker runs there, the port is taken, or the directory
   *     cannot be used
   */
  public static EmbeddedBroker start(Path dir, int port) {
    return start(dir, "127.0.0.1", port, "127.0.0.1");
  }

  /**
   * Starts a broker.
   *
   * @param dir where it keeps its data; made and formatted when new
   * @param host the address to listen on; {@code 0.0.0.0} for all
   * @param port the port; 0 for any free one
   * @param advertisedHost the name by which clients reach this machine
   * @throws BrokerStartException if another broker runs there, the port is taken, or the directory
   *     cannot be used
   */
  public static EmbeddedBroker start(Path dir, String host, int port, String advertisedHost) {
    Path home = dir.toAbsolutePath().normalize();
    if (home.toString().contains(",")) {
      throw new BrokerStartException(
          "The directory " + home + " has a comma, which Kafka cannot have there. Choose another.",
          null);
    }
    DirectoryLock lock = DirectoryLock.take(home);
    try {
      format(home);
      for (int attempt = 1; ; attempt++) {
        Ports ports = Ports.find(host, port);
        try {
          KafkaRaftServer server = startServer(home, host, ports, advertisedHost);
          String bootstrap = BrokerConfig.address(advertisedHost, ports.broker());
          log.info("The embedded Kafka broker listens on {}, with its data in {}", bootstrap, home);
          return new EmbeddedBroker(server, lock, bootstrap, ports.broker());
        } catch (RuntimeException e) {
          // Between looking and listening another program may have taken the port.
          if (!isBind(e) || attempt == ATTEMPTS_AT_FREE_PORTS) {
            throw startFailed(home, host, ports, e);
          }
        }
      }
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** The address for clients, {@code host:port}. */
  public String bootstrap() {
    return bootstrap;
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  /** Stops the broker in order and frees the directory. Takes about a second. */
  @Override
  public void close() {
    try {
      server.shutdown();
      server.awaitShutdown();
    } finally {
      lock.close();
    }
  }

  private static void format(Path dir) {
    if (Files.exists(dir.resolve("meta.properties"))) {
      return;
    }
    String home = dir.toString();
    try {
      new Formatter()
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
          .setNodeId(BrokerConfig.NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
          .setUnstableFeatureVersionsEnabled(false)
          .setControllerListenerName(BrokerConfig.CONTROLLER)
          .setMetadataLogDirectory(home)
          .addDirectory(home)
          .run();
    } catch (Exception e) {
      throw new BrokerStartException(
          "The directory " + dir + " cannot be made a broker's: " + e + ". Choose another.", e);
    }
  }

  private static KafkaRaftServer startServer(
      Path dir, String host, Ports ports, String advertisedHost) {
    Properties properties = BrokerConfig.of(dir, host, ports, advertisedHost);
    var server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
    try {
      server.startup();
      return server;
    } catch (RuntimeException e) {
      try {
        server.shutdown();
        server.awaitShutdown();
      } catch (RuntimeException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  private static BrokerStartException startFailed(
      Path dir, String host, Ports ports, RuntimeException e) {
    if (isBind(e)) {
      return Ports.cannotListen(host, ports.broker(), e);
    }
    return new BrokerStartException(
        "The broker in "
            + dir
            + " did not start: "
            + e.getMessage()
            + ". If its data is damaged, move the directory away.",
        e);
  }

  private static boolean isBind(@Nullable Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return true;
      }
    }
    return false;
  }
}
