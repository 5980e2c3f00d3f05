package dev.telltale.pipeline;

import dev.telltale.kafka.Topics;
import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.InvalidEventException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code telltale.audits} with the other members that have a webhook, and tells it what it
 * should know, in order. An offset is committed when the receiver has what stands before it: a
 * notice is sent at least once, whoever dies. A thread of its own runs it.
 */
final class WebhookLoop implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookLoop.class);
  private static final String GROUP = "telltale-webhooks";
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /** A receiver that was away for so long is not told any more. */
  private static final Duration GIVE_UP = Duration.ofHours(24);

  private static final int MOST_WAITING = 200;

  private final WebhookPost post;
  private final Webhook webhook;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private final Set<String> sent = new HashSet<>();
  private volatile boolean closed;
  private int failures;
  private long nextAttempt;
  private long firstFailure;

  private record Waiting(TopicPartition partition, long offset, @Nullable WebhookNotice notice) {}

  WebhookLoop(String bootstrap, Webhook webhook) {
    this.webhook = webhook;
    this.post = new WebhookPost(webhook);
    Map<String, Object> config = KafkaClients.reader(bootstrap);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6000);
    config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1500);
    // Whoever sets up a webhook does not want to hear of all audits of the past.
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    this.consumer = new KafkaConsumer<>(config);
  }

  @Override
  public void run() {
    try (consumer) {
      consumer.subscribe(List.of(Topics.AUDITS.name()), new Partitions());
      while (!closed) {
        try {
          turn();
        } catch (WakeupException e) {
          // Closing.
        } catch (KafkaException e) {
          LOG.warn("webhook: {}", e.toString());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the loop; what was not sent is sent by the next owner. */
  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
  }

  private void turn() throws InterruptedException {
    if (waiting.size() > MOST_WAITING) {
      consumer.pause(consumer.assignment());
    } else {
      consumer.resume(consumer.paused());
    }
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      waiting.add(new Waiting(partition, record.offset(), notice(record)));
    }
    while (!closed && !waiting.isEmpty() && System.nanoTime() - nextAttempt >= 0) {
      Waiting first = waiting.element();
      if (!tell(first.notice())) {
        return;
      }
      waiting.remove();
      consumer.commitSync(Map.of(first.partition(), new OffsetAndMetadata(first.offset() + 1)));
    }
  }

  /** Whether the receiver has it, or is not to have it. */
  private boolean tell(@Nullable WebhookNotice notice) throws InterruptedException {
    if (notice == null || sent.contains(notice.id())) {
      return true;
    }
    String fault = post.send(notice);
    if (fault == null) {
      LOG.info("webhook: {} was told of {}", webhook, notice.id());
      failures = 0;
      sent.add(notice.id());
      return true;
    }
    long now = System.nanoTime();
    if (failures++ == 0) {
      firstFailure = now;
    }
    if (now - firstFailure > GIVE_UP.toNanos()) {
      LOG.error("webhook: {} was not told of {}: {}; given up", webhook, notice.id(), fault);
      failures = 0;
      return true;
    }
    Duration pause = pause(failures);
    nextAttempt = now + pause.toNanos();
    LOG.warn(
        "webhook: {} was not told of {}: {}; tried again in {} s",
        webhook,
        notice.id(),
        fault,
        pause.toSeconds());
    return false;
  }

  /** Twice as long after each failure, up to {@link #LONGEST_PAUSE}. */
  static Duration pause(int failures) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(20, failures - 1));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  private static @Nullable WebhookNotice notice(ConsumerRecord<byte[], byte[]> record) {
    try {
      return record.value() == null ? null : WebhookNotice.of(EventCodec.readAuditRecord(record));
    } catch (InvalidEventException e) {
      LOG.warn("webhook: {}/{}: {}", record.partition(), record.offset(), e.getMessage());
      return null;
    }
  }

  /** What belongs to another member now is that one's to send. */
  private final class Partitions implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      waiting.removeIf(one -> partitions.contains(one.partition()));
    }

    /** From here on nothing is missed, also when this member dies before its first commit. */
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      Map<TopicPartition, OffsetAndMetadata> known = consumer.committed(new HashSet<>(partitions));
      for (TopicPartition one : new ArrayList<>(partitions)) {
        if (known.get(one) == null) {
          consumer.commitSync(Map.of(one, new OffsetAndMetadata(consumer.position(one))));
        }
      }
    }
  }
}
