package dev.telltale.kafka.broker;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** The {@code server.properties} of the embedded broker, and why each line is there. */
final class BrokerConfig {
  static final int NODE_ID = 1;
  static final String CONTROLLER = "CONTROLLER";

  private static final int MAX_MESSAGE_BYTES = 5 * 1024 * 1024;
  private static final List<String> ONE_OF_EACH =
      List.of(
          "offsets.topic.replication.factor",
          "offsets.topic.num.partitions",
          "transaction.state.log.replication.factor",
          "transaction.state.log.min.isr",
          "transaction.state.log.num.partitions",
          "share.coordinator.state.topic.replication.factor",
          "share.coordinator.state.topic.min.isr",
          "share.coordinator.state.topic.num.partitions");

  private BrokerConfig() {}

  static Properties of(Path dir, String host, Ports ports, String advertisedHost) {
    String controller = "127.0.0.1:" + ports.controller();
    var p = new Properties();
    p.put("process.roles", "broker,controller");
    p.put("node.id", Integer.toString(NODE_ID));
    // Static voters: the controller's port may change from one start to the next.
    p.put("controller.quorum.voters", NODE_ID + "@" + controller);
    p.put("controller.listener.names", CONTROLLER);
    p.put("inter.broker.listener.name", "PLAINTEXT");
    p.put(
        "listeners",
        "PLAINTEXT://" + address(host, ports.broker()) + "," + CONTROLLER + "://" + controller);
    p.put("advertised.listeners", "PLAINTEXT://" + address(advertisedHost, ports.broker()));
    p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    p.put("log.dirs", dir.toString());
    p.put("auto.create.topics.enable", "false");
    p.put("message.max.bytes", Integer.toString(MAX_MESSAGE_BYTES));
    p.put("replica.fetch.max.bytes", Integer.toString(MAX_MESSAGE_BYTES));
    ONE_OF_EACH.forEach(key -> p.put(key, "1"));

    // Quick to be there: the first group need not wait for more members, and after a kill the new
    // broker waits only until the controller has given up the old one.
    p.put("group.initial.rebalance.delay.ms", "0");
    p.put("broker.session.timeout.ms", "3000");
    p.put("broker.heartbeat.interval.ms", "500");

    // Small: shares a JVM and its heap with the rest. The default of the first is 128 MiB.
    p.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 * 1024 * 1024));
    p.put("num.network.threads", "2");
    p.put("num.io.threads", "4");
    p.put("background.threads", "4");
    return p;
  }

  /** {@code host:port}, with brackets around an IPv6 address. */
  static String address(String host, int port) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
