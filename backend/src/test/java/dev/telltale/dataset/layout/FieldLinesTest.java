package dev.telltale.dataset.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.dataset.DataSetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldLinesTest {
  @TempDir Path temp;

  private record Line(long number, List<String> fields) {}

  /** Against Java's own lines and splits, on files far longer than the buffer. */
  @ParameterizedTest
  @ValueSource(strings = {"list.txt", "list.csv"})
  void linesAndFieldsAreThoseOfTheSlowWay(String name) throws IOException {
    boolean commas = name.endsWith(".csv");
    Random random = new Random(1);
    StringBuilder text = new StringBuilder();
    List<Line> expected = new ArrayList<>();
    for (int number = 1; number <= 3000; number++) {
      List<String> fields = new ArrayList<>();
      for (int i = random.nextInt(random.nextInt(50) + 1); i > 0; i--) {
        String field = "é%d".formatted(random.nextInt(1 << random.nextInt(31)));
        fields.add(commas && random.nextInt(9) == 0 && i > 1 ? "" : field);
      }
      String apart = commas ? random.nextBoolean() ? "," : " , " : " ".repeat(number % 3 + 1);
      text.append(commas ? "" : " ".repeat(number % 2)).append(String.join(apart, fields));
      text.append(number == 3000 ? "" : number % 5 == 0 ? " \r\n" : "\n");
      if (!String.join("", fields).isEmpty()) {
        expected.add(new Line(number, fields));
      }
    }
    assertThat(lines(name, text.toString())).isEqualTo(expected);
  }

  @Test
  void aLineMayBeLongerThanTheBuffer() throws IOException {
    String[] words = new String[40_000];
    Arrays.setAll(words, i -> "word" + i);
    assertThat(lines("list.txt", "a b\n" + String.join(" ", words) + "\nc"))
        .containsExactly(
            new Line(1, List.of("a", "b")), new Line(2, List.of(words)), new Line(3, List.of("c")));
  }

  @Test
  void aLineWithoutEndIsRefused() {
    assertThatThrownBy(() -> lines("list.txt", "ok\n" + "x".repeat(1 << 20) + "\n"))
        .isInstanceOf(DataSetException.class)
        .hasMessage(
            temp.resolve("list.txt")
                + ", line 2: longer than 1 MiB; this is not a list of pictures");
  }

  @Test
  void signsAreCodes() throws IOException {
    Path file = Files.writeString(temp.resolve("list.txt"), "1 -1 0 -2 11 +1 --1 x");
    try (FieldLines lines = new FieldLines(file)) {
      assertThat(lines.next()).isTrue();
      assertThat(IntStream.range(0, lines.size()).map(lines::sign))
          .containsExactly(1, 0, -1, -1, -1, -1, -1, -1);
      assertThat(lines.next()).isFalse();
    }
  }

  private List<Line> lines(String name, String text) throws IOException {
    List<Line> all = new ArrayList<>();
    try (FieldLines lines = new FieldLines(Files.writeString(temp.resolve(name), text))) {
      while (lines.next()) {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
          fields.add(lines.text(i));
        }
        all.add(new Line(lines.line(), fields));
      }
    }
    return all;
  }
}
