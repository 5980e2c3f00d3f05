package dev.telltale.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.Device;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.LocalRun;
import dev.telltale.audit.ReportDocument;
import dev.telltale.audit.Subjects;
import dev.telltale.cli.AuditMethods;
import dev.telltale.kafka.Topics;
import dev.telltale.kafka.event.AuditCommand;
import dev.telltale.kafka.event.AuditRecord;
import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.UnitOutcome;
import dev.telltale.pipeline.ArtifactStore;
import dev.telltale.pipeline.AuditTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Asks a house for audits and sees what comes of them, with plain clients of Kafka. */
final class AuditsOnKafka {
  private final Supplier<String> bootstrap;
  private final AuditTools tools;

  AuditsOnKafka(House house, Path artifacts) {
    this(house::bootstrap, artifacts);
  }

  AuditsOnKafka(String bootstrap, Path artifacts) {
    this(() -> bootstrap, artifacts);
  }

  private AuditsOnKafka(Supplier<String> bootstrap, Path artifacts) {
    this.bootstrap = bootstrap;
    this.tools = AuditMethods.tools(new ArtifactStore(artifacts));
  }

  /** Puts a method of the tests where processes find it. */
  static Path methods(Path directory) {
    Path classes = Path.of("target", "test-classes");
    try (Stream<Path> files = Files.list(classes.resolve("dev/telltale/testing"))) {
      Path into = Files.createDirectories(directory.resolve("dev/telltale/testing"));
      for (Path file :
          files.filter(one -> one.getFileName().toString().startsWith("Steps")).toList()) {
        Files.copy(file, into.resolve(file.getFileName()));
      }
      Path services = Files.createDirectories(directory.resolve("META-INF/services"));
      String name = "dev.telltale.audit.AuditMethod";
      Files.copy(classes.resolve("META-INF/services").resolve(name), services.resolve(name));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void request(String id, AuditSpec spec) {
    send(
        AuditCommand.request(
            id, "Steps of " + id, new ObjectMapper().valueToTree(spec), Instant.now()));
  }

  void send(AuditCommand command) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap.get()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(EventCodec.record(command)).get(60, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Where an audit stands; empty before anything was written of it. */
  Optional<AuditRecord> audit(String id) {
    return new Kafka(bootstrap.get())
        .read(Topics.AUDITS).stream()
            .filter(record -> id.equals(new String(record.key(), UTF_8)) && record.value() != null)
            .map(EventCodec::readAuditRecord)
            .reduce((before, after) -> after);
  }

  /** The partitions of audits that a member leads, as Kafka has given them out. */
  Set<Integer> ledBy(String member) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap.get()))) {
      return admin
          .describeConsumerGroups(List.of("telltale-coordinators"))
          .all()
          .get(60, TimeUnit.SECONDS)
          .values()
          .stream()
          .flatMap(group -> group.members().stream())
          .filter(one -> one.groupInstanceId().orElse("").equals(member))
          .flatMap(one -> one.assignment().topicPartitions().stream())
          .map(TopicPartition::partition)
          .collect(Collectors.toSet());
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The partition of an audit, as Kafka's partitioner chooses it. */
  int partition(String id) {
    return BuiltInPartitioner.partitionForKey(id.getBytes(UTF_8), Topics.AUDITS.partitions());
  }

  /** Whether it came to its end, with its report. */
  boolean completed(String id) {
    return audit(id).map(audit -> audit.state() == AuditRecord.State.COMPLETED).orElse(false);
  }

  /** Everything that was told of its units. */
  List<UnitOutcome> outcomes(String id) {
    return new Kafka(bootstrap.get())
        .read(Topics.UNIT_RESULTS).stream()
            .filter(record -> record.value() != null)
            .map(EventCodec::readUnitOutcome)
            .filter(outcome -> outcome.audit().equals(id))
            .toList();
  }

  /** How many of its units have a result. */
  long done(String id) {
    return outcomes(id).stream()
        .filter(outcome -> outcome.kind() == UnitOutcome.Kind.DONE)
        .map(outcome -> outcome.stage() + outcome.unit())
        .distinct()
        .count();
  }

  /** The report, to the byte. */
  byte[] report(String id) {
    try {
      return tools.artifacts().read(audit(id).orElseThrow().report());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The report of the same spec when nothing disturbs it: on one thread, without Kafka. */
  byte[] undisturbed(AuditSpec spec) {
    LocalRun.Outcome outcome =
        LocalRun.run(
                tools.methods().get(spec.method()),
                new Subjects(1).open(spec),
                Device.cpu(),
                tools.artifacts(),
                null,
                progress -> {},
                () -> false)
            .orElseThrow();
    return new ReportDocument(outcome.report(), outcome.aside()).json();
  }
}
