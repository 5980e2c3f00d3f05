package dev.telltale.cli.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code tools/bench_train.py} in a process of its own, an epoch for each line it is sent. */
final class PythonTraining implements AutoCloseable {
  private final Process process;
  private final Writer asked;
  private final BufferedReader answers;

  PythonTraining(String python, Epochs epochs) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            python,
            Path.of(System.getProperty("telltale.home", "."), "tools", "bench_train.py").toString(),
            epochs.features().toString(),
            epochs.writeImages().toString(),
            epochs.writeLabels().toString(),
            String.valueOf(Epochs.BATCH),
            String.valueOf(Epochs.LEARNING_RATE));
    builder.environment().put("OMP_NUM_THREADS", "1");
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    process = builder.start();
    asked = process.outputWriter();
    answers = process.inputReader();
  }

  /** A Python that has torch and numpy: {@code $TELLTALE_PYTHON} or the usual; null for none. */
  static @Nullable String find() {
    return Stream.of(System.getenv("TELLTALE_PYTHON"), "python3")
        .filter(Objects::nonNull)
        .filter(PythonTraining::hasTorch)
        .findFirst()
        .orElse(null);
  }

  /** The next epoch, in seconds. */
  double seconds() {
    try {
      asked.write("epoch\n");
      asked.flush();
      String seconds = answers.readLine();
      if (seconds == null) {
        throw new IllegalStateException("tools/bench_train.py ended");
      }
      return Double.parseDouble(seconds);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean hasTorch(String python) {
    try {
      Process look =
          new ProcessBuilder(python, "-c", "import numpy, torch")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return look.waitFor(60, TimeUnit.SECONDS) && look.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
