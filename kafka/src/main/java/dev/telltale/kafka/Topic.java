package dev.telltale.kafka;

import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * One topic as Telltale creates it.
 *
 * @param name the topic's name
 * @param partitions how many partitions it is created with; also the most members of one consumer
 *     group that can share it
 * @param key what the record key is made of, in words; record keys are UTF-8 text
 * @param config topic configuration that differs from, or must not depend on, the broker's
 *     defaults; keys as in {@link TopicConfig}
 */
public record Topic(String name, int partitions, String key, Map<String, String> config) {
  /** Copies {@code config}, so that a topic never changes. */
  public Topic {
    config = Map.copyOf(config);
  }

  /** The largest record batch the topic takes, in bytes. */
  public int maxMessageBytes() {
    return Integer.parseInt(config.getOrDefault(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "1048588"));
  }
}
