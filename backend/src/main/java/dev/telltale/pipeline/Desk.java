package dev.telltale.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.telltale.kafka.Topics;
import dev.telltale.kafka.event.AuditCommand;
import dev.telltale.kafka.event.AuditRecord;
import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.InvalidEventException;
import dev.telltale.kafka.event.UnitOutcome;
import dev.telltale.kafka.event.UnitRecord;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a coordinator has of one partition: its audits, and the right to write for them. Opening it
 * takes that right from whoever had it before; then everything is read back from Kafka. Each write
 * is one transaction, of states, orders and the commands that led to them: a desk whose write fails
 * is to be closed and opened anew. Belongs to the coordinator's thread.
 */
final class Desk {
  private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

  /** Neighbouring units to partitions that are unlikely to be the same worker's. */
  private static final int LEAST_STRIDE = 5;

  /** A unit's record holds it beside the unit's own description, within what Kafka takes. */
  private static final int MOST_SPEC_BYTES = 256 * 1024;

  private final int partition;
  private final AuditTools tools;
  private final AuditLog log;
  private final DeskWrites writes;
  private final int partitions;
  private final int unitPartitions;
  private final int stride;
  private final Map<String, AuditRun> active = new LinkedHashMap<>();
  private final Map<String, AuditRun> ended = new HashMap<>();
  private final Map<String, Set<String>> keys = new HashMap<>();
  private final Map<String, AuditRecord> records = new HashMap<>();
  private final List<Runnable> worked = new ArrayList<>();
  private long resultsEnd;
  private int nextUnitPartition;
  private volatile boolean closed;

  private Desk(int partition, AuditTools tools, AuditLog log, DeskWrites writes) {
    this.partition = partition;
    this.tools = tools;
    this.log = log;
    this.writes = writes;
    this.partitions = writes.partitions(Topics.AUDIT_COMMANDS.name());
    this.unitPartitions = writes.partitions(Topics.UNITS.name());
    this.stride = stride(unitPartitions);
    this.nextUnitPartition = partition;
  }

  /**
   * Opens the desk of a partition: from now on nobody else can write for its audits.
   *
   * @param log reads back what was written
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
   */
  static Desk open(int partition, String bootstrap, AuditTools tools, AuditLog log) {
    DeskWrites writes = new DeskWrites(partition, bootstrap);
    try {
      Desk desk = new Desk(partition, tools, log, writes);
      desk.readBack();
      return desk;
    } catch (RuntimeException e) {
      writes.close();
      throw e;
    }
  }

  /** One that comes to every partition. */
  static int stride(int partitions) {
    int stride = LEAST_STRIDE;
    while (BigInteger.valueOf(stride).gcd(BigInteger.valueOf(partitions)).intValue() != 1) {
      stride++;
    }
    return stride;
  }

  private void readBack() {
    AuditLog.Read read = log.read(partition);
    resultsEnd = read.resultsEnd();
    read.audits().values().forEach(this::takeUp);
    read.outcomes().forEach(record -> received(record, AuditRun::readBack));
  }

  private void takeUp(AuditRecord record) {
    try {
      AuditRun run = AuditRun.takenUp(record, tools);
      (run.ended() ? ended : active).put(record.audit(), run);
      records.put(record.audit(), record);
    } catch (IllegalArgumentException e) {
      LOG.warn("the audit {} cannot be taken up: {}", record.audit(), e.getMessage());
    }
  }

  int partition() {
    return partition;
  }

  /** Where the outcomes go on that were not read back. */
  long resultsEnd() {
    return resultsEnd;
  }

  /** The audits that are led here, as they were last written. */
  Collection<AuditRecord> records() {
    return records.values();
  }

  Collection<AuditRun> active() {
    return active.values();
  }

  /** Does what a person wants; what cannot be done is passed over. */
  void command(ConsumerRecord<byte[], byte[]> record) {
    writes.done(record.offset());
    AuditCommand command;
    try {
      command = EventCodec.readAuditCommand(record);
    } catch (InvalidEventException e) {
      LOG.warn("{}/{} is no command: {}", partition, record.offset(), e.getMessage());
      return;
    }
    if (AuditRecords.partition(command.audit(), partitions) != partition) {
      // Workers tell of its units where it belongs, and so do others of the same audit.
      LOG.warn(
          "{}/{}: {} of {} is passed over, for it came by another partitioner than murmur2",
          partition,
          record.offset(),
          command.kind(),
          command.audit());
      return;
    }
    AuditRun run = active.getOrDefault(command.audit(), ended.get(command.audit()));
    switch (command.kind()) {
      case REQUEST -> {
        if (run == null) {
          request(command, record.value().length);
        }
      }
      case DELETE -> {
        if (run != null) {
          delete(command.audit());
        }
      }
      case RETRY -> {
        if (run != null) {
          run.retry(command, log.outcomes(partition, command.audit()));
          if (!run.ended()) {
            ended.remove(run.id());
            active.put(run.id(), run);
          }
        }
      }
      default -> {
        UnitOutcome answer = run == null ? null : run.command(command);
        if (answer != null) {
          writes.add(EventCodec.record(answer, partition));
        }
      }
    }
  }

