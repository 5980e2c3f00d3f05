package dev.telltale.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.telltale.testing.Bundles;
import dev.telltale.testing.Python;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadBundleTest {
  private static final int SIDE = 3;
  private static final int IMAGES = 4;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"1, 1", "300, 7", "1000, 2048"})
  void djlReadsTheHeadThatIsWritten(int classes, int channels) throws IOException {
    LinearHead head = head(classes, channels);
    Path file = directory.resolve("head.pt");
    TorchScriptHead.write(head, file);
    float[] map = map(channels);
    try (TorchModule module = TorchModule.load(file, Device.cpu());
        NDManager scope = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      NDArray logits =
          module.forward(scope.create(map).reshape(new Shape(IMAGES, channels, SIDE, SIDE)));
      assertThat(logits.getShape()).isEqualTo(new Shape(IMAGES, classes));
      assertClose(logits.toFloatArray(), logits(head, map), allowed(channels));
      assertThat(module.parameters()).isEqualTo((long) classes * (channels + 1));
    }
  }

  @Test
  void pythonReadsTheHeadThatIsWritten() throws Exception {
    Optional<Python> python = Python.with("torch");
    assumeTrue(python.isPresent(), "no Python with torch here");
    int[][] sizes = {{1, 1}, {300, 7}, {1000, 2048}};
    Path[] directories = new Path[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      directories[i] = Files.createDirectories(directory.resolve("" + i));
      TorchScriptHead.write(head(sizes[i][0], sizes[i][1]), directories[i].resolve("head.pt"));
      Files.write(directories[i].resolve("map.bin"), bytes(map(sizes[i][1])));
    }
    python
        .get()
        .run(
            """
            import sys, torch
            for d in sys.argv[1:]:
                m = torch.jit.load(d + '/head.pt')
                assert [n for n, _ in m.named_parameters()] == ['weight', 'bias']
                assert not m.training
                a = torch.frombuffer(bytearray(open(d + '/map.bin', 'rb').read()), dtype=torch.float32)
                m(a.reshape(4, -1, 3, 3)).detach().numpy().tofile(d + '/logits.bin')
            """,
            directories);
    for (int i = 0; i < sizes.length; i++) {
      assertClose(
          floats(Files.readAllBytes(directories[i].resolve("logits.bin"))),
          logits(head(sizes[i][0], sizes[i][1]), map(sizes[i][1])),
          allowed(sizes[i][1]));
    }
  }

  private static float[] map(int channels) {
    return randoms(IMAGES * channels * SIDE * SIDE, 5);
  }

  /** Sums of so many 32-bit products. */
  private static double allowed(int channels) {
    return 1e-5 * Math.max(1, Math.sqrt(channels) / 10);
  }

  @Test
  void aSavedBundlePassesTheCheckAndSaysWhereItComesFrom() throws IOException {
    ModelBundle parent = ModelBundle.read(Bundles.BIRDS);
    int channels = parent.linearHead().orElseThrow().channels();
    Path saved = directory.resolve("saved");
    ModelBundle bundle =
        HeadBundle.save(
            saved,
            "three",
            parent,
            head(3, channels),
            List.of("a", "b", "c"),
            Map.of("fit", "by hand"));
    assertThat(ModelCheck.of(saved, Devices.slots(1).get(0)).faults()).isEmpty();
    assertThat(bundle.spec().classes()).containsExactly("a", "b", "c");
    assertThat(bundle.spec().provenance())
        .isEqualTo(
            Map.of(
                "parent",
                Map.of("name", parent.spec().name(), "hash", parent.hash()),
                "fit",
                "by hand"));
    assertThat(Files.mismatch(saved.resolve("features.pt"), Bundles.BIRDS.resolve("features.pt")))
        .isEqualTo(-1);
    ModelBundle again =
        HeadBundle.save(
            directory.resolve("again"),
            "three",
            parent,
            head(3, channels),
            List.of("a", "b", "c"),
            Map.of("fit", "by hand"));
    assertThat(again.hash()).isEqualTo(bundle.hash());
  }

  @Test
  void aDirectoryInUseIsRefusedAndLeftAsItIs() throws IOException {
    ModelBundle parent = ModelBundle.read(Bundles.BIRDS);
    Files.writeString(directory.resolve("mine"), "mine");
    LinearHead head = head(2, parent.linearHead().orElseThrow().channels());
    assertThatThrownBy(
            () -> HeadBundle.save(directory, "two", parent, head, List.of("a", "b"), Map.of()))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("exists already");
    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void whatWouldBeNoBundleLeavesNothing() throws IOException {
    ModelBundle parent = ModelBundle.read(Bundles.BIRDS);
    LinearHead head = head(2, parent.linearHead().orElseThrow().channels());
    Path out = directory.resolve("out");
    assertThatThrownBy(() -> HeadBundle.save(out, "two", parent, head, List.of("a", ""), Map.of()))
        .isInstanceOf(BundleException.class)
        .hasMessageStartingWith(out.toString());
    for (String name : List.of("", "n".repeat(101))) {
      assertThatThrownBy(
              () -> HeadBundle.save(out, name, parent, head, List.of("a", "b"), Map.of()))
          .isInstanceOf(BundleException.class)
          .hasMessageContaining("1 to 100 are needed");
    }
    try (var files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
    Path file = Files.writeString(directory.resolve("file"), "mine");
    assertThatThrownBy(() -> NewBundle.check(file, "two")).hasMessageContaining("exists already");
    assertThatThrownBy(() -> NewBundle.check(file.resolve("below"), "two"))
        .hasMessageContaining(file + " is no directory");
  }

  /** weight · mean(map) + bias, by its definition. */
  private static double[] logits(LinearHead head, float[] map) {
    int area = SIDE * SIDE;
    double[] logits = new double[IMAGES * head.classes()];
    for (int i = 0; i < IMAGES; i++) {
      for (int k = 0; k < head.classes(); k++) {
        double sum = head.bias()[k];
        for (int c = 0; c < head.channels(); c++) {
          double mean = 0;
          for (int p = 0; p < area; p++) {
            mean += map[(i * head.channels() + c) * area + p];
          }
          sum += head.weight()[k][c] * mean / area;
        }
        logits[i * head.classes() + k] = sum;
      }
    }
    return logits;
  }

  private static LinearHead head(int classes, int channels) {
    float[][] weight =
        IntStream.range(0, classes).mapToObj(k -> randoms(channels, k)).toArray(float[][]::new);
    return new LinearHead(weight, randoms(classes, -1));
  }

  private static float[] randoms(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static void assertClose(float[] got, double[] want, double allowed) {
    assertThat(got).hasSize(want.length);
    for (int i = 0; i < got.length; i++) {
      assertThat((double) got[i]).isCloseTo(want[i], within(allowed));
    }
  }

  private static byte[] bytes(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  private static float[] floats(byte[] bytes) {
    float[] values = new float[bytes.length / 4];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }
}
