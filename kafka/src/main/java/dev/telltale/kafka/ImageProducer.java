package dev.telltale.kafka;

import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.ImageEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends images to {@link Topics#IMAGES}. Idempotent and acknowledged by all replicas: a retry never
 * writes an event twice, and a completed future means that the event is kept.
 *
 * <p>Thread-safe. {@link #send} blocks while the buffer (32 MiB) is full, which is how a fast
 * caller is slowed to the broker's pace; at most 15 s, then the send fails.
 */
public final class ImageProducer implements AutoCloseable {
  private static final Duration MAX_BLOCK = Duration.ofSeconds(15);
  private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final String bootstrap;
  private final KafkaProducer<byte[], byte[]> producer;

  /**
   * Makes a producer; nothing is sent yet.
   *
   * @param bootstrap {@code host:port[,host:port…]}
   * @throws BrokerUnreachableException if no host in {@code bootstrap} has an address
   */
  public ImageProducer(String bootstrap) {
    this(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap));
  }

  /**
   * Makes a producer with more of Kafka's client configuration, such as {@code security.protocol}.
   *
   * @param client at least {@code bootstrap.servers}; overrides what this class would set
   * @throws BrokerUnreachableException if no host in {@code bootstrap.servers} has an address
   */
  public ImageProducer(Map<String, ?> client) {
    Map<String, Object> config = new HashMap<>();
    config.put(ProducerConfig.CLIENT_ID_CONFIG, "telltale-images");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    // One request at a time: with more, a broker that is just becoming a partition's leader can
    // refuse
    // a producer's first batch and take its second, after which the first never fits.
    config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_EVENT_BYTES);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK.toMillis());
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 15_000);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY_TIMEOUT.toMillis());
    config.putAll(client);
    this.bootstrap = String.valueOf(config.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG));
    try {
      producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    } catch (KafkaException e) {
      throw TopicSetup.cannotConnect(bootstrap, e);
    }
  }

  /**
   * Sends one image.
   *
   * @return where it stands once the broker has it; fails with {@link SendFailedException}
   */
  public CompletableFuture<RecordMetadata> send(ImageEvent event) {
    var sent = new CompletableFuture<RecordMetadata>();
    try {
      producer.send(
          EventCodec.record(event),
          (metadata, failure) -> {
            if (failure == null) {
              sent.complete(metadata);
            } else {
              sent.completeExceptionally(failed(event, failure));
            }
          });
    } catch (KafkaException | IllegalStateException e) {
      if (e instanceof InterruptException) {
        Thread.currentThread().interrupt();
      }
      sent.completeExceptionally(failed(event, e));
    }
    return sent;
  }

  /** Waits until every image sent so far is kept or has failed. */
  public void flush() {
    producer.flush();
  }

  /** Sends what is still buffered, for at most 10 s, and closes; what is left then fails. */
  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
  }

  private SendFailedException failed(ImageEvent event, Exception cause) {
    String what;
    if (cause instanceof TimeoutException) {
      what =
          "no answer in time ("
              + cause.getMessage()
              + "); check that the broker runs and that the topic "
              + Topics.IMAGES.name()
              + " exists";
    } else if (cause instanceof RecordTooLargeException) {
      what = cause.getMessage() + "; send the image by uri";
    } else {
      what = String.valueOf(cause.getMessage());
    }
    return new SendFailedException(
        "Kafka at "
            + bootstrap
            + " did not take image "
            + event.dataset()
            + "/"
            + event.id()
            + ": "
            + what
            + ".",
        cause);
  }
}
