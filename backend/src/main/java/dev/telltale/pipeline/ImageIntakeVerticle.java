package dev.telltale.pipeline;

import dev.telltale.kafka.Topics;
import dev.telltale.kafka.event.DeadLetter;
import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.ImageEvent;
import dev.telltale.kafka.event.InvalidEventException;
import dev.telltale.pipeline.messages.DeviceResult;
import dev.telltale.pipeline.messages.DeviceResult.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes image events in: validates them, gives them to the devices of this member, writes scores
 * and dead letters, and commits what is written. Too much in flight pauses the assigned partitions,
 * never the poll loop, or the group would throw this member out.
 */
final class ImageIntakeVerticle extends VerticleBase {
  static final int MAX_POLL_RECORDS = 128;

  private static final Logger LOG = LoggerFactory.getLogger(ImageIntakeVerticle.class);
  private static final long COMMIT_MILLIS = 250;
  private static final long DRAIN_MILLIS = 3000;
  private static final long COMMIT_LIMIT_MILLIS = 1500;
  private static final long CLOSE_MILLIS = 1000;

  private final WorkerContext context;
  private final OffsetTracker offsets = new OffsetTracker();
  private final EventReader events;
  private final InFlight inFlight;
  private final WorkerFigures figures;
  private Dispatcher dispatcher;
  private KafkaReadStream<byte[], byte[]> consumer;
  private KafkaWriter writer;
  private boolean paused;
  private Future<Void> committing = Future.succeededFuture();
  private boolean draining;
  private @Nullable Promise<Void> drained;

  ImageIntakeVerticle(WorkerContext context) {
    this.context = context;
    this.events = new EventReader(context.dataSets());
    this.figures =
        new WorkerFigures(context.member(), context.bundle().spec().name(), context.slots());
    this.inFlight = new InFlight(context.intake().maxInFlight(), offsets, figures::duplicate);
  }

  @Override
  public Future<?> start() {
    writer = new KafkaWriter(vertx, context.bootstrap());
    dispatcher = new Dispatcher(vertx, context.intake(), context.slots(), figures, this::finish);
    consumer =
        KafkaReadStream.create(
            vertx,
            new GroupConsumer(
                KafkaClients.intake(
                    context.bootstrap(), context.intake().group(), context.member())));
    // A resume waits for the running poll: with the default of a second, throughput falls to a
    // third.
    consumer.pollTimeout(Duration.ofMillis(50));
    consumer.exceptionHandler(this::failed);
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
        .compose(v -> committing)
        .compose(v -> commit().timeout(COMMIT_LIMIT_MILLIS, TimeUnit.MILLISECONDS))
        .eventually(
            () ->
                Future.join(
                    consumer.close().timeout(CLOSE_MILLIS, TimeUnit.MILLISECONDS), writer.close()))
        .otherwiseEmpty();
  }

  private void assigned(Set<TopicPartition> partitions) {
    offsets.assigned(partitions);
    if (paused) {
      consumer.pause(partitions);
    }
  }

  private void revoked(Set<TopicPartition> partitions) {
    offsets.revoked(partitions);
  }

  /** On the consumer's thread. What fails for a while is tried again by itself. */
  private void failed(Throwable e) {
    if (e instanceof FencedInstanceIdException) {
      LOG.error(
          "another member is named {}: this one takes in no more images; give it another name",
          context.member());
      consumer.pause();
    } else if (e instanceof RetriableException
        || e instanceof RebalanceInProgressException
        || e instanceof CommitFailedException
        || e instanceof WakeupException) {
      LOG.debug("reading images: {}", e.toString());
    } else {
      LOG.warn("reading images: {}", e.toString());
    }
  }

  private void received(ConsumerRecord<byte[], byte[]> record) {
    if (draining) {
      return;
    }
    OffsetTracker.Ticket ticket =
        offsets.read(new TopicPartition(record.topic(), record.partition()), record.offset());
    inFlight.read();
    try {
      accept(record, ticket);
    } catch (InvalidEventException e) {
      writer.write(List.of(DeadLetter.of(record, e).toRecord())).onSuccess(v -> finished(ticket));
    }
    pauseIfNeeded();
    dispatcher.dispatch();
  }

  private void accept(ConsumerRecord<byte[], byte[]> record, OffsetTracker.Ticket ticket) {
    ImageEvent event = events.read(record);
    screen(inFlight.add(event, record, ticket));
  }

  private void screen(InFlight.@Nullable Image image) {
    if (image != null) {
      dispatcher.offer(image);
    }
  }

  private void finish(List<InFlight.Image> images, List<Outcome> outcomes) {
    List<InFlight.Image> scored = new ArrayList<>();
    List<ProducerRecord<byte[], byte[]>> scores = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      InFlight.Image image = images.get(i);
      Outcome outcome = outcomes.get(i);
      if (outcome instanceof DeviceResult.Scored found) {
        scored.add(image);
        scores.add(EventCodec.record(found.score()));
      } else if (outcome instanceof DeviceResult.Rejected rejected) {
        reject(image, rejected);
      } else {
        if (outcome instanceof DeviceResult.Known known && !known.redelivered()) {
          figures.duplicate();
        }
        inFlight.known(image);
      }
    }
    writer
        .write(scores)
        .onSuccess(
            v -> {
              scored.forEach(inFlight::scored);
              released();
            });
  }

  private void reject(InFlight.Image image, DeviceResult.Rejected rejected) {
    ImageEvent event = image.job().event();
    DeadLetter letter =
        DeadLetter.of(
            image.record(),
            rejected.reason(),
            rejected.detail(),
            event.dataset(),
            event.id(),
            context.bundle().spec().name());
    writer
        .write(List.of(letter.toRecord()))
        .onSuccess(
            v -> {
              screen(inFlight.rejected(image));
              dispatcher.dispatch();
              released();
            });
  }

  private void finished(OffsetTracker.Ticket ticket) {
    inFlight.done(ticket);
    released();
  }

  private void released() {
    pauseIfNeeded();
    drainedIfIdle();
  }

  private void pauseIfNeeded() {
    if (!paused && (inFlight.full() || draining)) {
      paused = true;
      consumer.pause(Set.copyOf(offsets.partitions()));
    } else if (paused && inFlight.low() && !draining) {
      paused = false;
      consumer.resume(Set.copyOf(offsets.partitions()));
    }
  }

  private Future<Void> commit() {
    Map<TopicPartition, OffsetAndMetadata> ready = offsets.committable();
    if (ready.isEmpty() || !committing.isComplete()) {
      return committing;
    }
    committing =
        consumer
            .commit(ready)
            .onSuccess(done -> offsets.committed(ready))
            // A rebalance is under way, or the broker is gone: the next round tries again.
            .<Void>mapEmpty()
            .otherwiseEmpty();
    return committing;
  }

  private void drainedIfIdle() {
    if (drained != null && inFlight.events() == 0) {
      drained.tryComplete();
    }
  }

  private void report() {
    context
        .report()
        .set(figures.report(dispatcher.depth(), inFlight.events() - dispatcher.depth(), paused));
  }
}
