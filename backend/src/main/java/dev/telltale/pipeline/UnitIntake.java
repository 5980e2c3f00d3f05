package dev.telltale.pipeline;

import dev.telltale.audit.UnitStoppedException;
import dev.telltale.kafka.Topics;
import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.InvalidEventException;
import dev.telltale.kafka.event.UnitOutcome.Kind;
import dev.telltale.kafka.event.UnitResult;
import dev.telltale.pipeline.HeldUnits.Held;
import dev.telltale.pipeline.UnitTelling.Ended;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes units of audits in, has the devices of this member work on them, and tells what became of
 * each. A unit's offset is committed when that is written: the units of a worker that is lost come
 * to another. A plain loop on a thread of its own, since nothing in it may wait for an event loop,
 * and no event loop for it.
 */
final class UnitIntake implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(UnitIntake.class);
  private static final Duration IDLE = Duration.ofMillis(50);
  private static final Duration BUSY = Duration.ofMillis(5);
  private static final long COMMIT_NANOS = 250_000_000;
  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final Context context;
  private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
  private final OffsetTracker offsets = new OffsetTracker();
  private final HeldUnits held;
  private final UnitWork work;
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "unit-reader");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean stopping;
  private KafkaConsumer<byte[], byte[]> consumer;
  private UnitTelling telling;
  private long committedNanos;

  UnitIntake(Context context) {
    this.context = context;
    this.work = new UnitWork(context.tools());
    this.held = new HeldUnits(context.devices());
  }

  /**
   * What intake needs to know.
   *
   * @param member this member's name
   * @param bootstrap Kafka
   * @param tools what it audits with
   * @param audits this member's view
   * @param devices of this member
   */
  record Context(
      String member,
      String bootstrap,
      AuditTools tools,
      Audits audits,
      List<DeviceThread> devices) {}

  /** Ends the loop soon; units that are at work are given up, and come to others. */
  void stop() {
    stopping = true;
  }

  @Override
  public void run() {
    consumer =
        new KafkaConsumer<>(
            KafkaClients.units(
                context.bootstrap(),
                context.member(),
                HeldUnits.FEWEST * context.devices().size()));
    telling = new UnitTelling(context.member(), context.bootstrap(), posted::add);
    consumer.subscribe(List.of(Topics.UNITS.name()), new Assigned());
    try {
      LoopThread.turns("units of audits", context.member(), () -> stopping, this::turn);
    } finally {
      Thread.interrupted();
      close();
    }
  }

  private void turn() {
    if (held.full()) {
      consumer.pause(consumer.assignment());
    } else {
      consumer.resume(consumer.paused());
    }
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(held.none() ? IDLE : BUSY)) {
      received(record);
    }
    for (Runnable next = posted.poll(); next != null; next = posted.poll()) {
      next.run();
    }
    telling.again();
    work.tidy();
    begin();
    commit();
  }

  private void received(ConsumerRecord<byte[], byte[]> record) {
    OffsetTracker.Ticket ticket =
        offsets.read(new TopicPartition(record.topic(), record.partition()), record.offset());
    try {
      held.add(new Held(EventCodec.readUnit(record.value()), ticket));
    } catch (InvalidEventException e) {
      LOG.warn(
          "{}/{}/{} is no unit: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.getMessage());
      offsets.done(ticket);
    }
  }

  /** Begins as many as the devices can take, those that wait longest first. */
  private void begin() {
    for (Held next = held.next(); next != null; next = held.next()) {
      switch (context.audits().wanted(next.unit())) {
        case NO -> {
          held.take();
          offsets.done(next.ticket());
        }
        case LATER -> {
          held.take();
          tell(next, Ended.of(Kind.RETURNED));
        }
        case YES -> {
          DeviceThread free = held.free();
          if (free == null) {
            return;
          }
          held.take();
          begin(next, free);
        }
      }
    }
  }

  /** A unit is begun only when Kafka knows it: else one that kills its workers would not show. */
  private void begin(Held unit, DeviceThread device) {
    held.begin(device);
    telling.tell(
        unit.unit(), Ended.of(Kind.STARTED), () -> reader.execute(() -> prepare(unit, device)));
  }

  private void prepare(Held unit, DeviceThread device) {
    UnitWork.Prepared prepared;
    try {
      prepared = work.prepare(unit.unit());
    } catch (Throwable e) {
      posted.add(() -> ended(unit, device, new Ended(Kind.THREW, 0, null, e)));
      return;
    }
    device.unit(() -> work(unit, prepared, device));
  }

  private @Nullable Void work(Held unit, UnitWork.Prepared prepared, DeviceThread device) {
    long start = System.nanoTime();
    Kind kind = Kind.DONE;
    UnitResult result = null;
    Throwable error = null;
    try {
      result =
          work.work(prepared, device, new UnitStop(unit.unit(), context.audits(), () -> stopping));
    } catch (UnitStoppedException e) {
      kind = Kind.RETURNED;
    } catch (Throwable e) {
      // A class that is missing, say: untold, nobody would ever hear of the unit again.
      LOG.debug("unit {} threw", unit.unit().key(), e);
      kind = Kind.THREW;
      error = e;
    }
    Ended ended = new Ended(kind, (System.nanoTime() - start) / 1e9, result, error);
    posted.add(() -> ended(unit, device, ended));
    return null;
  }

  private void ended(Held unit, DeviceThread device, Ended ended) {
    held.end(device);
    if (ended.kind() == Kind.RETURNED
        && (stopping || context.audits().wanted(unit.unit()) == Audits.Wanted.NO)) {
      // Nobody waits for it; or, where this worker stops, its order comes to another.
      if (!stopping) {
        offsets.done(unit.ticket());
      }
      return;
    }
    if (ended.kind() == Kind.DONE) {
      held.took(ended.seconds());
    }
    tell(unit, ended);
  }

  private void tell(Held unit, Ended ended) {
    telling.tell(unit.unit(), ended, () -> posted.add(() -> offsets.done(unit.ticket())));
  }

  private void commit() {
    long now = System.nanoTime();
    if (now - committedNanos < COMMIT_NANOS) {
      return;
    }
    committedNanos = now;
    Map<TopicPartition, OffsetAndMetadata> ready = offsets.committable();
    if (!ready.isEmpty()) {
      consumer.commitAsync(
          ready,
          (what, failure) -> {
            if (failure == null) {
              offsets.committed(ready);
            }
          });
    }
  }

  private void close() {
    try {
      telling.close(CLOSE);
      for (Runnable next = posted.poll(); next != null; next = posted.poll()) {
        next.run();
      }
      Map<TopicPartition, OffsetAndMetadata> ready = offsets.committable();
      ready.keySet().retainAll(consumer.assignment());
      if (!ready.isEmpty()) {
        consumer.commitSync(ready, CLOSE);
      }
    } catch (RuntimeException e) {
      LOG.debug("stopping: {}", e.toString());
    }
    reader.shutdownNow();
    // Others need not wait until this one is missed.
    consumer.close(
        CloseOptions.timeout(CLOSE)
            .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
  }

  private final class Assigned implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      offsets.assigned(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      Map<TopicPartition, OffsetAndMetadata> ready = offsets.committable();
      ready.keySet().retainAll(partitions);
      try {
        if (!ready.isEmpty()) {
          consumer.commitSync(ready, CLOSE);
        }
      } catch (KafkaException e) {
        LOG.debug("units go elsewhere: {}", e.toString());
      }
      onPartitionsLost(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      offsets.revoked(partitions);
      held.forget(partitions);
    }
  }
}
