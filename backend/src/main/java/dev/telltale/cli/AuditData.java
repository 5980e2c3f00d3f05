package dev.telltale.cli;

import dev.telltale.audit.Report;
import dev.telltale.audit.ReportDocument;
import dev.telltale.audit.ReportFiles;
import dev.telltale.files.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Documents of the report of a server's audit. */
final class AuditData {
  private AuditData() {}

  /**
   * Brings them beside the report; those of an earlier report are taken away.
   *
   * @param out holds {@code report.json}
   */
  static void download(AuditServer remote, String audit, Path out) throws IOException {
    Report report = ReportDocument.read(Files.readAllBytes(out.resolve("report.json"))).report();
    Path directory = out.resolve(ReportFiles.DATA);
    Durable.delete(directory);
    if (!report.data().isEmpty()) {
      Files.createDirectories(directory);
    }
    for (Report.Document document : report.data()) {
      remote.download(
          "/api/audits/%s/data/%s".formatted(audit, document.name()),
          directory.resolve(document.name() + ".json"));
    }
  }
}
