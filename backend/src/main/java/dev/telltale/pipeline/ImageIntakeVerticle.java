package dev.telltale.pipeline;

import dev.telltale.kafka.Topics;
import dev.telltale.kafka.event.DeadLetter;
import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.ImageEvent;
import dev.telltale.kafka.event.InvalidEventException;
import dev.telltale.kafka.event.RejectReason;
import dev.telltale.pipeline.messages.DeviceJob;
import dev.telltale.pipeline.messages.DeviceResult;
import dev.telltale.pipeline.messages.DeviceResult.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes image events in: validates them, gathers micro-batches for the devices of this member,
 * writes scores and dead letters, and commits what is written. Too much in flight pauses the
 * assigned partitions, never the poll loop, or the group would throw this member out.
 */
final class ImageIntakeVerticle extends VerticleBase {
  static final int MAX_POLL_RECORDS = 128;

  private static final Logger LOG = LoggerFactory.getLogger(ImageIntakeVerticle.class);
  private static final long COMMIT_MILLIS = 250;
  private static final long DRAIN_MILLIS = 5000;
  private static final long CLOSE_MILLIS = 1500;
  private static final long MAX_BYTES_HELD = 64L * 1024 * 1024;
  private static final DeliveryOptions TO_DEVICE =
      new DeliveryOptions().setSendTimeout(Duration.ofMinutes(10).toMillis()).setLocalOnly(true);

  private final WorkerContext context;
  private final OffsetTracker offsets = new OffsetTracker();
  private final Map<String, InFlight> inFlight = new HashMap<>();
  private final ArrayDeque<String> freeDevices = new ArrayDeque<>();
  private final MicroBatcher<InFlight> batcher;
  private final WorkerFigures figures;
  private KafkaReadStream<byte[], byte[]> consumer;
  private KafkaWriter writer;
  private int held;
  private long bytesHeld;
  private boolean paused;
  private boolean committing;
  private boolean draining;
  private long lingerTimer = -1;
  private @Nullable Promise<Void> drained;

  ImageIntakeVerticle(WorkerContext context) {
    this.context = context;
    this.batcher =
        new MicroBatcher<>(context.intake().batchSize(), context.intake().lingerMillis());
    this.figures =
        new WorkerFigures(context.member(), context.bundle().spec().name(), context.slots());
    // Two jobs per device: while one computes, the next waits at its thread.
    freeDevices.addAll(context.slots());
    freeDevices.addAll(context.slots());
  }

  /** One image on its way, and every record that is done when it is. */
  private static final class InFlight {
    final DeviceJob.Image image;
    final ConsumerRecord<byte[], byte[]> record;
    final List<OffsetTracker.Ticket> tickets = new ArrayList<>();

    InFlight(DeviceJob.Image image, ConsumerRecord<byte[], byte[]> record) {
      this.image = image;
      this.record = record;
    }
  }

  @Override
  public Future<?> start() {
    writer = new KafkaWriter(vertx, context.bootstrap());
    consumer =
        KafkaReadStream.create(
            vertx,
            KafkaClients.intake(context.bootstrap(), context.intake().group(), context.member()),
            byte[].class,
            byte[].class);
    // A resume waits for the running poll: with the default of a second, throughput falls to a
    // third.
    consumer.pollTimeout(Duration.ofMillis(50));
    consumer.exceptionHandler(e -> LOG.warn("reading images: {}", e.toString()));
    consumer.partitionsAssignedHandler(this::assigned);
    consumer.partitionsRevokedHandler(this::revoked);
    consumer.handler(this::received);
    vertx.setPeriodic(COMMIT_MILLIS, timer -> commit());
    vertx.setPeriodic(COMMIT_MILLIS, timer -> report());
    return consumer.subscribe(Set.of(Topics.IMAGES.name()));
  }

  @Override
  public Future<?> stop() {
    draining = true;
    pauseIfNeeded();
    Promise<Void> done = Promise.promise();
    drained = done;
    vertx.setTimer(DRAIN_MILLIS, timer -> done.tryComplete());
    drainedIfIdle();
    return done.future()
        .compose(v -> commit())
        .eventually(() -> consumer.close().timeout(CLOSE_MILLIS, TimeUnit.MILLISECONDS))
        .eventually(writer::close)
        .otherwiseEmpty();
  }

  private void assigned(Set<TopicPartition> partitions) {
    offsets.assigned(partitions);
    if (paused) {
      consumer.pause(partitions);
    }
  }

  private void revoked(Set<TopicPartition> partitions) {
    commit();
    offsets.revoked(partitions);
  }

  private void received(ConsumerRecord<byte[], byte[]> record) {
    if (draining) {
      return;
    }
    OffsetTracker.Ticket ticket =
        offsets.read(new TopicPartition(record.topic(), record.partition()), record.offset());
    held++;
    try {
      accept(record, ticket);
    } catch (InvalidEventException e) {
      reject(DeadLetter.of(record, e), List.of(ticket), 1);
    }
    pauseIfNeeded();
    dispatch();
  }

