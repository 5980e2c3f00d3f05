package dev.telltale.pipeline;

import dev.telltale.kafka.TopicSetup;
import dev.telltale.kafka.event.AuditCommand;
import dev.telltale.kafka.event.EventCodec;
import dev.telltale.model.Devices;
import dev.telltale.pipeline.index.ImageIndex;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member of the cluster: joins it, opens its views, and deploys the verticles of its roles.
 * Blocks while doing so: call from a plain thread.
 */
public final class Member implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Member.class);
  private static final long STOP_SECONDS = 9;

  private final MemberOptions options;
  private final Cluster cluster;
  private final Vertx vertx;
  private final PrometheusMeterRegistry registry;
  private final ImageIndex index;
  private final Pictures pictures;
  private final Trainings trainings = new Trainings();
  private final Audits audits = new Audits();
  private final Instant startedAt = Instant.now();
  private volatile State state = State.STARTING;
  private final AtomicReference<@Nullable JsonObject> report = new AtomicReference<>();
  private final List<String> deployed = new ArrayList<>();

  /** Where a member is in its life. */
  public enum State {
    /** Joined; its verticles are not all ready. */
    STARTING,
    /** Takes part. */
    READY,
    /** Finishes what it has begun, and leaves. */
    DRAINING
  }

  private Member(
      MemberOptions options, Cluster cluster, PrometheusMeterRegistry registry, ImageIndex index) {
    this.options = options;
    this.cluster = cluster;
    this.vertx = cluster.vertx();
    this.registry = registry;
    this.index = index;
    this.pictures =
        new Pictures(
            options.dataSets(),
            options.roots(),
            new ArtifactStore(options.state().resolve("artifacts")),
            options.maxPixels());
  }

  /**
   * Makes the topics, joins the cluster and opens the image index. Nothing runs yet.
   *
   * @throws dev.telltale.kafka.BrokerUnreachableException when Kafka does not answer
   * @throws MemberException when the cluster cannot be joined
   */
  public static Member join(MemberOptions options) {
    TopicSetup.ensure(options.bootstrap()).forEach(LOG::warn);
    ImageIndex index =
        ImageIndex.open(
            options.state().resolve("index.db"),
            clusterId(options.bootstrap()),
            new ImageJudge(options.dataSets(), options.bundle().hash()));
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try {
      Cluster cluster = await(Cluster.join(options.cluster(), registry), 90);
      return new Member(options, cluster, registry, index);
    } catch (RuntimeException e) {
      index.close();
      throw new MemberException(
          "cannot join the cluster at "
              + options.cluster().host()
              + ":"
              + options.cluster().port()
              + ": "
              + e.getMessage()
              + "; is the port taken?",
          e);
    }
  }

  /** Deploys something more on this member, such as its web server, and waits until it is ready. */
  public void deploy(Deployable verticle) {
    deployed.add(await(vertx.deployVerticle(verticle), 120));
  }

  /** Deploys the verticles of this member's roles and waits until they are ready. */
  public void run() {
    List<String> roles = options.roles().stream().map(Role::label).sorted().toList();
    deploy(new MemberVerticle(options.id(), roles, report));
    deploy(new MetricsVerticle(options.bootstrap(), index, options.reference()));
    deploy(new AuditsVerticle(options.bootstrap(), audits));
    if (options.roles().contains(Role.WEB)) {
      deploy(new TrainingsVerticle(options.bootstrap(), trainings));
    }
    if (options.roles().contains(Role.WORKER)) {
      work();
    }
    if (options.roles().contains(Role.COORDINATOR)) {
      deploy(
          new CoordinatorVerticle(
              options.id(), options.bootstrap(), options.tools().of(options), audits));
    }
    state = State.READY;
  }

  private void work() {
    List<Devices.Slot> slots = Devices.slots(options.cpuSlots());
    List<DeviceThread> devices = new ArrayList<>();
    for (Devices.Slot slot : slots) {
      DeviceThread device = new DeviceThread(vertx, slot);
      devices.add(device);
      deploy(
          new DeviceVerticle(
              options.id(), device, options.bundle(), options.reference(), pictures, index));
    }
    deploy(
        new ImageIntakeVerticle(
            new WorkerContext(
                options.id(),
                options.bootstrap(),
                options.intake(),
                options.bundle(),
                slots.stream().map(Devices.Slot::name).toList(),
                options.dataSets(),
                report)));
    deploy(
        new UnitIntakeVerticle(
            new UnitIntake.Context(
                options.id(), options.bootstrap(), options.tools().of(options), audits, devices)));
  }

  /** Where this member is in its life. */
  public State state() {
    return state;
  }

  /**
   * Whether this member is part of its cluster, as far as it can know, and what it holds of it is
   * backed up. Blocks: never on an event loop.
   */
  public boolean clustered() {
    return cluster.sound();
  }

  /** When it joined. */
  public Instant startedAt() {
    return startedAt;
  }

  /** What this member was started with. */
  public MemberOptions options() {
    return options;
  }

  /** This member's Vert.x. */
  public Vertx vertx() {
    return vertx;
  }

  /** This member's view of what was scored. */
  public ImageIndex index() {
    return index;
  }

  /** Finds pictures of scored images. */
  public Pictures pictures() {
    return pictures;
  }

  /** Rejected events, as Kafka keeps them. */
  public DeadLetters deadLetters() {
    return new DeadLetters(options.bootstrap());
  }

  /** This member's view of trainings; kept by members with a dashboard. */
  public Trainings trainings() {
    return trainings;
  }

  /** Takes a training out of Kafka, and so out of every member's view. Blocks. */
  public void forgetTraining(String run) {
    KafkaClients.write(options.bootstrap(), EventCodec.forget(run));
  }

  /** This member's view of audits. */
  public Audits audits() {
    return audits;
  }

  /**
   * Asks for something to be done with an audit. Blocks until Kafka has it; what comes of it is
   * seen in {@link #audits}.
   *
   * @throws MemberException when Kafka does not take it within ten seconds
   */
  public void submit(AuditCommand command) {
    KafkaClients.write(options.bootstrap(), EventCodec.record(command));
  }

  /** How much Telltale's topics hold. */
  public KafkaTopics topics() {
    return new KafkaTopics(options.bootstrap(), options.intake().group());
  }

  /** Counters and timers of this member. */
  public PrometheusMeterRegistry registry() {
    return registry;
  }

  /**
   * Drains intake, commits, leaves the cluster. Takes at most some nine seconds; once is enough.
   */
  @Override
  public void close() {
    if (state == State.DRAINING) {
      return;
    }
    state = State.DRAINING;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
    for (int i = deployed.size() - 1; i >= 0; i--) {
      quietly(vertx.undeploy(deployed.get(i)), deadline);
    }
    quietly(vertx.close(), deadline);
    index.close();
  }

  private static void quietly(Future<?> future, long deadline) {
    try {
      long left = Math.max(200, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
      future.toCompletionStage().toCompletableFuture().get(left, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
      LOG.warn("stopping: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String clusterId(String bootstrap) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      return admin.describeCluster().clusterId().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new MemberException(
          "Kafka at " + bootstrap + " does not say which cluster it is: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MemberException("interrupted while asking Kafka", e);
    }
  }

  private static <T> T await(Future<T> future, int seconds) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new MemberException(String.valueOf(e.getCause().getMessage()), e.getCause());
    } catch (java.util.concurrent.TimeoutException e) {
      throw new MemberException("not ready after " + seconds + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MemberException("interrupted while starting", e);
    }
  }
}
