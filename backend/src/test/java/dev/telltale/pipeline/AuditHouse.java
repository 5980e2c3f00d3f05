package dev.telltale.pipeline;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.telltale.audit.Artifacts;
import dev.telltale.audit.AuditMethod;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.AuditState;
import dev.telltale.audit.LocalRun;
import dev.telltale.audit.ReportDocument;
import dev.telltale.audit.Subjects;
import dev.telltale.cli.AuditMethods;
import dev.telltale.dataset.AllowedRoots;
import dev.telltale.kafka.Topic;
import dev.telltale.kafka.Topics;
import dev.telltale.kafka.broker.EmbeddedBroker;
import dev.telltale.kafka.event.AuditCommand;
import dev.telltale.kafka.event.AuditRecord;
import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.UnitOutcome;
import dev.telltale.model.ModelBundle;
import dev.telltale.testing.Bundles;
import dev.telltale.testing.Steps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/** A broker, and members of this JVM around it that lead audits and work on them. */
final class AuditHouse implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path directory;
  private final EmbeddedBroker broker;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final int clusterPort = freePort();
  private final Path birds;
  private final AuditTools tools;

  AuditHouse(Path directory) {
    this(directory, new ArtifactStore(directory.resolve("artifacts")));
  }

  AuditHouse(Path directory, Artifacts artifacts) {
    this.directory = directory;
    this.broker = EmbeddedBroker.start(directory.resolve("kafka"), 0);
    this.birds = Steps.birds(directory.resolve("birds"));
    this.tools = AuditMethods.tools(artifacts);
  }

  String bootstrap() {
    return broker.bootstrap();
  }

  AuditTools tools() {
    return tools;
  }

  /** A member, ready. */
  Member member(String id) {
    Member member =
        Member.join(
            new MemberOptions(
                id,
                Set.of(Role.WORKER, Role.COORDINATOR),
                broker.bootstrap(),
                new ClusterOptions(
                    "127.0.0.1",
                    members.isEmpty() ? clusterPort : 0,
                    members.isEmpty() ? List.of() : List.of("127.0.0.1:" + clusterPort)),
                directory.resolve(id),
                ModelBundle.read(Bundles.BIRDS),
                null,
                Map.of(),
                new AllowedRoots(List.of(directory)),
                new IntakeOptions("workers", 8, 10, 64),
                50_000_000,
                1,
                tools));
    members.put(id, member);
    member.run();
    return member;
  }

  /** The first member that is there. */
  Member any() {
    return members.values().iterator().next();
  }

  void leave(String id) {
    members.remove(id).close();
  }

  /** Asks for an audit. */
  void request(String id, Steps.Plan plan) {
    any().submit(AuditCommand.request(id, "Steps of " + id, spec(plan), Instant.now()));
  }

  /** Asks for one of any method. */
  void request(String id, AuditSpec spec) {
    any().submit(AuditCommand.request(id, id, AuditRecords.json(spec), Instant.now()));
  }

  /** What is to be audited, as commands carry it. */
  JsonNode spec(Steps.Plan plan) {
    return AuditRecords.json(plan.spec(birds));
  }

  void command(String id, AuditCommand.Kind kind) {
    any().submit(AuditCommand.of(kind, id, Instant.now()).by("anna"));
  }

  void answer(String id, String answer) {
    any()
        .submit(
            AuditCommand.answer(
                    id, "question", JsonNodeFactory.instance.textNode(answer), Instant.now())
                .by("anna"));
  }

  Audit audit(String id) {
    return any().audits().find(id).orElseThrow();
  }

  /** Waits until an audit is so. */
  Audit await(String id, AuditState state) {
    Awaitility.await(id + " is " + state)
        .atMost(PATIENCE)
        .until(() -> any().audits().find(id).map(a -> a.state() == state).orElse(false));
    return audit(id);
  }

  /** Waits until so many units of the stage at work are done. */
  void awaitDone(String id, int units) {
    Awaitility.await(units + " units of " + id + " are done")
        .atMost(PATIENCE)
        .until(
            () ->
                any().audits().find(id).stream()
                    .flatMap(audit -> audit.progress().stages().stream())
                    .anyMatch(stage -> stage.done() >= units));
  }

  /** The report, to the byte. */
  byte[] report(String id) {
    try {
      return tools.artifacts().read(audit(id).report());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The report of the same audit, run on one thread without Kafka. */
  byte[] sequential(Steps.Plan plan) {
    return sequential(plan.spec(birds));
  }

  /** The same of any method. */
  byte[] sequential(AuditSpec spec) {
    AuditMethod method = AuditMethods.ALL.get(spec.method());
    LocalRun.Outcome outcome =
        LocalRun.run(
                method,
                new Subjects(1).open(spec),
                Device.cpu(),
                tools.artifacts(),
                null,
                progress -> {},
                () -> false)
            .orElseThrow();
    return new ReportDocument(outcome.report(), outcome.aside()).json();
  }

  /** All that was told of an audit's units, also what is out of the view. */
  List<UnitOutcome> outcomes(String id) {
    return read(Topics.UNIT_RESULTS).stream()
        .filter(record -> record.value() != null)
        .map(EventCodec::readUnitOutcome)
        .filter(outcome -> outcome.audit().equals(id))
        .toList();
  }

  /** All that was ever written of audits, in the order of each partition. */
  List<AuditRecord> records() {
    return read(Topics.AUDITS).stream()
        .filter(record -> record.value() != null)
        .map(EventCodec::readAuditRecord)
        .toList();
  }

  List<ConsumerRecord<byte[], byte[]>> read(Topic topic) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            KafkaClients.reader(broker.bootstrap()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.name()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      return records;
    }
  }

  @Override
  public void close() {
    List.copyOf(members.keySet()).forEach(this::leave);
    broker.close();
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