  private void accept(ConsumerRecord<byte[], byte[]> record, OffsetTracker.Ticket ticket) {
    ImageEvent event = EventCodec.readImageEvent(record);
    KnownDataSet dataSet = context.dataSets().get(event.dataset());
    if (dataSet == null) {
      throw new InvalidEventException(
          RejectReason.UNKNOWN_DATASET,
          "No data set is named "
              + event.dataset()
              + "; known: "
              + String.join(", ", context.dataSets().keySet())
              + ".",
          event.id(),
          event.dataset());
    }
    if (event.label() != null
        && !dataSet.classes().isEmpty()
        && !dataSet.classes().contains(event.label())) {
      throw new InvalidEventException(
          RejectReason.UNKNOWN_LABEL,
          "The data set "
              + event.dataset()
              + " has no class "
              + event.label()
              + "; it has "
              + String.join(", ", dataSet.classes())
              + ".",
          event.id(),
          event.dataset());
    }
    String key = event.dataset() + '\0' + event.id();
    InFlight already = inFlight.get(key);
    if (already != null) {
      already.tickets.add(ticket);
      if (already.record.offset() != record.offset()
          || already.record.partition() != record.partition()) {
        figures.duplicate();
      }
      return;
    }
    DeviceJob.Image image =
        new DeviceJob.Image(
            event, record.partition(), record.offset(), Instant.ofEpochMilli(record.timestamp()));
    InFlight fresh = new InFlight(image, record);
    fresh.tickets.add(ticket);
    inFlight.put(key, fresh);
    bytesHeld += size(record);
    batcher.offer(fresh, System.nanoTime());
  }

  private void dispatch() {
    long wait = batcher.readyInNanos(System.nanoTime());
    while (wait == 0 && !freeDevices.isEmpty()) {
      send(freeDevices.removeFirst());
      wait = batcher.readyInNanos(System.nanoTime());
    }
    if (wait > 0 && lingerTimer < 0 && !freeDevices.isEmpty()) {
      lingerTimer =
          vertx.setTimer(
              Math.max(1, wait / 1_000_000),
              timer -> {
                lingerTimer = -1;
                dispatch();
              });
    }
  }

  private void send(String device) {
    MicroBatcher.Batch<InFlight> batch = batcher.take(System.nanoTime());
    figures.dispatched(batch.items().size(), batch.waitedNanos());
    DeviceJob job = new DeviceJob(batch.items().stream().map(one -> one.image).toList());
    vertx
        .eventBus()
        .<DeviceResult>request(Addresses.device(device), job, TO_DEVICE)
        .onComplete(
            answer -> {
              freeDevices.addLast(device);
              if (answer.succeeded()) {
                DeviceResult result = answer.result().body();
                figures.computed(device, result);
                for (int i = 0; i < batch.items().size(); i++) {
                  finish(batch.items().get(i), result.outcomes().get(i));
                }
              } else {
                // The device itself failed, not an image: nothing is lost, the job goes again.
                LOG.warn("device {}: {}", device, answer.cause().toString());
                batch.items().forEach(one -> batcher.offer(one, System.nanoTime()));
              }
              dispatch();
            });
  }

  private void finish(InFlight image, Outcome outcome) {
    ImageEvent event = image.image.event();
    if (outcome instanceof DeviceResult.Scored scored) {
      write(EventCodec.record(scored.score()), image);
    } else if (outcome instanceof DeviceResult.Rejected rejected) {
      DeadLetter letter =
          DeadLetter.of(
              image.record,
              rejected.reason(),
              rejected.detail(),
              event.dataset(),
              event.id(),
              context.bundle().spec().name());
      write(letter.toRecord(), image);
    } else {
      if (outcome instanceof DeviceResult.Known known && !known.redelivered()) {
        figures.duplicate();
      }
      done(image);
    }
  }

  private void write(ProducerRecord<byte[], byte[]> record, InFlight image) {
    writer.write(record).onSuccess(v -> done(image));
  }

  private void reject(DeadLetter letter, List<OffsetTracker.Ticket> tickets, int events) {
    writer
        .write(letter.toRecord())
        .onSuccess(
            v -> {
              tickets.forEach(offsets::done);
              release(events);
            });
  }

  private void done(InFlight image) {
    ImageEvent event = image.image.event();
    inFlight.remove(event.dataset() + '\0' + event.id());
    image.tickets.forEach(offsets::done);
    bytesHeld -= size(image.record);
    release(image.tickets.size());
  }

  private void release(int events) {
    held -= events;
    pauseIfNeeded();
    drainedIfIdle();
  }

  private void pauseIfNeeded() {
    int limit = context.intake().maxInFlight();
    boolean full = held >= limit || bytesHeld >= MAX_BYTES_HELD;
    boolean low = held < limit / 2 && bytesHeld < MAX_BYTES_HELD / 2;
    if (!paused && (full || draining)) {
      paused = true;
      consumer.pause(Set.copyOf(offsets.partitions()));
    } else if (paused && low && !draining) {
      paused = false;
      consumer.resume(Set.copyOf(offsets.partitions()));
    }
  }

  private Future<Void> commit() {
    Map<TopicPartition, OffsetAndMetadata> ready = offsets.committable();
    if (ready.isEmpty() || committing) {
      return Future.succeededFuture();
    }
    committing = true;
    return consumer
        .commit(ready)
        .onSuccess(done -> offsets.committed(ready))
        // A rebalance is under way, or the broker is gone: the next round tries again.
        .onFailure(e -> LOG.debug("commit: {}", e.toString()))
        .onComplete(done -> committing = false)
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private void drainedIfIdle() {
    if (drained != null && inFlight.isEmpty()) {
      drained.tryComplete();
    }
  }

  private void report() {
    context.report().set(figures.report(batcher.depth(), held - batcher.depth(), paused));
  }

  private static long size(ConsumerRecord<byte[], byte[]> record) {
    return Math.max(0, record.serializedValueSize());
  }
}
