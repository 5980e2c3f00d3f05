package dev.telltale.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Python on this machine, for looking at files of ours as users do. */
public record Python(String executable) {
  /** Looking takes seconds where the module is large. */
  private static final Map<String, Optional<Python>> FOUND = new ConcurrentHashMap<>();

  /** The first of {@code $TELLTALE_PYTHON} and the usual ones that has a module; may be none. */
  public static Optional<Python> with(String module) {
    return FOUND.computeIfAbsent(module, Python::find);
  }

  private static Optional<Python> find(String module) {
    return Stream.of(System.getenv("TELLTALE_PYTHON"), "/opt/tv/bin/python", "python3")
        .filter(name -> name != null)
        .map(Python::new)
        .filter(python -> python.has(module))
        .findFirst();
  }

  /**
   * Runs a script.
   *
   * @return what it printed
   * @throws AssertionError with all it said, when it fails
   */
  public String run(String script, Path... arguments) throws IOException, InterruptedException {
    List<String> line =
        Stream.concat(Stream.of(executable, "-c", script), Stream.of(arguments).map(Path::toString))
            .toList();
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    // As our own networks here: several threads on busy cores wait for each other.
    builder.environment().put("OMP_NUM_THREADS", "1");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(said);
    }
    return said.strip();
  }

  private boolean has(String module) {
    try {
      Process process =
          new ProcessBuilder(
                  executable,
                  "-c",
                  "import importlib.util as u; assert u.find_spec('" + module + "')")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
