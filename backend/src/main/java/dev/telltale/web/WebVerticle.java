package dev.telltale.web;

import dev.telltale.pipeline.Addresses;
import dev.telltale.pipeline.Member;
import dev.telltale.pipeline.index.ImageFilter;
import dev.telltale.pipeline.index.ImageSort;
import dev.telltale.pipeline.index.IndexedImage;
import dev.telltale.pipeline.messages.MemberReport;
import dev.telltale.pipeline.messages.MetricsUpdate;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The web server of a member. Ready when it listens. */
public final class WebVerticle extends VerticleBase {
  private static final int MAX_BODY_BYTES = 1024 * 1024;
  private static final int MAX_SOCKET_MESSAGE_BYTES = 64 * 1024;
  private static final long METERS_MILLIS = 1000;

  private final Member member;
  private final WebOptions options;
  private final String version;
  private final Audited audited;
  private final LiveState state = new LiveState();
  private @Nullable HttpServer server;
  private @Nullable KafkaProbe kafka;
  private @Nullable DataSetsApi dataSets;

  /**
   * @param member whose views are served
   * @param options where to listen and what to serve
   * @param version of Telltale
   */
  public WebVerticle(Member member, WebOptions options, String version) {
    this(member, options, version, Audited.NOTHING);
  }

  /**
   * @param audited what audits are made of
   */
  public WebVerticle(Member member, WebOptions options, String version, Audited audited) {
    this.member = member;
    this.options = options;
    this.version = version;
    this.audited = audited;
  }

  @Override
  public Future<?> start() {
    vertx
        .eventBus()
        .<MetricsUpdate>localConsumer(Addresses.METRICS, message -> state.update(message.body()));
    vertx
        .eventBus()
        .<JsonObject>consumer(
            Addresses.MEMBERS,
            message -> state.heard(MemberReport.of(message.body()), System.nanoTime()));
    Meters meters = new Meters(member.registry());
    vertx.setPeriodic(METERS_MILLIS, timer -> meters.update(state));
    vertx.setPeriodic(LiveFeed.INTERVAL_MILLIS, timer -> look());
    LiveFeed feed = new LiveFeed(state, version, member.options().id());
    feed.start(vertx);
    return vertx
        .executeBlocking(this::prepare)
        .compose(
            prepared -> {
              kafka = prepared.probe();
              prepared.probe().start(vertx);
              state.remember(prepared.newest());
              return OpenAPIContract.from(vertx, prepared.contract())
                  .compose(contract -> listen(routes(contract, prepared, feed)));
            });
  }

  private void look() {
    state.audits(
        member.audits().latest(LiveState.ENDED_AUDITS).stream().map(AuditSummary::of).toList(),
        member.audits().all().size());
    Instant now = Instant.now();
    state.trainings(
        member.trainings().all().stream()
            .map(training -> TrainingSummary.of(training, now))
            .toList());
  }

  /** What would hold up an event loop: names are looked up, files read, a document is parsed. */
  private record Prepared(
      KafkaProbe probe,
      List<IndexedImage> newest,
      String document,
      JsonObject contract,
      Path bundle) {}

  private Prepared prepare() throws IOException {
    List<IndexedImage> newest =
        new ArrayList<>(
            member.index().page(ImageFilter.ALL, ImageSort.NEWEST, null, LiveState.RECENT));
    Collections.reverse(newest);
    String document = Contract.document();
    return new Prepared(
        new KafkaProbe(member.options().bootstrap()),
        newest,
        document,
        Contract.forRouter(document),
        member.options().bundle().directory().toRealPath());
  }

  @Override
  public Future<?> stop() {
    if (kafka != null) {
      kafka.close();
    }
    if (dataSets != null) {
      dataSets.close();
    }
    return server == null ? Future.succeededFuture() : server.close();
  }

  /** The port that is listened on. */
  public int port() {
    return server == null ? 0 : server.actualPort();
  }

  private Future<HttpServer> listen(Router router) {
    server =
        vertx.createHttpServer(
            new HttpServerOptions()
                .setHost(options.host())
                .setPort(options.port())
                .setCompressionSupported(true)
                // Only some clients ask for an upgrade to HTTP/2 without TLS, and now and then the
                // first answer after one never comes.
                .setHttp2ClearTextEnabled(false)
                // Of a connection on which nothing comes and nothing can be sent.
                .setIdleTimeout((int) LiveFeed.SILENCE.toSeconds())
                .setMaxWebSocketMessageSize(MAX_SOCKET_MESSAGE_BYTES));
    return server.requestHandler(router).listen();
  }

  private Router routes(OpenAPIContract contract, Prepared prepared, LiveFeed feed) {
    Visitors visitors = new Visitors(options);
    Router router = Router.router(vertx);
    router.route().handler(WebVerticle::secure).handler(visitors::checkHost);
    router.route().failureHandler(Problem::answer);
    // A page elsewhere may send these without asking first, and make this member work.
    for (HttpMethod method : List.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE)) {
      router.route().method(method).handler(visitors::checkOrigin);
    }
    router.get("/live").handler(visitors::checkOrigin).handler(feed::accept);
    router
        .get("/openapi.yaml")
        .handler(
            ctx ->
                ctx.response()
                    .putHeader("Content-Type", "application/yaml")
                    .end(prepared.document()));
    router
        .get("/metrics")
        .handler(
            ctx ->
                ctx.response()
                    .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(member.registry().scrape()));
    StatusApi status = new StatusApi(member, state, prepared.probe(), version, prepared.bundle());
    status.mount(router);
    router.route("/*").subRouter(api(contract, status));
    dashboard(router);
    for (int code : new int[] {400, 404, 405, 415}) {
      router.errorHandler(code, ctx -> Problem.answer(ctx, code));
    }
    return router;
  }

  private Router api(OpenAPIContract contract, StatusApi status) {
    RouterBuilder routes =
        RouterBuilder.create(vertx, contract, RequestExtractor.withBodyHandler());
    routes.rootHandler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
    new ImagesApi(member.index()).mount(routes);
    new PicturesApi(member.index(), member.pictures(), version).mount(routes);
    new ContactSheetApi(member.index(), member.pictures()).mount(routes);
    new DeadLettersApi(member.index(), member.deadLetters()).mount(routes);
    new TrainingsApi(member).mount(routes);
    new AuditsApi(member, state, audited, vertx).mount(routes);
    dataSets = new DataSetsApi(member);
    dataSets.mount(routes);
    status.mount(routes);
    routes.getRoutes().forEach(route -> route.addFailureHandler(Problem::answer));
    return routes.createRouter();
  }

  private void dashboard(Router router) {
    Path files = options.dashboard();
    router
        .get("/assets/*")
        .handler(
            StaticHandler.create(FileSystemAccess.ROOT, files.resolve("assets").toString())
                .setMaxAgeSeconds(365L * 24 * 3600));
    router
        .get("/*")
        .handler(
            StaticHandler.create(FileSystemAccess.ROOT, files.toString())
                .setIndexPage("index.html")
                .setCachingEnabled(false));
    // A page of the dashboard: its own router takes over.
    router
        .getWithRegex("^(?!/(api|live|health|metrics|assets)(/|$)).*")
        .handler(
            ctx ->
                ctx.response()
                    .sendFile(files.resolve("index.html").toString())
                    .onFailure(
                        e -> ctx.fail(new Problem.NotFound("The dashboard has not been built."))));
  }

  private static void secure(RoutingContext ctx) {
    ctx.response()
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader(
            "Content-Security-Policy",
            "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline';"
                + " frame-ancestors 'none'; base-uri 'none'; object-src 'none'");
    ctx.next();
  }
}
