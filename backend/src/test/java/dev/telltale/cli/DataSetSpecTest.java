package dev.telltale.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.dataset.Task;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataSetSpecTest {
  @Test
  void aNameAndADirectoryAreEnough() {
    assertThat(DataSetSpec.parse("birds=/data/birds"))
        .isEqualTo(new DataSetSpec("birds", Path.of("/data/birds"), null, null, Task.OWN, false));
  }

  @Test
  void layoutAndClassMapMayFollowInAnyOrder() {
    DataSetSpec full =
        new DataSetSpec(
            "ants", Path.of("a=b"), "imagefolder", Path.of("maps/ants.json"), Task.OWN, false);
    assertThat(DataSetSpec.parse("ants=a=b,layout=imagefolder,class-map=maps/ants.json"))
        .isEqualTo(full);
    assertThat(DataSetSpec.parse("ants=a=b,class-map=maps/ants.json,layout=imagefolder"))
        .isEqualTo(full);
  }

  @Test
  void aTaskMayBeNamed() {
    assertThat(DataSetSpec.parse("faces=f,target=Smiling,groups=Male+Young,region=hair,lenient"))
        .isEqualTo(
            new DataSetSpec(
                "faces",
                Path.of("f"),
                null,
                null,
                new Task("Smiling", List.of("Male", "Young"), "hair"),
                true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "birds", "=dir", "birds=", "a=b,", "a=b,c", "a=b,mask=no"})
  void whatIsWrittenWronglyIsToldWithTheRightForm(String text) {
    assertThatThrownBy(() -> DataSetSpec.parse(text))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--data-set " + text)
        .hasMessageContaining("layout=");
  }
}
