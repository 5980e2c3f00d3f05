package dev.telltale.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.audit.Artifacts;
import dev.telltale.audit.Report;
import dev.telltale.audit.ReportDocument;
import dev.telltale.audit.ReportFiles;
import dev.telltale.pipeline.Audit;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What audits keep, as it comes out of the store: nothing is held in memory. */
final class AuditFiles {
  private static final Logger LOG = LoggerFactory.getLogger(AuditFiles.class);
  private static final ObjectMapper TREE = new ObjectMapper();

  /** Downloads side by side; a slow one holds a thread, and must not hold up the pages. */
  private static final int THREADS = 8;

  private static final String NOT_KEPT = "no-store";

  private final Artifacts artifacts;
  private final WorkerExecutor threads;

  private final ReportNames names;

  AuditFiles(Artifacts artifacts, Vertx vertx) {
    this.artifacts = artifacts;
    this.names = new ReportNames(this::opened);
    this.threads =
        vertx.createSharedWorkerExecutor("telltale-downloads", THREADS, 1, TimeUnit.HOURS);
  }

  /**
   * Sends the report, as {@code json}, {@code csv} or {@code html}; of an audit that is not
   * completed, the last one of what was known so far.
   */
  void report(RoutingContext ctx, Audit audit, String format) {
    String report = report(audit);
    String name = audit.report() == null ? audit.id() + "-partial" : audit.id();
    switch (format) {
      case "csv" ->
          answer(
              ctx,
              new Head("application/zip", name + "-tables.zip", NOT_KEPT),
              () -> document(report),
              AuditFiles::tables);
      case "html" ->
          answer(
              ctx,
              new Head("text/html; charset=utf-8", name + ".html", NOT_KEPT),
              () -> new Page(document(report), provenance(audit)),
              (page, out) -> ReportFiles.html(page.document(), page.provenance(), artifacts, out));
      default -> send(ctx, report, new Head("application/json", name + ".json", NOT_KEPT));
    }
  }

  private record Page(ReportDocument document, JsonNode provenance) {}

  /**
   * What the audit's report comes from, with the versions that made it; for audits of an earlier
   * version, that did not keep them, with those that are here. Blocks.
   *
   * @throws IOException if the artifact store cannot be read
   */
  JsonNode provenance(Audit audit) throws IOException {
    if (audit.provenance() == null) {
      return ReportFiles.provenance(audit.spec());
    }
    try (InputStream in = opened(audit.provenance())) {
      return TREE.readTree(in);
    }
  }

  /** Sends a model that the audit made, as a ZIP of its directory. */
  void bundle(RoutingContext ctx, Audit audit, String name) {
    String report = report(audit);
    answer(
        ctx,
        new Head("application/zip", name + ".zip", NOT_KEPT),
        () -> bundle(audit, document(report), name),
        (bundle, out) -> ReportFiles.zip(bundle, artifacts, out));
  }

  private static Report.Bundle bundle(Audit audit, ReportDocument document, String name) {
    return document.report().bundles().stream()
        .filter(bundle -> bundle.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Problem.NotFound(
                    "The audit %s made no model \"%s\".".formatted(audit.id(), name)));
  }

  /** Sends a picture, if the audit's report or one of its documents names it. */
  void picture(RoutingContext ctx, Audit audit, String artifact) {
    String report = report(audit);
    threads
        .executeBlocking(() -> Optional.ofNullable(names.picture(report, artifact)), false)
        .onSuccess(
            type ->
                type.ifPresentOrElse(
                    of -> send(ctx, artifact, new Head(of, null, Keeping.FOR_EVER)),
                    () ->
                        ctx.fail(
                            new Problem.NotFound(
                                "The report of " + audit.id() + " has no such picture."))))
        .onFailure(ctx::fail);
  }

  /** Sends a document that the audit's report names; nothing if the client has it. */
  void data(RoutingContext ctx, Audit audit, String name) {
    String report = report(audit);
    threads
        .executeBlocking(() -> Optional.ofNullable(names.document(report, name)), false)
        .onSuccess(
            found -> {
              if (found.isEmpty()) {
                ctx.fail(
                    new Problem.NotFound(
                        "The report of %s has no document \"%s\"%s."
                            .formatted(
                                audit.id(),
                                name,
                                audit.report() == null ? " yet, or will have none" : "")));
              } else if (!Keeping.has(ctx, found.get())) {
                send(ctx, found.get(), new Head("application/json", null, Keeping.IF_UNCHANGED));
              }
            })
        .onFailure(ctx::fail);
  }

  private static String report(Audit audit) {
    String report = audit.report() == null ? audit.partial() : audit.report();
    if (report == null) {
      throw new Problem.NotFound(
          "The audit %s is %s: it has no report.".formatted(audit.id(), audit.state().label()));
    }
    return report;
  }

  /**
   * What stands before an answer.
   *
   * @param download name of the file; null for what is shown only
   */
  private record Head(String type, @Nullable String download, String cache) {
    void write(HttpServerResponse response) {
      response.setChunked(true).putHeader("Content-Type", type).putHeader("Cache-Control", cache);
      if (download != null) {
        response.putHeader("Content-Disposition", "attachment; filename=\"" + download + "\"");
      }
    }
  }

  private interface Opening<T> {
    T open() throws IOException;
  }

  private interface Writing<T> {
    void write(T opened, OutputStream out) throws IOException;
  }

  private void send(RoutingContext ctx, String artifact, Head head) {
    answer(
        ctx,
        head,
        () -> opened(artifact),
        (in, out) -> {
          try (in) {
            in.transferTo(out);
          }
        });
  }

  /** What cannot be opened is a problem still; after that the answer has begun. */
  private <T> void answer(RoutingContext ctx, Head head, Opening<T> opening, Writing<T> writing) {
    HttpServerResponse response = ctx.response();
    threads
        .<Void>executeBlocking(
            () -> {
              T opened = opening.open();
              head.write(response);
              ResponseStream out = new ResponseStream(response);
              writing.write(opened, out);
              out.flush();
              return null;
            },
            false)
        .onSuccess(done -> response.end())
        .onFailure(e -> failed(ctx, e));
  }

  private ReportDocument document(String report) throws IOException {
    try (InputStream in = opened(report)) {
      return ReportDocument.read(in.readAllBytes());
    }
  }

  private static void tables(ReportDocument document, OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    for (Report.Section section : document.report().sections()) {
      for (Report.Table table : section.tables()) {
        zip.putNextEntry(new ZipEntry(table.name() + ".csv"));
        ReportFiles.csv(table, zip);
        zip.closeEntry();
      }
    }
    zip.finish();
  }

  /** Half an answer must not look like a whole one. */
  private static void failed(RoutingContext ctx, Throwable e) {
    if (ctx.response().headWritten()) {
      if (!ctx.response().closed()) {
        LOG.warn("{} was broken off: {}", ctx.request().path(), e.toString());
      }
      ctx.request().connection().close();
    } else {
      ctx.fail(e);
    }
  }

  private InputStream opened(String artifact) throws IOException {
    try {
      return artifacts.open(artifact);
    } catch (NoSuchFileException | FileNotFoundException e) {
      throw new Problem.NotFound(
          "The artifact store of this member does not have "
              + artifact
              + "; do all members share one?");
    }
  }
}
