package dev.telltale.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.telltale.testing.RealFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RealModelTest {
  @Test
  void mobileNetPassesTheDryRun() {
    Path bundle = RealFiles.directory().resolve("mobilenet_v2_imagenet");
    assumeTrue(Files.isDirectory(bundle), () -> "no real network at " + bundle);

    ModelCheck check = ModelCheck.of(bundle, Devices.slots(1).get(0));

    assertThat(check.faults()).isEmpty();
    assertThat(check.facts())
        .contains(new ModelCheck.Fact("features", "(2, 1280, 7, 7)"))
        .contains(new ModelCheck.Fact("logits", "(2, 1000)"));
    System.out.println(check.facts());
  }
}
