package dev.telltale.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.dataset.ClassMap;
import dev.telltale.testing.Scored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageJudgeTest {
  private static final List<String> CLASSES = List.of("landbird", "waterbird");

  private final ImageJudge judge = judge(ClassMap.identity(CLASSES));

  @Test
  void aPredictionIsRightWhenItMeansTheLabel() {
    assertThat(judge.right(Scored.image("a").score())).isTrue();
    assertThat(judge.right(Scored.image("a").predicted(1).score())).isFalse();
    assertThat(judge.right(Scored.image("a").label("waterbird").predicted(1).score())).isTrue();
  }

  @Test
  void whatCannotBeComparedIsUnknown() {
    assertThat(judge.right(Scored.image("a").label(null).score())).isNull();
    assertThat(judge.right(Scored.image("a").label("albatross").score())).isNull();
    assertThat(judge.right(Scored.image("a").dataset("other").score())).isNull();
    assertThat(judge.right(Scored.image("a").modelHash("older").score())).isNull();
  }

  @Test
  void theVersionChangesWithTheClassMapAlone(@TempDir Path directory) throws IOException {
    assertThat(judge(ClassMap.identity(CLASSES)).version()).isEqualTo(judge.version());
    Path file = Files.writeString(directory.resolve("map.json"), "{\"albatross\": \"waterbird\"}");
    ImageJudge mapped = judge(ClassMap.read(file, CLASSES));
    assertThat(mapped.version()).isNotEqualTo(judge.version());
    assertThat(mapped.right(Scored.image("a").label("albatross").predicted(1).score())).isTrue();
  }

  private static ImageJudge judge(ClassMap map) {
    return new ImageJudge(
        Map.of("birds", new KnownDataSet("birds", null, "imagefolder", CLASSES, map)), "hash");
  }
}
