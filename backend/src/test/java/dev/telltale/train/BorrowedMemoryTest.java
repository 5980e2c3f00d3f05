package dev.telltale.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.telltale.model.Gradients;
import dev.telltale.testing.FreedMemory;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a backward pass reads must still be there, whatever Java's collector frees before it. */
class BorrowedMemoryTest {
  private static final int TRIALS = 20;

  @Test
  void aCollectionBeforeTheBackwardPassLeavesTheGradientOfCrossEntropyAsItIs() {
    float[] logits = {-3, -1.5f, .25f, .5f, 2, 4};
    float[] targets = {0, 1, 0, 1, 1, 0};
    for (int trial = 0; trial < TRIALS; trial++) {
      try (NDManager scope = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
        NDArray y = scope.create(logits, new Shape(2, 3));
        NDArray t = scope.create(targets, new Shape(2, 3));
        y.setRequiresGradient(true);
        NDArray loss = Gradients.recorded(() -> Loss.binaryCrossEntropy(y, t, null));
        List<ByteBuffer> written = FreedMemory.overwrite(Float.BYTES);
        Gradients.backward(loss);
        float[] gradient = y.getGradient().toFloatArray();
        assertThat(written).isNotEmpty();
        for (int i = 0; i < logits.length; i++) {
          double want = (1 / (1 + Math.exp(-logits[i])) - targets[i]) / logits.length;
          assertThat((double) gradient[i])
              .as("trial %d, logit %d", trial, i)
              .isCloseTo(want, within(1e-6));
        }
      }
    }
  }
}