  private void request(AuditCommand command, int bytes) {
    if (bytes > MOST_SPEC_BYTES) {
      LOG.warn(
          "the audit {} cannot be begun: its spec has more than {} bytes",
          command.audit(),
          MOST_SPEC_BYTES);
      return;
    }
    try {
      active.put(command.audit(), AuditRun.requested(command, tools));
    } catch (IllegalArgumentException e) {
      LOG.warn("the audit {} cannot be begun: {}", command.audit(), e.getMessage());
    }
  }

  private void delete(String audit) {
    active.remove(audit);
    ended.remove(audit);
    records.remove(audit);
    writes.forget(Topics.AUDITS.name(), audit);
    forgetOutcomes(audit);
  }

  private void forgetOutcomes(String audit) {
    Set<String> known = keys.remove(audit);
    if (known != null) {
      known.forEach(key -> writes.forget(Topics.UNIT_RESULTS.name(), key));
    }
  }

  /** What became of a unit; of an audit that is over nothing is kept. */
  void received(ConsumerRecord<byte[], byte[]> record) {
    received(record, AuditRun::outcome);
  }

  private void received(
      ConsumerRecord<byte[], byte[]> record, BiConsumer<AuditRun, UnitOutcome> taker) {
    if (record.key() == null) {
      return;
    }
    String key = new String(record.key(), UTF_8);
    String audit = UnitOutcome.auditOf(key);
    if (record.value() == null) {
      Set<String> known = keys.get(audit);
      if (known != null) {
        known.remove(key);
      }
      return;
    }
    AuditRun run = active.getOrDefault(audit, ended.get(audit));
    if (run == null || run.disposable()) {
      writes.forget(Topics.UNIT_RESULTS.name(), key);
      return;
    }
    keys.computeIfAbsent(audit, first -> new HashSet<>()).add(key);
    try {
      taker.accept(run, EventCodec.readUnitOutcome(record));
    } catch (InvalidEventException e) {
      LOG.warn("{}/{} is no outcome: {}", partition, record.offset(), e.getMessage());
    }
  }

  /**
   * Goes on with every audit as far as can be, and writes what came of it.
   *
   * @param slots of the cluster, together
   * @param pool does what takes long; what it gives is run on this thread, later
   * @throws org.apache.kafka.common.KafkaException if it cannot be written
   */
  void turn(Turns turns, int slots, Executor pool, Supplier<ConsumerGroupMetadata> group) {
    List<Runnable> results;
    synchronized (worked) {
      results = List.copyOf(worked);
      worked.clear();
    }
    results.forEach(Runnable::run);
    List<AuditRecord> changed = new ArrayList<>();
    for (AuditRun run : List.copyOf(active.values())) {
      if (turns.next().contains(run.id())) {
        run.start();
      }
      elsewhere(run.task(System.nanoTime()), pool);
      for (UnitRecord unit : run.order(turns.window(run.id(), slots, run.meanSeconds()))) {
        writes.add(EventCodec.record(unit, nextUnitPartition));
        nextUnitPartition = (nextUnitPartition + stride) % unitPartitions;
      }
      if (run.changed()) {
        AuditRecord record = run.record(Instant.now());
        changed.add(record);
        writes.add(EventCodec.record(record, partition));
      }
      if (run.ended()) {
        active.remove(run.id());
        ended.put(run.id(), run);
        if (run.disposable()) {
          forgetOutcomes(run.id());
        }
      }
    }
    writes.write(group);
    changed.forEach(record -> records.put(record.audit(), record));
  }

  /**
   * Has reports made of what is known so far of the audits that go on.
   *
   * @param sharers audits that share the time for this
   * @param pool makes them; what it gives is run on this thread, in a later turn
   */
  void report(int sharers, Executor pool) {
    long now = System.nanoTime();
    active.values().forEach(run -> elsewhere(run.partial(now, sharers), pool));
  }

  private void elsewhere(@Nullable Supplier<Runnable> task, Executor pool) {
    if (task != null) {
      pool.execute(
          () -> {
            Runnable then = task.get();
            synchronized (worked) {
              if (!closed) {
                worked.add(then);
              }
            }
          });
    }
  }

  /** Gives up the desk; what was not written was never said. */
  void close() {
    closed = true;
    writes.close();
  }
}
