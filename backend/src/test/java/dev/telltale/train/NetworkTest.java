package dev.telltale.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import dev.telltale.model.BundleException;
import dev.telltale.testing.Python;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The network that a training begins with. */
class NetworkTest {
  /** Two traced halves: with batch normalisation in a scripted whole with dropout, and without. */
  private static final String TRACED =
      """
      import sys, torch
      from torch import nn
      image = torch.zeros(1, 3, 32, 32)
      norm = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4)).eval()
      mixed = nn.Sequential(torch.jit.trace(norm, image), nn.Dropout(0.5))
      torch.jit.script(mixed).save(sys.argv[1])
      torch.jit.trace(nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU()), image).save(sys.argv[2])
      """;

  @TempDir Path temp;

  @Test
  void anAutoencoderThatGivesBackAnotherSizeIsRefused() {
    StartNetwork start = new StartNetwork(DrawnBirds.NETWORKS.resolve("autoencoder"), 50, 64, true);
    assertThatThrownBy(() -> Network.start(start, 0, 1, Device.cpu()).close())
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("of an image (1, 3, 50, 64) encoder and decoder give back")
        .hasMessageContaining("(1, 3, 52, 64)")
        .hasMessageContaining("--size");
  }

  @Test
  void aTracedNetworkIsRefusedBecauseItHasNoTrainingMode() throws Exception {
    Path file = Path.of("src/test/resources/training/traced.pt");
    Files.copy(file, temp.resolve("features.pt"));
    assertThatThrownBy(() -> start(temp).close())
        .isInstanceOf(BundleException.class)
        .hasMessageMatching(
            ".*features.pt: was traced, so its (batch_norm|dropout) has no training mode; script.*");
  }

  @Test
  void aTracedPartIsFoundAndOneWithoutATrainingModeTrainsLikeAnyOther() throws Exception {
    Python python = Python.with("torch").orElse(null);
    assumeTrue(python != null, "no Python with torch here");
    Path mixed = Files.createDirectories(temp.resolve("mixed"));
    Path plain = Files.createDirectories(temp.resolve("plain"));
    python.run(TRACED, mixed.resolve("features.pt"), plain.resolve("features.pt"));
    assertThatThrownBy(() -> start(mixed).close())
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("was traced, so its batch_norm has no training mode");
    try (Network network = start(plain)) {
      assertThat(network.parameters()).hasSize(4);
    }
  }

  private static Network start(Path directory) {
    StartNetwork start = new StartNetwork(directory, DrawnBirds.SIZE, DrawnBirds.SIZE, false);
    return Network.start(start, 2, 1, Device.cpu());
  }
}
