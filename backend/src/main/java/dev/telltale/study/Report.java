package dev.telltale.study;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a study found.
 *
 * @param title of the page
 * @param text how it was done, in Markdown
 * @param claims what it was to show, and whether it did
 * @param tables in order
 * @param files figures and pictures by name, linked from the page
 * @param numbers all figures as they came out, for scripts
 */
public record Report(
    String title,
    String text,
    List<Claim> claims,
    List<Table> tables,
    Map<String, byte[]> files,
    Object numbers) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * Something a study was to show.
   *
   * @param what in words, with the bound
   * @param holds whether it was so
   * @param measured the figure
   */
  public record Claim(String what, boolean holds, String measured) {}

  /** Whether everything claimed held. */
  public boolean holds() {
    return claims.stream().allMatch(Claim::holds);
  }

  /**
   * Writes {@code NAME.md}, {@code NAME.json} and the files into a directory.
   *
   * @throws IOException if it cannot be written
   */
  public void write(Path directory, String name) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve(name + ".md"), markdown(name));
    Files.writeString(
        directory.resolve(name + ".json"),
        JSON.writeValueAsString(numbers) + System.lineSeparator());
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(directory.resolve(name + "-" + file.getKey()), file.getValue());
    }
  }

  /** A figure as one of the {@link #files}. */
  static byte[] bytes(Figure figure) {
    return figure.svg().getBytes(StandardCharsets.UTF_8);
  }

  private String markdown(String name) {
    StringBuilder out = new StringBuilder("# " + title + "\n\n" + text.strip() + "\n");
    if (!claims.isEmpty()) {
      out.append("\n## Claims\n\n");
      Table table =
          new Table(
              "What this study was to show.",
              List.of("claim", "measured", "holds"),
              claims.stream()
                  .map(
                      claim ->
                          List.of(claim.what(), claim.measured(), claim.holds() ? "yes" : "NO"))
                  .toList());
      out.append(table.markdown());
    }
    out.append("\n## Tables\n");
    tables.forEach(table -> out.append('\n').append(table.markdown()));
    if (!files.isEmpty()) {
      out.append("\n## Figures\n");
      files.keySet().stream()
          .sorted()
          .forEach(file -> out.append("\n![%s](%s-%s)\n".formatted(file, name, file)));
    }
    return out.toString();
  }
}
