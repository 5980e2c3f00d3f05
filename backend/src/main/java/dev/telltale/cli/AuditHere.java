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
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** One audit in this process: runs, can be interrupted, goes on, and writes its report. */
final class AuditHere {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SHOWN = 10;

  private AuditHere() {}

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

  /**
   * Runs it to its end, and writes its report.
   *
   * @param asked as a person wrote it; options complete
   * @param out where the report goes; null for a directory that goes by the spec
   * @param json whether to print the outcome as one JSON line instead of the findings
   * @return the exit status
   * @throws dev.telltale.audit.SpecException if it cannot be audited, naming the field
   * @throws UncheckedIOException if the report cannot be written
   */
  static int run(AuditMethod chosen, AuditSpec asked, @Nullable Path out, boolean json) {
    long start = System.nanoTime();
    AuditSubject subject = new Subjects(1).prepare(asked);
    DataOptions.tell(subject.images());
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
      tell(document, to, json, (System.nanoTime() - start) / 1e9);
      return document.aside().isEmpty() ? 0 : 1;
    } catch (IOException e) {
      throw new UncheckedIOException(to + " cannot be written: " + e.getMessage(), e);
    } finally {
      ended.countDown();
    }
  }

  private static void tell(ReportDocument document, Path to, boolean json, double seconds)
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
    document
        .report()
        .bundles()
        .forEach(
            bundle -> System.err.println(to.resolve(ReportFiles.BUNDLES).resolve(bundle.name())));
    System.err.println(to.resolve("report.html"));
  }

  /** The same request always has the same one, so that it goes on there. */
  private static Path directory(AuditSpec spec) {
    String hash = Sha256.of(bytes(spec)).substring(0, 8);
    return Path.of(
        ".telltale",
        "audits",
        "%s-%s-%s".formatted(spec.method(), DataSetName.of(Path.of(spec.images().name())), hash));
  }

  private static void await(CountDownLatch ended) {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] bytes(AuditSpec spec) {
    try {
      return JSON.writeValueAsBytes(spec);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
