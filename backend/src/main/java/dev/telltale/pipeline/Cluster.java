package dev.telltale.pipeline;

import com.hazelcast.config.Config;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;

/**
 * Vert.x, clustered by Hazelcast.
 *
 * @param vertx this member's
 * @param manager its part in the cluster
 */
record Cluster(Vertx vertx, HazelcastClusterManager manager) {

  /**
   * Whether this member is part of its cluster, and what it holds of the cluster's views is backed
   * up as it should be. A member that was cut off from the others cannot tell that from their being
   * gone, and is the whole of its cluster then. Blocks.
   */
  boolean sound() {
    HazelcastInstance member = manager.getHazelcastInstance();
    try {
      return member.getLifecycleService().isRunning()
          && member.getPartitionService().isLocalMemberSafe();
    } catch (HazelcastInstanceNotActiveException e) {
      return false;
    }
  }

  /** Joins the cluster, or founds it. */
  static Future<Cluster> join(ClusterOptions options, MeterRegistry registry) {
    VertxOptions vertxOptions = new VertxOptions();
    vertxOptions.setMetricsOptions(
        new MicrometerMetricsOptions()
            .setEnabled(true)
            // Registries of one name are one registry, also for several members in a process.
            .setRegistryName(UUID.randomUUID().toString())
            .setLabels(EnumSet.of(Label.HTTP_METHOD, Label.HTTP_CODE, Label.HTTP_ROUTE)));
    vertxOptions
        .getEventBusOptions()
        .setHost(options.host())
        .setClusterPublicHost(options.host())
        .setClusterPingInterval(2000)
        .setClusterPingReplyInterval(2000);
    HazelcastClusterManager manager = new HazelcastClusterManager(hazelcast(options));
    return Vertx.builder()
        .with(vertxOptions)
        .withMetrics(new MicrometerMetricsFactory(registry))
        .withClusterManager(manager)
        .buildClustered()
        .map(
            vertx -> {
              Codecs.register(vertx.eventBus());
              return new Cluster(vertx, manager);
            });
  }

  private static Config hazelcast(ClusterOptions options) {
    // Read while the configuration is loaded: setting it in the configuration is too late.
    System.setProperty("hazelcast.logging.type", "slf4j");
    Config config = ConfigUtil.loadConfig();
    config.setClusterName("telltale");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.partition.count", "71");
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    // At 5 s live members are thrown out when the cores are saturated.
    config.setProperty("hazelcast.heartbeat.interval.seconds", "2");
    config.setProperty("hazelcast.max.no.heartbeat.seconds", "30");
    config.setProperty("hazelcast.merge.first.run.delay.seconds", "5");
    config.setProperty("hazelcast.merge.next.run.delay.seconds", "5");
    config
        .getMapConfig("default")
        .setPerEntryStatsEnabled(true)
        .setMergePolicyConfig(new MergePolicyConfig("LatestUpdateMergePolicy", 100));
    int port = options.port() == 0 ? freePort(options.host()) : options.port();
    NetworkConfig network = config.getNetworkConfig().setPort(port).setPortAutoIncrement(false);
    network.setPublicAddress(options.host() + ":" + port);
    network.getInterfaces().setEnabled(true).addInterface(options.host());
    network.getJoin().getAutoDetectionConfig().setEnabled(false);
    network.getJoin().getMulticastConfig().setEnabled(false);
    List<String> members = new ArrayList<>(options.members());
    members.add(options.host() + ":" + port);
    network.getJoin().getTcpIpConfig().setEnabled(true).setMembers(members);
    return config;
  }

  private static int freePort(String host) {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new MemberException(host + ": no free port to cluster on: " + e.getMessage(), e);
    }
  }
}
