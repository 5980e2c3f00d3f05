package dev.telltale.web;

import dev.telltale.pipeline.KafkaTopics;
import dev.telltale.pipeline.KnownDataSet;
import dev.telltale.pipeline.Member;
import dev.telltale.pipeline.MemberOptions;
import dev.telltale.pipeline.Role;
import dev.telltale.pipeline.messages.MemberReport;
import dev.telltale.screening.ScreeningMetrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What this member and its cluster are, and whether they are well. */
final class StatusApi {
  private static final long CLUSTER_MILLIS = 5000;

  private final Member member;
  private final LiveState live;
  private final KafkaProbe kafka;
  private final String version;
  private final Path bundle;

  /**
   * @param bundle the real path of the member's own
   */
  StatusApi(Member member, LiveState live, KafkaProbe kafka, String version, Path bundle) {
    this.member = member;
    this.live = live;
    this.kafka = kafka;
    this.version = version;
    this.bundle = bundle;
  }

  private record Kafka(String bootstrap, boolean reachable) {}

  private record DataSet(
      String name, String layout, List<String> classes, @Nullable String directory) {}

  private record Model(
      String name,
      String hash,
      int classes,
      List<String> classNames,
      int inputHeight,
      int inputWidth,
      String directory) {}

  private record StatusView(
      String version,
      String member,
      List<String> roles,
      Instant startedAt,
      String state,
      Kafka kafka,
      List<DataSet> dataSets,
      List<Model> models) {}

  private record Screenings(List<ScreeningMetrics> screenings) {}

  private record TopicLevels(List<KafkaTopics.Level> topics) {}

  private record Members(List<Map<String, Object>> members) {}

  void mount(RouterBuilder routes) {
    routes.getRoute("getStatus").addHandler(ctx -> Answers.json(ctx, status()));
    routes.getRoute("listMembers").addHandler(ctx -> Answers.json(ctx, members()));
    routes
        .getRoute("listTopics")
        .addHandler(ctx -> Answers.json(ctx, () -> new TopicLevels(member.topics().levels())));
    routes
        .getRoute("listScreenings")
        .addHandler(ctx -> Answers.json(ctx, new Screenings(live.screeningsAfter(-1))));
  }

  /** Health is asked by machines, beside the contract. */
  void mount(Router router) {
    HealthChecks ready = HealthChecks.create(member.vertx());
    ready.register(
        "member", promise -> promise.complete(upIf(member.state() == Member.State.READY)));
    ready.register("cluster", CLUSTER_MILLIS, this::cluster);
    ready.register("kafka", promise -> promise.complete(upIf(kafka.reachable())));
    router.get("/health/live").handler(ctx -> Answers.json(ctx, Map.of("status", "UP")));
    router.get("/health/ready").handler(ctx -> health(ctx, ready));
  }

  private void cluster(Promise<Status> promise) {
    member
        .vertx()
        .executeBlocking(member::clustered, false)
        .map(StatusApi::upIf)
        .onComplete(promise);
  }

  private static void health(RoutingContext ctx, HealthChecks checks) {
    checks
        .checkStatus()
        .recover(e -> Future.succeededFuture(null))
        .onSuccess(
            result -> {
              boolean up = result != null && Boolean.TRUE.equals(result.getUp());
              ctx.response().setStatusCode(up ? 200 : 503);
              ctx.json(result == null ? Map.of("status", "DOWN") : result.toJson());
            });
  }

  private static Status upIf(boolean up) {
    return up ? Status.OK() : Status.KO();
  }

  private StatusView status() {
    MemberOptions options = member.options();
    return new StatusView(
        version,
        options.id(),
        options.roles().stream().map(Role::label).sorted().toList(),
        member.startedAt(),
        member.state().name().toLowerCase(Locale.ROOT),
        new Kafka(options.bootstrap(), kafka.reachable()),
        options.dataSets().values().stream()
            .sorted(Comparator.comparing(KnownDataSet::name))
            .map(known -> new DataSet(known.name(), known.layout(), known.classes(), place(known)))
            .toList(),
        List.of(
            new Model(
                options.bundle().spec().name(),
                options.bundle().hash(),
                options.bundle().spec().classes().size(),
                options.bundle().spec().classes(),
                options.bundle().spec().height(),
                options.bundle().spec().width(),
                bundle.toString())));
  }

  private static @Nullable String place(KnownDataSet known) {
    return known.root() == null ? null : known.root().toString();
  }

  private Members members() {
    String self = member.options().id();
    return new Members(
        live.members().stream()
            .sorted(Comparator.comparing((MemberReport report) -> !report.id().equals(self)))
            .map(report -> view(report, self))
            .toList());
  }

  private static Map<String, Object> view(MemberReport report, String self) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", report.id());
    view.put("roles", report.roles());
    view.put("self", report.id().equals(self));
    view.put("worker", report.worker() == null ? null : report.worker().getMap());
    return view;
  }
}
