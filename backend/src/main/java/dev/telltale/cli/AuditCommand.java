package dev.telltale.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.audit.AuditMethod;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.LocalRun;
import dev.telltale.audit.ReportDocument;
import dev.telltale.audit.ReportFiles;
import dev.telltale.audit.Subjects;
import dev.telltale.files.Sha256;
import dev.telltale.model.Devices;
import dev.telltale.pipeline.ArtifactStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code telltale audit METHOD}: one audit, in this process or by a server. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    subcommands = {
      AuditAdmin.ListAll.class,
      AuditAdmin.Show.class,
      AuditAdmin.Pause.class,
      AuditAdmin.Resume.class,
      AuditAdmin.Cancel.class,
      AuditAdmin.Retry.class,
      AuditAdmin.Delete.class
    },
    description = {
      "Audits models on a data set, and writes a report: a page, tables, JSON (docs/audits.md)."
          + " Without a method the methods are listed, with their options.",
      "Interrupted, the same command goes on where it was, to the same bytes.",
      "With --server a running Telltale does it, on all its workers: Ctrl-C only ends the watching.",
      "Exit status: 0 done, 1 when units had to be left out or it was interrupted, 2 on wrong use."
    })
final class AuditCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SHOWN = 10;

  @Parameters(paramLabel = "METHOD", arity = "0..1", description = "one of the methods listed")
  private @Nullable String method;

  @Mixin private AuditRequest request;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "where the report goes (default: .telltale/audits/METHOD-DATA-HASH)")
  private @Nullable Path out;

  @ArgGroup(exclusive = false, heading = "By a server:%n")
  private @Nullable AuditThere there;

  @Option(names = "--json", description = "print the outcome as one JSON line on standard output")
  private boolean json;

  /**
   * What was done, for scripts.
   *
   * @param report directory of the report
   * @param complete whether nothing was left out
   * @param aside units that were left out
   * @param findings the sentences at the top of the report
   * @param seconds of this run
   */
  record Outcome(
      String report, boolean complete, int aside, List<String> findings, double seconds) {}

  @Override
  public Integer call() throws IOException {
    if (method == null) {
      AuditMethods.ALL.values().forEach(AuditCommand::list);
      return 0;
    }
    if (there != null) {
      return there.run(method, request, out);
    }
    AuditMethod chosen = AuditMethods.named(method);
    AuditSubject subject = new Subjects(1).prepare(request.spec(chosen));
    DataOptions.tell(subject.images());
    return here(chosen, subject);
  }

  private int here(AuditMethod chosen, AuditSubject subject) throws IOException {
    long start = System.nanoTime();
    Path to = out != null ? out : directory(subject.spec());
    ArtifactStore artifacts = new ArtifactStore(to.resolve("artifacts"));
    CountDownLatch ended = new CountDownLatch(1);
    Shutdown shutdown = new Shutdown();
    shutdown.before(() -> await(ended));
    try (AuditProgressLine line = new AuditProgressLine()) {
      Optional<LocalRun.Outcome> outcome =
          LocalRun.run(
              chosen,
              subject,
              Devices.slots(1).get(0).device(),
              artifacts,
              to.resolve("work"),
              line::show,
              shutdown::asked);
      if (outcome.isEmpty()) {
        line.line(
            "telltale: interrupted; what is done is kept in %s, and the same command goes on from there"
                .formatted(to));
        return 1;
      }
      ReportDocument document = new ReportDocument(outcome.get().report(), outcome.get().aside());
      ReportFiles.write(document, ReportFiles.provenance(subject.spec()), artifacts, to);
      line.close();
      tell(document, to, (System.nanoTime() - start) / 1e9);
      return document.aside().isEmpty() ? 0 : 1;
    } catch (UncheckedIOException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(to + " cannot be written: " + e.getMessage(), e);
    } finally {
      ended.countDown();
    }
  }

  private void tell(ReportDocument document, Path to, double seconds)
      throws JsonProcessingException {
    List<String> findings = document.report().findings();
    if (json) {
      Outcome outcome =
          new Outcome(
              to.toString(),
              document.aside().isEmpty(),
              document.aside().size(),
              findings,
              seconds);
      System.out.println(JSON.writeValueAsString(outcome));
    } else {
      findings.forEach(System.out::println);
    }
    System.out.flush();
    document.aside().stream()
        .limit(SHOWN)
        .forEach(
            unit ->
                System.err.printf(
                    "left out: %s, unit %d: %s%n", unit.stage(), unit.unit(), unit.reason()));
    if (document.aside().size() > SHOWN) {
      System.err.printf("left out: %,d units more%n", document.aside().size() - SHOWN);
    }
    System.err.println(to.resolve("report.html"));
  }

  /** The same request always has the same one, so that it goes on there. */
  private static Path directory(AuditSpec spec) throws JsonProcessingException {
    String hash = Sha256.of(JSON.writeValueAsBytes(spec)).substring(0, 8);
    return Path.of(
        ".telltale",
        "audits",
        "%s-%s-%s".formatted(spec.method(), DataSetName.of(Path.of(spec.images().name())), hash));
  }

  private static void list(AuditMethod method) {
    System.out.printf("%-12s %s%n", method.name(), method.summary());
    method
        .schema()
        .get("properties")
        .properties()
        .forEach(
            option ->
                System.out.printf(
                    "  --option %s=%s%n      %s%n",
                    option.getKey(),
                    option.getValue().path("default").asText(),
                    option.getValue().path("description").asText()));
  }

  private static void await(CountDownLatch ended) {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
