package dev.telltale.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics that are missing and waits until they can be used. Topics that exist are kept
 * as they are, since they are the user's: where one differs from {@link Topics}, that is a warning.
 */
public final class TopicSetup {
  private static final Logger log = LoggerFactory.getLogger(TopicSetup.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(50);

  private final Admin admin;
  private final String bootstrap;
  private final long deadline;
  private final Duration timeout;

  private TopicSetup(Admin admin, String bootstrap, Duration timeout) {
    this.admin = admin;
    this.bootstrap = bootstrap;
    this.timeout = timeout;
    this.deadline = System.nanoTime() + timeout.toNanos();
  }

  /**
   * Makes sure that {@link Topics#ALL} exist, within 20 s.
   *
   * @param bootstrap {@code host:port[,host:port…]}
   * @return one sentence for each difference between a topic and {@link Topics}, also logged
   * @throws BrokerUnreachableException if no broker answers in time
   * @throws KafkaException if the broker refuses, for instance for want of rights
   */
  public static List<String> ensure(String bootstrap) {
    return ensure(
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap), Topics.ALL, TIMEOUT);
  }

  /**
   * Makes sure that topics exist.
   *
   * @param client Kafka's client configuration, at least {@code bootstrap.servers}
   * @param topics the topics that are needed
   * @param timeout how long all of it may take
   * @return one sentence for each difference between a topic and what was asked for, also logged
   * @throws BrokerUnreachableException if no broker answers in time
   * @throws KafkaException if the broker refuses, for instance for want of rights
   */
  public static List<String> ensure(Map<String, ?> client, List<Topic> topics, Duration timeout) {
    Map<String, Object> config = new HashMap<>(client);
    String bootstrap = String.valueOf(client.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
    int millis = Math.toIntExact(timeout.toMillis());
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(millis, 10_000));
    try (Admin admin = Admin.create(config)) {
      var setup = new TopicSetup(admin, bootstrap, timeout);
      setup.create(topics);
      List<String> differences = setup.differences(topics, setup.awaitLeaders(topics));
      differences.forEach(log::warn);
      return differences;
    } catch (org.apache.kafka.common.errors.TimeoutException e) {
      throw new BrokerUnreachableException(bootstrap, noAnswer(timeout), e);
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      throw cannotConnect(bootstrap, e);
    }
  }

  private void create(List<Topic> topics) {
    List<NewTopic> wanted =
        topics.stream()
            .map(
                topic ->
                    // The replication factor is the broker's business: its default.
                    new NewTopic(
                            topic.name(), Optional.of(topic.partitions()), Optional.<Short>empty())
                        .configs(topic.config()))
            .toList();
    admin
        .createTopics(wanted)
        .values()
        .forEach(
            (name, created) -> {
              try {
                await(created);
                log.info("Created the topic {}", name);
              } catch (TopicExistsException e) {
                log.debug("The topic {} exists", name);
              }
            });
  }

  /** Creation returns before partitions have leaders; a client that comes at once sees errors. */
  private Map<String, TopicDescription> awaitLeaders(Collection<Topic> topics) {
    List<String> names = topics.stream().map(Topic::name).toList();
    while (true) {
      try {
        Map<String, TopicDescription> found = await(admin.describeTopics(names).allTopicNames());
        if (found.values().stream().allMatch(TopicSetup::hasLeaders)) {
          awaitServing(found.values());
          return found;
        }
      } catch (UnknownTopicOrPartitionException e) {
        log.trace("Not yet everywhere", e);
      }
      if (System.nanoTime() > deadline) {
        throw new BrokerUnreachableException(
            bootstrap, "the topics had no leaders after " + timeout.toSeconds() + " s", null);
      }
      pause();
    }
  }

  private static boolean hasLeaders(TopicDescription topic) {
    return topic.partitions().stream().allMatch(p -> p.leader() != null && !p.leader().isEmpty());
  }

  /**
   * A broker can be named leader before it serves the partition. Asking each leader for its end
   * offsets is tried again until it does.
   */
  private void awaitServing(Collection<TopicDescription> topics) {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (TopicDescription topic : topics) {
      topic
          .partitions()
          .forEach(
              p -> ends.put(new TopicPartition(topic.name(), p.partition()), OffsetSpec.latest()));
    }
    await(admin.listOffsets(ends).all());
  }

  private List<String> differences(List<Topic> topics, Map<String, TopicDescription> found) {
    Map<ConfigResource, Config> configs =
        await(admin.describeConfigs(topics.stream().map(t -> resource(t.name())).toList()).all());
    List<String> differences = new ArrayList<>();
    for (Topic topic : topics) {
      TopicDescription description = found.get(topic.name());
      int partitions = description == null ? 0 : description.partitions().size();
      if (partitions < topic.partitions()) {
        differences.add(
            String.format(
                "The topic %s has %d partitions, fewer than Telltale's %d: at most %d members can"
                    + " share it.",
                topic.name(), partitions, topic.partitions(), partitions));
      }
      Config config = configs.get(resource(topic.name()));
      topic.config().forEach((key, wanted) -> compare(topic, key, wanted, config, differences));
    }
    return differences;
  }

  private static void compare(
      Topic topic, String key, String wanted, Config config, List<String> differences) {
    ConfigEntry entry = config == null ? null : config.get(key);
    if (entry != null && !wanted.equals(entry.value())) {
      differences.add(
          String.format(
              "The topic %s has %s=%s where Telltale would set %s; it is left as it is.",
              topic.name(), key, entry.value(), wanted));
    }
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }

  private <T> T await(KafkaFuture<T> future) {
    try {
      return future.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new BrokerUnreachableException(bootstrap, noAnswer(timeout), e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private static String noAnswer(Duration timeout) {
    return "no broker answered within " + timeout.toSeconds() + " s";
  }

  /** Tells an address that leads nowhere from a broker that answers and refuses. */
  static RuntimeException cannotConnect(String bootstrap, KafkaException e) {
    Throwable cause = e.getCause();
    if (e.getClass() == KafkaException.class && cause != null) {
      return new BrokerUnreachableException(bootstrap, String.valueOf(cause.getMessage()), e);
    }
    if (e instanceof RetriableException) {
      return new BrokerUnreachableException(bootstrap, String.valueOf(e.getMessage()), e);
    }
    return new KafkaException("Kafka at " + bootstrap + " refused: " + e.getMessage(), e);
  }
}
