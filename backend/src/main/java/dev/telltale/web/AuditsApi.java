package dev.telltale.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.AuditState;
import dev.telltale.audit.ModelCount;
import dev.telltale.kafka.event.AuditCommand;
import dev.telltale.kafka.event.AuditCommand.Kind;
import dev.telltale.pipeline.Audit;
import dev.telltale.pipeline.Member;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonArray;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Audits: methods, requests, what they would cost, where they stand, and what they found. */
final class AuditsApi {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Each may list a large data set, and forms ask whenever typing rests. */
  private static final int ESTIMATES_AT_ONCE = 2;

  private final Member member;
  private final LiveState state;
  private final Audited audited;
  private final AuditRequests requests;
  private final AuditFiles files;
  private final AuditImages images;
  private final AskedAudits asked = new AskedAudits();
  private final WorkerExecutor estimates;

  AuditsApi(Member member, LiveState state, Audited audited, Vertx vertx) {
    this.member = member;
    this.state = state;
    this.audited = audited;
    this.requests = new AuditRequests(member.options(), audited);
    this.files = new AuditFiles(audited.artifacts(), vertx);
    this.images = new AuditImages(member.options(), audited.subjects(), vertx);
    this.estimates =
        vertx.createSharedWorkerExecutor(
            "telltale-estimates", ESTIMATES_AT_ONCE, 10, TimeUnit.MINUTES);
  }

  private record Method(String name, String summary, ModelCount models, ObjectNode schema) {}

  private record Methods(List<Method> methods) {}

  private record Page(List<AuditSummary> audits, int total) {}

  private record Id(String id) {}

  void mount(RouterBuilder routes) {
    routes.getRoute("listMethods").addHandler(ctx -> Answers.json(ctx, methods()));
    routes.getRoute("listAudits").addHandler(this::list);
    routes.getRoute("getAudit").addHandler(ctx -> Answers.json(ctx, AuditDetail.of(find(ctx))));
    routes.getRoute("requestAudit").addHandler(this::request);
    routes.getRoute("estimateAudit").addHandler(this::estimate);
    for (Kind kind : List.of(Kind.PAUSE, Kind.RESUME, Kind.CANCEL, Kind.RETRY, Kind.DELETE)) {
      routes
          .getRoute(kind.name().toLowerCase(Locale.ROOT) + "Audit")
          .addHandler(ctx -> change(ctx, kind));
    }
    routes.getRoute("getAuditReport").addHandler(this::report);
    routes
        .getRoute("getAuditBundle")
        .addHandler(ctx -> files.bundle(ctx, find(ctx), Query.of(ctx).pathText("name")));
    routes.getRoute("getAuditProvenance").addHandler(this::provenance);
    routes
        .getRoute("getAuditPicture")
        .addHandler(ctx -> files.picture(ctx, find(ctx), Query.of(ctx).pathText("artifact")));
    routes
        .getRoute("getAuditData")
        .addHandler(ctx -> files.data(ctx, find(ctx), Query.of(ctx).pathText("name")));
    routes.getRoute("getAuditImage").addHandler(this::image);
  }

  private Methods methods() {
    return new Methods(
        audited.methods().values().stream()
            .map(
                method ->
                    new Method(method.name(), method.summary(), method.models(), method.schema()))
            .toList());
  }

  /** Off the event loop: a page may hold ten thousand of them. */
  private void list(RoutingContext ctx) {
    Query query = Query.of(ctx);
    String wanted = query.text("state");
    int offset = query.integer("offset", 0);
    int limit = query.integer("limit", 1000);
    Answers.json(ctx, () -> page(wanted, offset, limit));
  }

  private Page page(@Nullable String wanted, int offset, int limit) {
    List<Audit> matching =
        member.audits().all().stream()
            .filter(audit -> wanted == null || audit.state().label().equals(wanted))
            .toList();
    return new Page(
        matching.stream().skip(offset).limit(limit).map(AuditSummary::of).toList(),
        matching.size());
  }

