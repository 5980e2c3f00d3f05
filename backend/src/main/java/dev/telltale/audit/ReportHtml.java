package dev.telltale.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.audit.Report.Cell;
import dev.telltale.audit.Report.Column;
import dev.telltale.audit.Report.Count;
import dev.telltale.audit.Report.Figure;
import dev.telltale.audit.Report.Picture;
import dev.telltale.audit.Report.Section;
import dev.telltale.audit.Report.Table;
import dev.telltale.audit.Report.Text;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A report as one page that needs no other file; pictures pass through, one after the other. */
final class ReportHtml {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #1d2129; --faint: #5b6472; --line: #d8dde4; --back: #fff; --band: #f5f7f9; --mark: #0b62c4; }
      @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --faint: #9aa4b2; --line: #363d48; --back: #14171c; --band: #1b2027; --mark: #6db3ff; } }
      body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--back); margin: 2rem auto; max-width: 76rem; padding: 0 1.25rem; }
      h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.2rem; } p { max-width: 46rem; }
      .findings { border-left: 3px solid var(--mark); padding: .3rem 1rem .3rem 2rem; background: var(--band); }
      .findings li { margin: .3rem 0; }
      .wide { overflow-x: auto; } table { border-collapse: collapse; margin: .4rem 0 1rem; font-variant-numeric: tabular-nums; }
      caption { text-align: left; color: var(--faint); padding: .3rem 0; }
      th, td { border-bottom: 1px solid var(--line); padding: .35rem .8rem .35rem 0; text-align: left; vertical-align: top; }
      th { font-weight: 600; } td.number, th.number { text-align: right; }
      small { color: var(--faint); font-size: .82rem; white-space: nowrap; display: block; } td:first-child { white-space: nowrap; }
      svg { margin-left: .6rem; } svg line { stroke: var(--faint); stroke-width: 2; } svg .axis { stroke: var(--line); stroke-width: 1; } svg circle { fill: var(--mark); }
      figure { display: inline-block; margin: 0 1rem 1rem 0; vertical-align: top; } figure img { max-width: 100%; height: auto; } figcaption { color: var(--faint); font-size: .85rem; max-width: 24rem; }
      .missing { border-left: 3px solid #c4420b; padding: .3rem 1rem; background: var(--band); }
      pre { background: var(--band); padding: .8rem; overflow-x: auto; font-size: .8rem; white-space: pre-wrap; overflow-wrap: anywhere; }
      @media print { :root { --ink: #000; --back: #fff; --band: #fff; --faint: #444; --line: #bbb; --mark: #000; } body { margin: 0; max-width: none; font-size: 10.5pt; } h2 { break-after: avoid; } tr, figure { break-inside: avoid; } .wide { overflow: visible; } }
      """;

  private final OutputStream out;
  private final Artifacts artifacts;

  private ReportHtml(OutputStream out, Artifacts artifacts) {
    this.out = out;
    this.artifacts = artifacts;
  }

  static void write(
      ReportDocument document, JsonNode provenance, Artifacts artifacts, OutputStream out)
      throws IOException {
    new ReportHtml(out, artifacts).page(document, provenance);
    out.flush();
  }

  private void page(ReportDocument document, JsonNode provenance) throws IOException {
    Report report = document.report();
    put(
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        <main>
        <h1>%s</h1>
        """
            .formatted(escaped(report.title()), STYLE, escaped(report.title())));
    partial(document.partial());
    if (!report.findings().isEmpty()) {
      put("<ul class=\"findings\">\n");
      for (String finding : report.findings()) {
        put("<li>" + escaped(finding) + "</li>\n");
      }
      put("</ul>\n");
    }
    missing(document.aside());
    for (Section section : report.sections()) {
      section(section);
    }
    put("<h2>Provenance</h2>\n<pre>" + escaped(provenance.toPrettyString()) + "</pre>\n");
    put("</main>\n</body>\n</html>\n");
  }

  private void partial(ReportDocument.@Nullable Partial partial) throws IOException {
    if (partial != null) {
      put(
          "<div class=\"missing\"><p>In part: %d of %d units of the stage %s are in it, and its figures are not the last ones.</p></div>\n"
              .formatted(partial.done(), partial.units(), escaped(partial.stage())));
    }
  }

  private void missing(List<SetAside> aside) throws IOException {
    if (aside.isEmpty()) {
      return;
    }
    put(
        "<div class=\"missing\"><p>This report does without %d units.</p>\n<ul>\n"
            .formatted(aside.size()));
    for (SetAside one : aside) {
      put(
          "<li>%s, unit %d: %s</li>\n"
              .formatted(escaped(one.stage()), one.unit(), escaped(one.reason())));
    }
    put("</ul></div>\n");
  }

  private void section(Section section) throws IOException {
    put("<section>\n<h2>" + escaped(section.title()) + "</h2>\n");
    for (String paragraph : section.text().strip().split("\\n\\s*\\n")) {
      put("<p>" + escaped(paragraph) + "</p>\n");
    }
    for (Table table : section.tables()) {
      table(table);
    }
    for (Picture picture : section.pictures()) {
      picture(picture);
    }
    put("</section>\n");
  }

  private void table(Table table) throws IOException {
    put(
        "<div class=\"wide\"><table>\n<caption>"
            + escaped(table.caption())
            + "</caption>\n<thead><tr>");
    for (int i = 0; i < table.columns().size(); i++) {
      Column column = table.columns().get(i);
      put("<th scope=\"col\"%s>%s</th>".formatted(numbers(table, i), escaped(column.title())));
    }
    put("</tr></thead>\n<tbody>\n");
    for (List<Cell> row : table.rows()) {
      put("<tr>");
      for (int i = 0; i < row.size(); i++) {
        put("<td%s>%s</td>".formatted(numbers(table, i), cell(row.get(i), isShare(table, i))));
      }
      put("</tr>\n");
    }
    put("</tbody>\n</table></div>\n");
  }

  private static String numbers(Table table, int column) {
    boolean text = table.rows().isEmpty() || table.rows().get(0).get(column) instanceof Text;
    return text ? "" : " class=\"number\"";
  }

  /** Whether all figures of a column lie in [0,1], so that they can be drawn on one scale. */
  private static boolean isShare(Table table, int column) {
    return table.rows().stream()
        .map(row -> row.get(column))
        .allMatch(
            cell ->
                cell instanceof Figure figure
                    && !(figure.value() < 0
                        || figure.value() > 1
                        || figure.low() < 0
                        || figure.high() > 1));
  }

  private static String cell(Cell cell, boolean share) {
    if (cell instanceof Text text) {
      return escaped(text.value());
    }
    if (cell instanceof Count count) {
      return String.format(Locale.ROOT, "%,d", count.value());
    }
    Figure figure = (Figure) cell;
    if (Double.isNaN(figure.value())) {
      return "–<small>" + escaped(String.valueOf(figure.why())) + "</small>";
    }
    boolean interval = !Double.isNaN(figure.low()) && !Double.isNaN(figure.high());
    return number(figure.value())
        + (interval && share ? bar(figure) : "")
        + "<small>"
        + (interval ? number(figure.low()) + " to " + number(figure.high()) + ", " : "")
        + String.format(Locale.ROOT, "n = %,d</small>", figure.n());
  }

  /** The interval and the figure in it, on a scale from 0 to 1. */
  private static String bar(Figure figure) {
    return String.format(
        Locale.ROOT,
        "<svg width=\"104\" height=\"8\" aria-hidden=\"true\"><line class=\"axis\" x1=\"2\""
            + " x2=\"102\" y1=\"4\" y2=\"4\"/><line x1=\"%.1f\" x2=\"%.1f\" y1=\"4\""
            + " y2=\"4\"/><circle cx=\"%.1f\" cy=\"4\" r=\"3\"/></svg>",
        2 + 100 * figure.low(),
        2 + 100 * figure.high(),
        2 + 100 * figure.value());
  }

  private void picture(Picture picture) throws IOException {
    if (!picture.type().matches("image/[a-z0-9.+-]+")) {
      throw new IOException("not the type of a picture: " + picture.type());
    }
    put(
        "<figure><img alt=\"%s\" src=\"data:%s;base64,"
            .formatted(escaped(picture.caption()), picture.type()));
    try (InputStream in = artifacts.open(picture.artifact());
        OutputStream encoded = Base64.getEncoder().wrap(new Open(out))) {
      in.transferTo(encoded);
    }
    put("\"><figcaption>" + escaped(picture.caption()) + "</figcaption></figure>\n");
  }

  /** Left open when what is written to it through another stream ends. */
  private static final class Open extends FilterOutputStream {
    Open(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() {
      // The page goes on.
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private void put(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
