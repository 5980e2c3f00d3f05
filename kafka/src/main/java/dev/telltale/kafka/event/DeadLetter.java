package dev.telltale.kafka.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.telltale.kafka.Topics;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be screened, on {@code telltale.images.dlq}: its key, value and headers
 * unchanged, and in added headers why, so that it can be looked at, mended and sent again.
 *
 * @param reason the kind of fault
 * @param detail one sentence: what was wrong, where, what is allowed
 * @param dataset the event's data set, when it could be read
 * @param id the image's id, when it could be read
 * @param model the model that was to score it, when the fault came that late
 * @param source where the rejected record stood, {@code topic/partition/offset}
 * @param key the rejected record's key; not copied
 * @param value the rejected record's value; not copied
 * @param headers the rejected record's own headers
 */
public record DeadLetter(
    RejectReason reason,
    String detail,
    @Nullable String dataset,
    @Nullable String id,
    @Nullable String model,
    String source,
    byte @Nullable [] key,
    byte @Nullable [] value,
    List<Header> headers) {

  /** Header: the reason's {@linkplain RejectReason#wire wire word}. */
  public static final String REASON = "telltale-reason";

  /** Header: the detail, a sentence. */
  public static final String DETAIL = "telltale-detail";

  /** Header: the data set; absent when unknown. */
  public static final String DATASET = "telltale-dataset";

  /** Header: the image id; absent when unknown. */
  public static final String ID = "telltale-id";

  /** Header: {@code topic/partition/offset} of the rejected record. */
  public static final String SOURCE = "telltale-source";

  /** Header: the model; absent when the fault came before it. */
  public static final String MODEL = "telltale-model";

  /**
   * Header: the value's full length in bytes. Present only when the value was cut, because it had
   * been sent compressed and was over {@value Topics#MAX_EVENT_BYTES} bytes.
   */
  public static final String CUT_FROM = "telltale-cut-from";

  private static final int MAX_DETAIL = 2000;
  private static final List<String> OURS =
      List.of(REASON, DETAIL, DATASET, ID, SOURCE, MODEL, CUT_FROM);

  /** Copies the list of headers and shortens an overlong detail. */
  public DeadLetter {
    detail = detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL) + "…";
    headers = List.copyOf(headers);
  }

  /** The dead letter of a record that is not a valid event. */
  public static DeadLetter of(ConsumerRecord<byte[], byte[]> rejected, InvalidEventException why) {
    return of(rejected, why.reason(), why.detail(), why.dataset(), why.id(), null);
  }

  /** The dead letter of a record that failed later than in reading. */
  public static DeadLetter of(
      ConsumerRecord<byte[], byte[]> rejected,
      RejectReason reason,
      String detail,
      @Nullable String dataset,
      @Nullable String id,
      @Nullable String model) {
    return new DeadLetter(
        reason,
        detail,
        dataset,
        id,
        model,
        rejected.topic() + "/" + rejected.partition() + "/" + rejected.offset(),
        rejected.key(),
        rejected.value(),
        foreign(rejected.headers()));
  }

  /**
   * Reads a dead letter back from the topic.
   *
   * @return empty when the record carries no reason, or one that this version does not know
   */
  public static Optional<DeadLetter> read(ConsumerRecord<byte[], byte[]> record) {
    Headers headers = record.headers();
    return Optional.ofNullable(text(headers, REASON))
        .flatMap(RejectReason::ofWire)
        .map(
            reason ->
                new DeadLetter(
                    reason,
                    Objects.requireNonNullElse(text(headers, DETAIL), reason.sentence()),
                    text(headers, DATASET),
                    text(headers, ID),
                    text(headers, MODEL),
                    Objects.requireNonNullElse(text(headers, SOURCE), "unknown"),
                    record.key(),
                    record.value(),
                    foreign(headers)));
  }

  /** The record to send to {@link Topics#DEAD_LETTERS}. It always fits there. */
  public ProducerRecord<byte[], byte[]> toRecord() {
    int room = Topics.MAX_EVENT_BYTES - size(key) - headerBytes();
    // Only a record that was sent compressed can be over; its headers go first, then its end.
    boolean headersFit = room >= 0;
    int left = headersFit ? room : Math.max(0, Topics.MAX_EVENT_BYTES - size(key));
    var all = new RecordHeaders(headersFit ? headers : List.of());
    put(all, REASON, reason.wire());
    put(all, DETAIL, detail);
    put(all, DATASET, dataset);
    put(all, ID, id);
    put(all, SOURCE, source);
    put(all, MODEL, model);
    byte[] kept = value;
    if (value != null && value.length > left) {
      kept = Arrays.copyOf(value, left);
      put(all, CUT_FROM, Integer.toString(value.length));
    }
    byte[] keptKey = size(key) > Topics.MAX_EVENT_BYTES ? null : key;
    return new ProducerRecord<>(Topics.DEAD_LETTERS.name(), null, null, keptKey, kept, all);
  }

  private int headerBytes() {
    return headers.stream()
        .mapToInt(h -> size(h.key().getBytes(UTF_8)) + size(h.value()) + 8)
        .sum();
  }

  private static int size(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static List<Header> foreign(Headers headers) {
    return Arrays.stream(headers.toArray()).filter(h -> !OURS.contains(h.key())).toList();
  }

  private static void put(Headers headers, String name, @Nullable String value) {
    if (value != null) {
      headers.add(name, value.getBytes(UTF_8));
    }
  }

  private static @Nullable String text(Headers headers, String name) {
    return CloudEvents.text(headers.lastHeader(name));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DeadLetter that
        && reason == that.reason
        && detail.equals(that.detail)
        && Objects.equals(dataset, that.dataset)
        && Objects.equals(id, that.id)
        && Objects.equals(model, that.model)
        && source.equals(that.source)
        && Arrays.equals(key, that.key)
        && Arrays.equals(value, that.value)
        && headers.equals(that.headers);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        reason, detail, dataset, id, model, source, Arrays.hashCode(key), Arrays.hashCode(value));
  }

  @Override
  public String toString() {
    return "DeadLetter[" + source + ", " + reason.wire() + ": " + detail + "]";
  }
}
