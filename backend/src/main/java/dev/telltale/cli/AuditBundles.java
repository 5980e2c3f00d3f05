package dev.telltale.cli;

import dev.telltale.audit.Report;
import dev.telltale.audit.ReportDocument;
import dev.telltale.audit.ReportFiles;
import dev.telltale.files.Durable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Models that an audit of a server made. */
final class AuditBundles {
  private AuditBundles() {}

  /**
   * Brings them beside the report, each whole or not at all; those of an earlier report are
   * replaced.
   *
   * @param out holds {@code report.json}
   * @throws UsageException if the server sends something else than the report names
   */
  static void download(AuditServer remote, String audit, Path out) throws IOException {
    Report report = ReportDocument.read(Files.readAllBytes(out.resolve("report.json"))).report();
    for (Report.Bundle bundle : report.bundles()) {
      Path directory = out.resolve(ReportFiles.BUNDLES).resolve(bundle.name());
      Files.createDirectories(directory.getParent());
      Path zip = directory.resolveSibling(bundle.name() + ".zip");
      remote.download("/api/audits/%s/bundles/%s".formatted(audit, bundle.name()), zip);
      Map<String, byte[]> files = unpacked(zip, bundle);
      Durable.delete(directory);
      Durable.writeDirectory(directory, files);
      Files.delete(zip);
      System.err.println(directory);
    }
  }

  private static Map<String, byte[]> unpacked(Path zip, Report.Bundle bundle) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (InputStream in = Files.newInputStream(zip);
        ZipInputStream entries = new ZipInputStream(in)) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        files.put(entry.getName(), entries.readAllBytes());
      }
    }
    Map<String, byte[]> named = new LinkedHashMap<>();
    for (Report.BundleFile file : bundle.files()) {
      byte[] contents = files.get(bundle.name() + "/" + file.name());
      if (contents == null) {
        throw new UsageException(
            "%s holds no %s, which the report names".formatted(zip, file.name()));
      }
      named.put(file.name(), contents);
    }
    return named;
  }
}
