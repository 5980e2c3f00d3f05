package dev.telltale.audit;

import ai.djl.engine.Engine;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Report.Bundle;
import dev.telltale.audit.Report.BundleFile;
import dev.telltale.audit.Report.Cell;
import dev.telltale.audit.Report.Count;
import dev.telltale.audit.Report.Figure;
import dev.telltale.audit.Report.Section;
import dev.telltale.audit.Report.Table;
import dev.telltale.audit.Report.Text;
import dev.telltale.files.Durable;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * A report as files: {@code report.json}, a CSV file for each table, {@code report.html} with its
 * pictures in it, {@code bundles/NAME} for each model that was made, {@code data/NAME.json} for
 * each document, and {@code provenance.json} beside them.
 */
public final class ReportFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Directory of the bundles beside a report. */
  public static final String BUNDLES = "bundles";

  /** Directory of the documents beside a report. */
  public static final String DATA = "data";

  private ReportFiles() {}

  /** Where the report comes from: the spec with its hashes, and the versions. Holds no times. */
  public static ObjectNode provenance(AuditSpec spec) {
    ObjectNode provenance = JSON.createObjectNode();
    provenance.set("spec", JSON.valueToTree(spec));
    String version = ReportFiles.class.getPackage().getImplementationVersion();
    provenance
        .putObject("versions")
        .put("report", ReportDocument.VERSION)
        .put("telltale", version == null ? "development" : version)
        .put("pytorch", Engine.getEngine("PyTorch").getVersion());
    return provenance;
  }

  /**
   * Writes all files into a directory, made if need be; those of an earlier report are replaced.
   *
   * @param artifacts where the pictures are kept
   * @throws IOException if a file cannot be written, or a picture not be read
   */
  public static void write(
      ReportDocument document, JsonNode provenance, Artifacts artifacts, Path directory)
      throws IOException {
    Files.createDirectories(directory);
    for (Section section : document.report().sections()) {
      for (Table table : section.tables()) {
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        csv(table, csv);
        Durable.write(directory.resolve(table.name() + ".csv"), csv.toByteArray());
      }
    }
    for (Bundle bundle : document.report().bundles()) {
      write(bundle, artifacts, directory.resolve(BUNDLES).resolve(bundle.name()));
    }
    write(document.report().data(), artifacts, directory.resolve(DATA));
    Path part = directory.resolve("report.html" + Durable.PART);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
      html(document, provenance, artifacts, out);
    }
    Files.move(
        part,
        directory.resolve("report.html"),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
    Durable.write(
        directory.resolve("provenance.json"),
        JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(provenance));
    // Last: where it is, the others are.
    Durable.write(directory.resolve("report.json"), document.json());
  }

  /** Whole or not at all; the same one again is left as it is. */
  private static void write(Bundle bundle, Artifacts artifacts, Path directory) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (BundleFile file : bundle.files()) {
      files.put(file.name(), artifacts.read(file.artifact()));
    }
    Files.createDirectories(directory.getParent());
    if (Files.exists(directory)) {
      Durable.delete(directory);
    }
    Durable.writeDirectory(directory, files);
  }

  private static void write(List<Report.Document> data, Artifacts artifacts, Path directory)
      throws IOException {
    if (Files.exists(directory)) {
      Durable.delete(directory);
    }
    if (!data.isEmpty()) {
      Files.createDirectories(directory);
    }
    for (Report.Document one : data) {
      Durable.write(directory.resolve(one.name() + ".json"), artifacts.read(one.artifact()));
    }
  }

  /**
   * Writes a bundle as a ZIP, as it comes from the store: a directory of its name, with its files.
   *
   * @param out stays open
   */
  public static void zip(Bundle bundle, Artifacts artifacts, OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    // Weights do not get smaller by much, and the CPU has other things to do.
    zip.setLevel(Deflater.BEST_SPEED);
    for (BundleFile file : bundle.files()) {
      ZipEntry entry = new ZipEntry(bundle.name() + "/" + file.name());
      // The same bundle is the same bytes.
      entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
      zip.putNextEntry(entry);
      try (InputStream in = artifacts.open(file.artifact())) {
        in.transferTo(zip);
      }
      zip.closeEntry();
    }
    zip.finish();
  }

  /**
   * One self-contained page. Pictures are copied from the store as they come, however many there
   * are.
   *
   * @param out stays open
   */
  public static void html(
      ReportDocument document, JsonNode provenance, Artifacts artifacts, OutputStream out)
      throws IOException {
    ReportHtml.write(document, provenance, artifacts, out);
  }

  /**
   * A table as CSV (RFC 4180, UTF-8). A column of figures becomes five: the value, {@code Low},
   * {@code High}, {@code N}, and {@code Why} there is none.
   *
   * @param out stays open
   */
  public static void csv(Table table, OutputStream out) throws IOException {
    CSVPrinter printer =
        new CSVPrinter(new OutputStreamWriter(out, StandardCharsets.UTF_8), CSVFormat.RFC4180);
    List<Object> header = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      String name = table.columns().get(i).name();
      header.add(name);
      if (figures(table, i)) {
        header.addAll(List.of(name + "Low", name + "High", name + "N", name + "Why"));
      }
    }
    printer.printRecord(header);
    for (List<Cell> row : table.rows()) {
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        add(values, row.get(i), figures(table, i));
      }
      printer.printRecord(values);
    }
    printer.flush();
  }

  private static boolean figures(Table table, int column) {
    return table.rows().stream().anyMatch(row -> row.get(column) instanceof Figure);
  }

  private static void add(List<Object> values, Cell cell, boolean figures) {
    if (cell instanceof Figure figure) {
      values.add(number(figure.value()));
      values.add(number(figure.low()));
      values.add(number(figure.high()));
      values.add(figure.n());
      values.add(figure.why() == null ? "" : figure.why());
      return;
    }
    values.add(cell instanceof Text text ? text.value() : ((Count) cell).value());
    if (figures) {
      values.addAll(List.of("", "", "", ""));
    }
  }

  private static Object number(double value) {
    return Double.isFinite(value) ? value : "";
  }
}
