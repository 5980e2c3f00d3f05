package dev.telltale.features.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import dev.telltale.testing.Python;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogisticRegressionTest {
  private static final Device CPU = Device.cpu();

  @ParameterizedTest
  @CsvSource({"60, 4, 3, 0.05", "45, 6, 2, 0.01", "30, 2, 5, 0.2"})
  void theMinimumIsThatOfALongPlainGradientDescent(int size, int channels, int classes, double l2) {
    Examples examples = SgdTest.weighted(new RandomExamples(size, channels, classes, 1, size));
    LogisticRegression.Fit fit =
        LogisticRegression.fit(
            examples,
            SgdTest.head(classes, channels, 1),
            new LogisticRegression.Options(500, 1e-8, l2),
            (number, loss) -> {},
            CPU);
    assertThat(fit.converged()).isTrue();

    PlainRegression plain = new PlainRegression(Heads.zero(classes, channels));
    int[] all = IntStream.range(0, size).toArray();
    double loss = 0;
    for (int step = 0; step < 6000; step++) {
      double[][] gradient = new double[classes][channels];
      double[] biasGradient = new double[classes];
      loss = plain.loss(examples, all, l2, gradient, biasGradient) + plain.penalty(l2);
      for (int k = 0; k < classes; k++) {
        plain.bias[k] -= 0.3 * biasGradient[k];
        for (int c = 0; c < channels; c++) {
          plain.weight[k][c] -= 0.3 * gradient[k][c];
        }
      }
    }
    assertThat(fit.loss()).isCloseTo(loss, within(1e-8)).isLessThanOrEqualTo(loss + 1e-12);
    for (int k = 0; k < classes; k++) {
      for (int c = 0; c < channels; c++) {
        assertThat((double) fit.head().weight()[k][c]).isCloseTo(plain.weight[k][c], within(1e-4));
      }
    }
  }

  @Test
  void theLossFallsWithEveryIterationToThatOfTorch(@TempDir Path directory) throws Exception {
    Optional<Python> python = Python.with("torch");
    assumeTrue(python.isPresent(), "no Python with torch here");
    // More rows than a chunk holds, so that chunks are added up.
    int size = 1500;
    int channels = 40;
    int classes = 7;
    RandomExamples examples = new RandomExamples(size, channels, classes, 3, 8);
    List<Double> losses = new ArrayList<>();
    LogisticRegression.Fit fit =
        LogisticRegression.fit(
            examples,
            Heads.zero(classes, channels),
            new LogisticRegression.Options(500, 1e-9, 1e-3),
            (number, loss) -> losses.add(loss),
            CPU);
    assertThat(losses).hasSize(fit.iterations()).last().isEqualTo(fit.loss());
    for (int i = 1; i < losses.size(); i++) {
      assertThat(losses.get(i)).isLessThan(losses.get(i - 1));
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(size * (channels + 1) * 4).order(ByteOrder.LITTLE_ENDIAN);
    float[] row = new float[channels];
    for (int i = 0; i < size; i++) {
      examples.features(i, row, 0);
      for (float value : row) {
        bytes.putFloat(value);
      }
      bytes.putFloat(examples.label(i));
    }
    Path data = Files.write(directory.resolve("data.bin"), bytes.array());
    String said =
        python
            .get()
            .run(
                "import sys, torch\n"
                    + "t = torch.frombuffer(bytearray(open(sys.argv[1], 'rb').read()),"
                    + " dtype=torch.float32).reshape(-1, 41)\n"
                    + "x, y = t[:, :40].double(), t[:, 40].long()\n"
                    + "w = torch.zeros(7, 40, dtype=torch.float64, requires_grad=True)\n"
                    + "b = torch.zeros(7, dtype=torch.float64, requires_grad=True)\n"
                    + "o = torch.optim.LBFGS([w, b], max_iter=1000, tolerance_grad=1e-10,"
                    + " tolerance_change=0, line_search_fn='strong_wolfe')\n"
                    + "def loss():\n"
                    + "    o.zero_grad()\n"
                    + "    l = torch.nn.functional.cross_entropy(x @ w.T + b, y)"
                    + " + 0.0005 * (w * w).sum()\n"
                    + "    l.backward()\n"
                    + "    return l\n"
                    + "o.step(loss)\n"
                    + "print(loss().item())",
                data);
    assertThat(fit.loss()).isCloseTo(Double.parseDouble(said), within(1e-9));
  }

  @Test
  void classesThatAreApartWithoutPenaltyEndWithASmallLoss() {
    LogisticRegression.Fit fit =
        LogisticRegression.fit(
            new RandomExamples(50, 3, 2, 0.01, 4),
            Heads.zero(2, 3),
            new LogisticRegression.Options(200, 1e-6, 0),
            (number, loss) -> {},
            CPU);
    assertThat(fit.converged()).isTrue();
    assertThat(fit.loss()).isBetween(0.0, 1e-4);
    assertThat(fit.head().weight()[0]).doesNotContain(Float.NaN);
  }
}
