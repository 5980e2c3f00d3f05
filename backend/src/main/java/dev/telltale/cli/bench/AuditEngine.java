package dev.telltale.cli.bench;

import ai.djl.Device;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.AuditState;
import dev.telltale.audit.AuditedImages;
import dev.telltale.audit.AuditedModel;
import dev.telltale.audit.LocalRun;
import dev.telltale.audit.Subjects;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Subset;
import dev.telltale.dataset.Task;
import dev.telltale.groups.Groups;
import dev.telltale.kafka.event.AuditCommand;
import dev.telltale.model.ModelBundle;
import dev.telltale.pipeline.ArtifactStore;
import dev.telltale.pipeline.Audit;
import dev.telltale.pipeline.AuditTools;
import dev.telltale.pipeline.Member;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.utils.Utils;

/** Asks a member for audits whose units do nothing, and waits for them. */
final class AuditEngine {
  private static final long LOOK_MILLIS = 20;
  private static final long LONGEST_NANOS = 600_000_000_000L;

  private final Member member;
  private final AuditSpec images;
  private int asked;

  /**
   * @param member that leads and works on them
   */
  AuditEngine(Member member, DataSet dataSet, ModelBundle bundle) {
    this.member = member;
    this.images =
        new AuditSpec(
            Pulse.NAME,
            new AuditedImages(
                dataSet.name(),
                dataSet.root().toString(),
                dataSet.layout(),
                null,
                Task.OWN,
                Subset.ALL,
                false,
                null),
            List.of(
                new AuditedModel("model", bundle.directory().toAbsolutePath().toString(), null)),
            Pulse.options(0, 0));
  }

  /** What the member audits with. */
  static AuditTools tools(Path artifacts) {
    return new AuditTools(
        Map.of(Pulse.NAME, new Pulse(), "groups", new Groups()),
        new Subjects(1)::open,
        new ArtifactStore(artifacts));
  }

  /**
   * An audit from its request to its report.
   *
   * @return seconds
   */
  double seconds(int units, int millis) {
    long start = System.nanoTime();
    String id = begin(units, millis);
    await(() -> done(id));
    return (System.nanoTime() - start) / 1e9;
  }

  /** Asks for an audit of units that do nothing, and does not wait. */
  String begin(int units, int millis) {
    return begin(with(Pulse.NAME, Pulse.options(units, millis)));
  }

  /** Asks for an audit of every group of the images, and does not wait. */
  String beginGroups() {
    Groups groups = new Groups();
    return begin(with(groups.name(), groups.options(JsonNodeFactory.instance.objectNode())));
  }

  private String begin(AuditSpec spec) {
    String id = "bench-" + ++asked;
    member.submit(
        AuditCommand.request(id, "Bench", new ObjectMapper().valueToTree(spec), Instant.now()));
    return id;
  }

  /** Ends one that is not wanted any more. */
  void cancel(String id) {
    member.submit(AuditCommand.of(AuditCommand.Kind.CANCEL, id, Instant.now()));
  }

  /**
   * From when an audit of long units is to rest, or to end, until it does and nothing is at work.
   *
   * @param kind pause or cancel
   * @return seconds
   */
  double rests(AuditCommand.Kind kind, int unitMillis) {
    String id = begin(20, unitMillis);
    AuditState wanted = kind == AuditCommand.Kind.PAUSE ? AuditState.PAUSED : AuditState.CANCELLED;
    await(() -> Pulse.working() > 0);
    long start = System.nanoTime();
    member.submit(AuditCommand.of(kind, id, Instant.now()));
    await(
        () ->
            Pulse.working() == 0
                && member.audits().find(id).filter(a -> a.state() == wanted).isPresent());
    double seconds = (System.nanoTime() - start) / 1e9;
    cancel(id);
    return seconds;
  }

  private static void await(BooleanSupplier so) {
    long start = System.nanoTime();
    while (!so.getAsBoolean()) {
      if (System.nanoTime() - start > LONGEST_NANOS) {
        throw new IllegalStateException("an audit does not do as it is told");
      }
      Utils.sleep(LOOK_MILLIS);
    }
  }

  boolean done(String id) {
    Optional<Audit> audit = member.audits().find(id);
    if (audit.isPresent() && audit.get().state() == AuditState.FAILED) {
      throw new IllegalStateException(String.valueOf(audit.get().reason()));
    }
    return audit.isPresent() && audit.get().state() == AuditState.COMPLETED;
  }

  /**
   * The same units one after the other on this thread, without Kafka, as {@code telltale audit}
   * works on them.
   *
   * @return seconds
   */
  double loopSeconds(int units, AuditTools tools) {
    long start = System.nanoTime();
    LocalRun.run(
        new Pulse(),
        tools.subjects().apply(with(Pulse.NAME, Pulse.options(units, 0))),
        Device.cpu(),
        tools.artifacts(),
        null,
        progress -> {},
        () -> false);
    return (System.nanoTime() - start) / 1e9;
  }

  private AuditSpec with(String method, ObjectNode options) {
    return new AuditSpec(method, images.images(), images.models(), options);
  }
}
