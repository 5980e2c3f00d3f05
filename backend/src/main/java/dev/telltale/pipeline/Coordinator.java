package dev.telltale.pipeline;

import dev.telltale.kafka.Topics;
import dev.telltale.kafka.event.AuditRecord;
import dev.telltale.pipeline.messages.LiveAudit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads the audits of the partitions that Kafka gives to this member, each at a {@link Desk}. A
 * plain loop on a thread of its own: what it does it does one after the other, and in the order in
 * which Kafka has it.
 */
final class Coordinator implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Coordinator.class);
  private static final Duration IDLE = Duration.ofMillis(50);
  private static final Duration BUSY = Duration.ofMillis(10);
  private static final Duration CLOSE = Duration.ofSeconds(1);
  private static final long REOPEN_NANOS = 1_000_000_000;
  private static final long PUBLISH_NANOS = 250_000_000;
  private static final int POOL = 2;

  private final Context context;
  private final Map<Integer, Desk> desks = new HashMap<>();
  private final Map<Integer, Long> notBefore = new HashMap<>();
  private final ExecutorService pool = pool(POOL, "audit-work", Thread.NORM_PRIORITY);

  /** Of its own, so that no audit waits for another one's report in part. */
  private final ExecutorService partials = pool(1, "audit-partial", Thread.MIN_PRIORITY);

  private final ExecutorService collections = pool(1, "audit-collection", Thread.MIN_PRIORITY);
  private final ArtifactCollection collection;
  private volatile boolean stopping;
  private KafkaConsumer<byte[], byte[]> commands;
  private KafkaConsumer<byte[], byte[]> results;
  private AuditLog log;
  private long publishedNanos;

  /**
   * What a coordinator needs to know.
   *
   * @param member this member's name
   * @param group that shares the audits
   * @param bootstrap Kafka
   * @param tools what it audits with
   * @param audits this member's view
   * @param slots tells how many units the cluster can work on at once
   * @param live told of each audit that runs, at most four times a second
   */
  record Context(
      String member,
      String group,
      String bootstrap,
      AuditTools tools,
      Audits audits,
      IntSupplier slots,
      Consumer<LiveAudit> live) {}

  Coordinator(Context context) {
    this.context = context;
    this.collection = new ArtifactCollection(context.bootstrap(), context.tools().artifacts());
  }

  private static ExecutorService pool(int threads, String name, int priority) {
    return Executors.newFixedThreadPool(
        threads,
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          thread.setPriority(priority);
          return thread;
        });
  }

  /** Ends the loop soon; others go on with its audits. */
  void stop() {
    stopping = true;
  }

  @Override
  public void run() {
    commands =
        new KafkaConsumer<>(
            KafkaClients.coordinator(context.bootstrap(), context.group(), context.member()));
    results =
        new KafkaConsumer<>(
            KafkaClients.reader(context.bootstrap()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    log = new AuditLog(context.bootstrap());
    commands.subscribe(List.of(Topics.AUDIT_COMMANDS.name()), new Assigned());
    try {
      LoopThread.turns("leading audits", context.member(), () -> stopping, this::turn);
    } finally {
      Thread.interrupted();
      close();
    }
  }

  private void turn() {
    for (ConsumerRecord<byte[], byte[]> record :
        commands.poll(desks.isEmpty() ? IDLE : Duration.ZERO)) {
      tell(record, Desk::command);
    }
    commands.assignment().forEach(this::openIfClosed);
    if (desks.isEmpty()) {
      return;
    }
    boolean busy = desks.values().stream().anyMatch(desk -> !desk.active().isEmpty());
    for (ConsumerRecord<byte[], byte[]> record : results.poll(busy ? BUSY : IDLE)) {
      tell(record, Desk::received);
    }
    Turns turns = Turns.of(known());
    int slots = context.slots().getAsInt();
    for (Desk desk : List.copyOf(desks.values())) {
      at(
          desk,
          () -> {
            desk.turn(turns, slots, pool, commands::groupMetadata);
            desk.report(turns.running().size(), partials);
          });
    }
    if (desks.containsKey(0)) {
      collection.turn(context.audits().lettingGo(), collections);
    }
    publish();
  }

  private void tell(
      ConsumerRecord<byte[], byte[]> record,
      BiConsumer<Desk, ConsumerRecord<byte[], byte[]>> taker) {
    Desk desk = desks.get(record.partition());
    if (desk != null) {
      at(desk, () -> taker.accept(desk, record));
    }
  }

  /** A desk that cannot go on is opened anew: what it has done by halves was never said. */
  private void at(Desk desk, Runnable work) {
    try {
      work.run();
    } catch (InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      told(desk.partition(), e);
      close(desk);
    }
  }

  /** Kafka's faults pass; others are ours, and strike the audits of one partition only. */
  private static void told(int partition, RuntimeException e) {
    if (e instanceof KafkaException) {
      LOG.warn("audits of partition {}: {}; reading them back", partition, e.toString());
    } else {
      LOG.error("audits of partition {}; reading them back", partition, e);
    }
  }

  /** What all coordinators say, and this one's own before the others have read it. */
  private Collection<AuditRecord> known() {
    Map<String, AuditRecord> known = new HashMap<>();
    context.audits().records().forEach(record -> known.put(record.audit(), record));
    desks.values().forEach(desk -> desk.records().forEach(r -> known.put(r.audit(), r)));
    return known.values();
  }

  private void openIfClosed(TopicPartition assigned) {
    int partition = assigned.partition();
    if (desks.containsKey(partition)
        || System.nanoTime() - notBefore.getOrDefault(partition, 0L) < 0) {
      return;
    }
    try {
      Desk desk = Desk.open(partition, context.bootstrap(), context.tools(), log);
      desks.put(partition, desk);
      listen();
      results.seek(new TopicPartition(Topics.UNIT_RESULTS.name(), partition), desk.resultsEnd());
      // What was asked before, and is not done yet.
      OffsetAndMetadata done = commands.committed(Set.of(assigned)).get(assigned);
      if (done == null) {
        commands.seekToBeginning(List.of(assigned));
      } else {
        commands.seek(assigned, done);
      }
      commands.resume(List.of(assigned));
      LOG.info("leads the audits of partition {}", partition);
    } catch (InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      told(partition, e);
      Desk half = desks.get(partition);
      if (half != null) {
        close(half);
      }
      notBefore.put(partition, System.nanoTime() + REOPEN_NANOS);
    }
  }

  private void close(Desk desk) {
    desk.close();
    desks.remove(desk.partition());
    notBefore.put(desk.partition(), System.nanoTime() + REOPEN_NANOS);
    TopicPartition own = new TopicPartition(Topics.AUDIT_COMMANDS.name(), desk.partition());
    if (commands.assignment().contains(own)) {
      commands.pause(List.of(own));
    }
    listen();
  }

  /** To the outcomes of the partitions that have a desk; where they stand they go on. */
  private void listen() {
    List<TopicPartition> partitions = new ArrayList<>();
    desks.keySet().forEach(p -> partitions.add(new TopicPartition(Topics.UNIT_RESULTS.name(), p)));
    results.assign(partitions);
  }

  private void publish() {
    long now = System.nanoTime();
    if (now - publishedNanos < PUBLISH_NANOS) {
      return;
    }
    publishedNanos = now;
    for (Desk desk : desks.values()) {
      for (AuditRun run : desk.active()) {
        if (run.state() == AuditRecord.State.RUNNING) {
          context.live().accept(run.live());
        }
      }
    }
  }

  private void close() {
    pool.shutdownNow();
    partials.shutdownNow();
    collections.shutdownNow();
    // Others need not wait until this one is missed.
    commands.close(
        CloseOptions.timeout(CLOSE)
            .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    desks.values().forEach(Desk::close);
    results.close(CloseOptions.timeout(CLOSE));
    log.close();
  }

  private final class Assigned implements ConsumerRebalanceListener {
    /** Nothing is read of them before their desks are open. */
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      commands.pause(partitions);
      partitions.forEach(partition -> notBefore.remove(partition.partition()));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      onPartitionsLost(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      for (TopicPartition partition : partitions) {
        Desk desk = desks.remove(partition.partition());
        if (desk != null) {
          desk.close();
        }
      }
      listen();
    }
  }
}