  private void request(RoutingContext ctx) {
    String body = ctx.body().asString();
    String by = by(ctx);
    ctx.vertx()
        .executeBlocking(
            () -> {
              AuditRequests.Ready ready = requests.read(body);
              AuditSpec spec = ready.subject().spec();
              String id = spec.method() + "-" + Long.toString(RANDOM.nextLong(1L << 46), 36);
              JsonNode json = JSON.valueToTree(spec);
              Instant now = Instant.now();
              member.submit(AuditCommand.request(id, ready.title(), json, now).by(by));
              asked.add(id, ready.title(), spec, now);
              return id;
            },
            false)
        .onSuccess(
            id -> {
              ctx.response().setStatusCode(202).putHeader("Location", "/api/audits/" + id);
              Answers.json(ctx, new Id(id));
            })
        .onFailure(ctx::fail);
  }

  private void estimate(RoutingContext ctx) {
    String body = ctx.body().asString();
    int slots = slots();
    Answers.json(
        ctx,
        () -> {
          AuditRequests.Ready ready = requests.read(body);
          return AuditEstimate.of(ready.method(), ready.subject(), slots, member.audits().all());
        },
        estimates);
  }

  /** Devices of all workers. */
  private int slots() {
    int slots = 0;
    for (Map<String, Object> worker : state.workers()) {
      slots +=
          worker.get("devices") instanceof List<?> devices
              ? devices.size()
              : worker.get("devices") instanceof JsonArray array ? array.size() : 0;
    }
    return slots;
  }

  private void change(RoutingContext ctx, Kind kind) {
    Audit audit = find(ctx);
    String refused = refusal(audit, kind);
    if (refused != null) {
      throw new Problem.Conflict(refused);
    }
    String by = by(ctx);
    ctx.vertx()
        .<Void>executeBlocking(
            () -> {
              member.submit(AuditCommand.of(kind, audit.id(), Instant.now()).by(by));
              return null;
            },
            false)
        .onSuccess(done -> ctx.response().setStatusCode(202).end())
        .onFailure(ctx::fail);
  }

  /** Nobody signs in: what is known of who asks is the address. */
  private static String by(RoutingContext ctx) {
    return "somebody at " + ctx.request().remoteAddress().hostAddress();
  }

  /** Why an audit cannot be changed so as it stands; null when it can. */
  private static @Nullable String refusal(Audit audit, Kind kind) {
    AuditState now = audit.state();
    String is = "The audit " + audit.id() + " is " + now.label();
    return switch (kind) {
      case PAUSE -> now.ended() ? is + ": it has ended." : now.open() ? null : is + " already.";
      case RESUME ->
          now == AuditState.PAUSED ? null : is + ", not paused: there is nothing to resume.";
      case CANCEL -> now.ended() ? is + ": it has ended." : null;
      case RETRY ->
          now == AuditState.CANCELLED
              ? is + ": it has ended for good; clone it instead."
              : now != AuditState.FAILED && audit.aside().isEmpty()
                  ? is + ", and no unit of it is set aside."
                  : null;
      case DELETE -> now.ended() ? null : is + "; cancel it first.";
      default -> throw new IllegalArgumentException(kind.toString());
    };
  }

  private void report(RoutingContext ctx) {
    String format = Query.of(ctx).text("format");
    files.report(ctx, find(ctx), format == null ? "json" : format);
  }

  private void image(RoutingContext ctx) {
    Query query = Query.of(ctx);
    String size = query.text("size");
    images.send(ctx, find(ctx), query.pathInt("place"), size == null ? "224" : size);
  }

  private void provenance(RoutingContext ctx) {
    Audit audit = find(ctx);
    if (audit.report() == null && audit.partial() == null) {
      throw new Problem.NotFound(
          "The audit %s is %s: it has no report.".formatted(audit.id(), audit.state().label()));
    }
    Answers.json(ctx, () -> files.provenance(audit));
  }

  private Audit find(RoutingContext ctx) {
    String id = Query.of(ctx).pathText("id");
    Optional<Audit> told = member.audits().find(id);
    told.ifPresent(audit -> asked.known(id));
    return told.or(() -> asked.find(id)).orElseThrow(() -> unknown(id));
  }

  private RuntimeException unknown(String id) {
    return member.state() == Member.State.STARTING
        ? new Problem.NotYet(
            "This member is starting, and has not read yet which audits there are.")
        : new Problem.NotFound("There is no audit \"" + id + "\".");
  }
}
