package dev.telltale.features.head;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.telltale.testing.FreedMemory;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LayerTest {
  private static final int TRIALS = 5;

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void aCollectionLeavesTheWeightsAsTheyWereGiven(DataType type) {
    double[] weight = {1, 2, 3, 4, 5, 6};
    double[] bias = {7, 8};
    for (int trial = 0; trial < TRIALS; trial++) {
      try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
        Layer layer = Layer.of(weight, bias, manager, type);
        List<ByteBuffer> written = FreedMemory.overwrite(weight.length * Double.BYTES);
        assertThat(layer.head().weight()).isDeepEqualTo(new float[][] {{1, 3, 5}, {2, 4, 6}});
        assertThat(layer.head().bias()).containsExactly(7, 8);
        assertThat(written).isNotEmpty();
      }
    }
  }
}
