package dev.telltale.pipeline;

import dev.telltale.audit.UnitStoppedException;
import dev.telltale.kafka.Topics;
import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.InvalidEventException;
import dev.telltale.kafka.event.UnitOutcome;
import dev.telltale.kafka.event.UnitOutcome.Kind;
import dev.telltale.kafka.event.UnitRecord;
import dev.telltale.kafka.event.UnitResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.utils.Utils;
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
  private static final long RETRY_NANOS = 1_000_000_000;
  private static final Duration CLOSE = Duration.ofSeconds(1);

  /** So long a unit may go on that was begun before its audit was paused. */
  private static final long PAUSED_NANOS = 3_000_000_000L;

  /** Units held for each device: two, and about a second of work when they are short. */
  private static final int FEWEST_HELD = 2;

  private static final int MOST_HELD = 64;

  private final Context context;
  private final String life = Long.toString(System.currentTimeMillis());
  private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
  private final OffsetTracker offsets = new OffsetTracker();
  private final ArrayDeque<Held> waiting = new ArrayDeque<>();
  private final Map<DeviceThread, Integer> begun = new HashMap<>();
  private final List<Later> later = new ArrayList<>();
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
  private KafkaProducer<byte[], byte[]> producer;
  private int resultPartitions;
  private double meanSeconds = Double.NaN;
  private long committedNanos;

  UnitIntake(Context context) {
    this.context = context;
    this.work = new UnitWork(context.tools());
    context.devices().forEach(device -> begun.put(device, 0));
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

  private record Held(UnitRecord unit, OffsetTracker.Ticket ticket) {}

  /** What became of a unit here. */
  private record Ended(
      Kind kind, double seconds, @Nullable UnitResult result, @Nullable Throwable error) {
    static Ended of(Kind kind) {
      return new Ended(kind, 0, null, null);
    }
  }

  private record Later(long nanos, Runnable task) {}

  /** Ends the loop soon; units that are at work are given up, and come to others. */
  void stop() {
    stopping = true;
  }

  @Override
  public void run() {
    consumer =
        new KafkaConsumer<>(
            KafkaClients.units(context.bootstrap(), context.member(), FEWEST_HELD * begun.size()));
    producer = new KafkaProducer<>(KafkaClients.writer(context.bootstrap()));
    consumer.subscribe(List.of(Topics.UNITS.name()), new Assigned());
    try {
      while (!stopping) {
        try {
          turn();
        } catch (FencedInstanceIdException e) {
          LOG.error(
              "another member is named {}: this one works on no more units; give it another name",
              context.member());
          return;
        } catch (InterruptException e) {
          LOG.debug("ended while it waited for Kafka");
        } catch (KafkaException e) {
          LOG.warn("units of audits: {}", e.toString());
          Utils.sleep(IDLE.toMillis());
        }
      }
    } finally {
      Thread.interrupted();
      close();
    }
  }

  private void turn() {
    boolean full = held() >= perDevice() * begun.size();
    Collection<TopicPartition> assigned = consumer.assignment();
    if (full) {
      consumer.pause(assigned);
    } else {
      consumer.resume(consumer.paused());
    }
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(held() > 0 ? BUSY : IDLE)) {
      received(record);
    }
    for (Runnable next = posted.poll(); next != null; next = posted.poll()) {
      next.run();
    }
    doLater();
    begin();
    commit();
  }

  private void received(ConsumerRecord<byte[], byte[]> record) {
    OffsetTracker.Ticket ticket =
        offsets.read(new TopicPartition(record.topic(), record.partition()), record.offset());
    try {
      waiting.add(new Held(EventCodec.readUnit(record.value()), ticket));
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

  private int held() {
    return waiting.size() + begun.values().stream().mapToInt(Integer::intValue).sum();
  }

  private int perDevice() {
    return Double.isNaN(meanSeconds)
        ? FEWEST_HELD
        : (int) Math.max(FEWEST_HELD, Math.min(MOST_HELD, 1 / Math.max(meanSeconds, 1e-3)));
  }

  /** Begins as many as the devices can take, those that wait longest first. */
  private void begin() {
    // Short ones are begun ahead, so that the device need not wait until Kafka knows of each.
    int most = Math.max(1, perDevice() / 4);
    while (!waiting.isEmpty()) {
      Held next = waiting.peek();
      switch (context.audits().wanted(next.unit())) {
        case NO -> {
          waiting.remove();
          offsets.done(next.ticket());
        }
        case LATER -> {
          waiting.remove();
          tell(next, Ended.of(Kind.RETURNED));
        }
        case YES -> {
          DeviceThread free = null;
          for (Map.Entry<DeviceThread, Integer> device : begun.entrySet()) {
            if (device.getValue() < most && (free == null || device.getValue() < begun.get(free))) {
              free = device.getKey();
            }
          }
          if (free == null) {
            return;
          }
          waiting.remove();
          begin(next, free);
        }
      }
    }
  }

  /** A unit is begun only when Kafka knows it: else one that kills its workers would not show. */
  private void begin(Held held, DeviceThread device) {
    begun.merge(device, 1, Integer::sum);
    send(
        outcome(held.unit(), Ended.of(Kind.STARTED)),
        () -> reader.execute(() -> prepare(held, device)));
  }

  private void prepare(Held held, DeviceThread device) {
    UnitWork.Prepared prepared;
    try {
      prepared = work.prepare(held.unit());
    } catch (RuntimeException e) {
      posted.add(() -> ended(held, device, new Ended(Kind.THREW, 0, null, e)));
      return;
    }
    device.unit(() -> work(held, prepared, device));
  }

  private @Nullable Void work(Held held, UnitWork.Prepared prepared, DeviceThread device) {
    long start = System.nanoTime();
    Kind kind = Kind.DONE;
    UnitResult result = null;
    Throwable error = null;
    try {
      result = work.work(prepared, device, new Stopped(held.unit()));
    } catch (UnitStoppedException e) {
      kind = Kind.RETURNED;
    } catch (RuntimeException | StackOverflowError e) {
      LOG.debug("unit {} threw", held.unit().key(), e);
      kind = Kind.THREW;
      error = e;
    }
    Ended ended = new Ended(kind, (System.nanoTime() - start) / 1e9, result, error);
    posted.add(() -> ended(held, device, ended));
    return null;
  }

  /** Whether a unit at work is to end; asked on the device's thread. */
  private final class Stopped implements BooleanSupplier {
    private final UnitRecord unit;
    private long pausedSince;

    Stopped(UnitRecord unit) {
      this.unit = unit;
    }

    @Override
    public boolean getAsBoolean() {
      Audits.Wanted wanted = context.audits().wanted(unit);
      if (stopping || wanted == Audits.Wanted.NO) {
        return true;
      }
      if (wanted == Audits.Wanted.YES) {
        pausedSince = 0;
        return false;
      }
      long now = System.nanoTime();
      pausedSince = pausedSince == 0 ? now : pausedSince;
      return now - pausedSince > PAUSED_NANOS;
    }
  }

  private void ended(Held held, DeviceThread device, Ended ended) {
    begun.merge(device, -1, Integer::sum);
    if (ended.kind() == Kind.RETURNED
        && (stopping || context.audits().wanted(held.unit()) == Audits.Wanted.NO)) {
      // Nobody waits for it; or, where this worker stops, its order comes to another.
      if (!stopping) {
        offsets.done(held.ticket());
      }
      return;
    }
    if (ended.kind() == Kind.DONE) {
      meanSeconds =
          Double.isNaN(meanSeconds) ? ended.seconds() : 0.8 * meanSeconds + 0.2 * ended.seconds();
    }
    tell(held, ended);
  }

  private void tell(Held held, Ended ended) {
    send(outcome(held.unit(), ended), () -> posted.add(() -> offsets.done(held.ticket())));
  }

  private UnitOutcome outcome(UnitRecord unit, Ended ended) {
    Throwable error = ended.error();
    String words =
        error == null || error.getMessage() == null ? String.valueOf(error) : error.getMessage();
    return new UnitOutcome(
        unit.audit(),
        unit.stage(),
        unit.round(),
        unit.unit(),
        unit.attempt(),
        ended.kind(),
        context.member(),
        life,
        Instant.now(),
        ended.seconds(),
        ended.result(),
        error == null ? null : AuditRecords.line(words));
  }

  /**
   * Sends until it is written: a broker that is gone for a while delays it, nothing drops it.
   *
   * @param written run on the producer's thread
   */
  private void send(UnitOutcome outcome, Runnable written) {
    try {
      ProducerRecord<byte[], byte[]> record = EventCodec.record(outcome, partition(outcome));
      producer.send(
          record,
          (metadata, failure) -> {
            if (failure == null) {
              written.run();
            } else {
              posted.add(() -> again(outcome, written, failure));
            }
          });
    } catch (KafkaException e) {
      again(outcome, written, e);
    }
  }

  private void again(UnitOutcome outcome, Runnable written, Exception failure) {
    if (!(failure instanceof RetriableException)) {
      LOG.warn("telling of {}: {}; trying again", outcome.key(), failure.toString());
    }
    later.add(new Later(System.nanoTime() + RETRY_NANOS, () -> send(outcome, written)));
  }

  private void doLater() {
    long now = System.nanoTime();
    List<Later> due = later.stream().filter(one -> now - one.nanos() >= 0).toList();
    later.removeAll(due);
    due.forEach(one -> one.task().run());
  }

  /** As Kafka's own partitioner chooses for the audit's commands. */
  private int partition(UnitOutcome outcome) {
    if (resultPartitions == 0) {
      resultPartitions = producer.partitionsFor(Topics.UNIT_RESULTS.name()).size();
    }
    return AuditRecords.partition(outcome.audit(), resultPartitions);
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
      producer.close(CLOSE);
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

  /** Units of a partition that went elsewhere, and are not begun, are left to its next owner. */
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
      waiting.removeIf(held -> partitions.contains(held.ticket().partition()));
    }
  }
}
