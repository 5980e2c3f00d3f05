package dev.telltale.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.testing.Kinds;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeTest {
  private static final double TOLERANCE = 1e-4;

  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource({
    "linear, logits 15; gradients 720; gradients by head.json 720; guided 1440",
    "layers, logits 15; gradients 720",
    "encoder, features 720",
    "autoencoder, latents 480; reconstructions 1440",
    "inpainter, inpainted 1440",
    "segmenter, segmented 480"
  })
  void everyKindComputesWhatPyTorchDoes(String name, String quantities) {
    ModelCheck check = ModelCheck.of(Kinds.bundle(name), Kinds.CPU, Kinds.probe(name), TOLERANCE);
    assertThat(check.faults()).isEmpty();
    assertThat(check.differences())
        .allSatisfy(difference -> assertThat(difference.largest()).isBetween(0.0, 1e-6))
        .extracting(difference -> difference.quantity() + " " + difference.values())
        .containsExactly(quantities.split("; "));
  }
}
