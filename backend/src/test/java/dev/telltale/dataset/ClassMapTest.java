package dev.telltale.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassMapTest {
  private static final List<String> MODEL =
      List.of("bee", "ant, emmet, pismire", "crane, bird", "crane, machine", "fly");

  @TempDir Path dir;

  @Test
  void withoutAFileEqualNamesJoin() {
    ClassMap map = ClassMap.identity(MODEL);
    assertThat(map.indicesFor("bee")).containsExactly(0);
    assertThat(map.indicesFor("Bee")).isEmpty();
    assertThat(map.right("bee", 0, "any")).isTrue();
    assertThat(map.right("bee", 1, "any")).isFalse();
    assertThat(map.right("wasp", 1, "any")).isNull();
    assertThat(map.right(null, 1, "any")).isNull();
  }

  @Test
  void aLabelJoinsNamesSynonymsNumbersAndListsOfThem() throws IOException {
    ClassMap map =
        read(
            """
            {"ants": "emmet", "bees": ["bee", 4], "birds": "crane, bird", "fly": null}
            """);
    assertThat(map.joined())
        .isEqualTo(
            Map.of(
                "ants", Set.of(1),
                "bees", Set.of(0, 4),
                "birds", Set.of(2),
                "bee", Set.of(0),
                "ant, emmet, pismire", Set.of(1),
                "crane, bird", Set.of(2),
                "crane, machine", Set.of(3)));
    assertThat(map.right("bees", 4, "any")).isTrue();
    assertThat(map.right("fly", 4, "any")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"x\": \"pismir\"} | , \"x\": the model has no class \"pismir\"; the nearest is \"ant, emmet, pismire\"",
        "{\"x\": \"crane\"}  | , \"x\": \"crane\" may be any of the model's classes [2, 3]; give a number",
        "{\"x\": 5}          | , \"x\": the model has classes 0 to 4, not 5",
        "{\"x\": -1}         | , \"x\": the model has classes 0 to 4, not -1",
        "{\"x\": 1.5}        | , \"x\": a class is a name or a number, not 1.5",
        "[1]                 | : a class map is a JSON object from labels to classes",
        "{\"x\": 1           | , line 1: not JSON"
      })
  void whatIsWrongIsSaidInOneLine(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(DataSetException.class)
        .hasMessage(dir.resolve("map.json") + message);
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> ClassMap.read(dir.resolve("no.json"), MODEL))
        .isInstanceOf(DataSetException.class)
        .hasMessageContaining("cannot read the class map " + dir.resolve("no.json"));
  }

  private ClassMap read(String json) throws IOException {
    return ClassMap.read(Files.writeString(dir.resolve("map.json"), json), MODEL);
  }

  @Test
  void anAttributesAnswerIsThePredictionOfAModelThatAnswersEach() {
    ClassMap all = ClassMap.identity(List.of("Bald", "Smiling", "Young"));
    ClassMap map = all.ofAttribute(List.of("not Smiling", "Smiling"));
    assertThat(map.attribute()).hasValue(1);
    assertThat(map.answer(true)).isEqualTo("Smiling");
    assertThat(map.answer(false)).isEqualTo("not Smiling");
    assertThat(map.right("Smiling", 1, "Smiling")).isTrue();
    assertThat(map.right("not Smiling", 1, "Smiling")).isFalse();
    assertThat(map.right("not Smiling", 1, "not Smiling")).isTrue();
    assertThat(map.right(null, 1, "Smiling")).isNull();
    assertThat(map.right("Smiling", 2, "Young")).as("scored for another task").isNull();
    assertThat(map.joined()).containsOnlyKeys("Bald", "Smiling", "Young", "not Smiling");
  }

  @Test
  void otherLabelsAreNotOfOneAttribute() {
    ClassMap all = ClassMap.identity(List.of("Bald", "Smiling"));
    assertThat(all.ofAttribute(List.of("Bald", "Smiling"))).isSameAs(all);
    assertThat(all.ofAttribute(List.of("not Young", "Young"))).isSameAs(all);
    assertThat(all.attribute()).isEmpty();
  }
}
