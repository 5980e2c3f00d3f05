package dev.telltale.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** One run of {@code ./telltale} in a JVM of its own, with the launcher's flags. */
final class TelltaleProcess implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(120);

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  private static final String DIST =
      Objects.requireNonNull(
          System.getProperty("telltale.dist"), "run with mvn verify, which builds what this runs");

  private static final Pattern DASHBOARD = Pattern.compile("Dashboard: (http://\\S+)/");
  private static final Pattern READY = Pattern.compile("Ready: .*");
  private static final List<String> FLAGS =
      List.of(
          "-Xmx384m",
          "-XX:+UseSerialGC",
          // Short runs: what the second compiler gains it would not earn back.
          "-XX:TieredStopAtLevel=1",
          "-XX:+ExitOnOutOfMemoryError",
          "-Djava.awt.headless=true",
          "-Dfile.encoding=UTF-8",
          "-Dai.djl.offline=true",
          "-Dai.djl.pytorch.num_threads=1",
          "-Dai.djl.pytorch.num_interop_threads=1",
          "-Dvertx.disableDnsResolver=true",
          "--add-modules=java.se",
          "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-opens=java.management/sun.management=ALL-UNNAMED",
          "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED",
          "-Xlog:cds=off",
          "-Xlog:cds+dynamic=off",
          "-Dtelltale.home=" + HOME,
          "-Dtelltale.terminal=false");

  private final String command;
  private final Process process;
  private final List<String> out = new CopyOnWriteArrayList<>();
  private final List<String> err = new CopyOnWriteArrayList<>();
  private final List<Thread> readers;

  private TelltaleProcess(String command, Process process) {
    this.command = command;
    this.process = process;
    this.readers =
        List.of(reader(process.getInputStream(), out), reader(process.getErrorStream(), err));
  }

  /** Starts a command, e.g. {@code demo --port 0}. */
  static TelltaleProcess start(Map<String, String> environment, List<String> arguments) {
    return start(environment, "", List.of(), arguments);
  }

  /**
   * Starts a command of an installation that has something more.
   *
   * @param beside a directory of further classes, such as methods; empty for none
   * @param within a command that runs it in surroundings of its own; empty for none
   */
  static TelltaleProcess start(
      Map<String, String> environment, String beside, List<String> within, List<String> arguments) {
    List<String> line = new ArrayList<>(within);
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(FLAGS);
    // As the launcher does: with the classes in memory, a start costs half.
    line.add("-XX:SharedArchiveFile=" + DIST + "/telltale.jsa");
    line.addAll(List.of("-cp", DIST + "/lib/*" + (beside.isEmpty() ? "" : ":" + beside)));
    line.add("dev.telltale.cli.Main");
    line.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().keySet().removeIf(name -> name.startsWith("TELLTALE_"));
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    builder.environment().putAll(environment);
    try {
      return new TelltaleProcess(String.join(" ", arguments), builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lines on standard output so far. */
  List<String> out() {
    return List.copyOf(out);
  }

  /** Lines on standard error so far. */
  List<String> err() {
    return List.copyOf(err);
  }

  boolean alive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** Waits for the dashboard, and speaks to it. */
  Rest rest() {
    return new Rest(awaitErr(DASHBOARD).group(1));
  }

  /** Waits until a member takes part. */
  TelltaleProcess awaitReady() {
    awaitErr(READY);
    return this;
  }

  /** Waits for the first line of output. */
  String awaitOut() {
    return await(out, Pattern.compile(".+")).group();
  }

  private Matcher awaitErr(Pattern pattern) {
    return await(err, pattern);
  }

  private Matcher await(List<String> lines, Pattern pattern) {
    List<Matcher> found = new ArrayList<>();
    Awaitility.await("a line like " + pattern + " from " + command)
        .atMost(PATIENCE)
        .failFast(
            command + " has ended", () -> !alive() && !pipesOpen() && !seen(lines, pattern, found))
        .until(() -> seen(lines, pattern, found));
    return found.get(0);
  }

  private boolean pipesOpen() {
    return readers.stream().anyMatch(Thread::isAlive);
  }

  private static boolean seen(List<String> lines, Pattern pattern, List<Matcher> found) {
    for (String line : lines) {
      Matcher matcher = pattern.matcher(line);
      if (matcher.matches()) {
        found.add(matcher);
        return true;
      }
    }
    return false;
  }

  /** Kill -9. */
  void kill() {
    process.destroyForcibly();
    awaitExit(PATIENCE);
  }

  /** Sends a signal such as {@code STOP}, which no Java can send. */
  void signal(String name) {
    try {
      assertThat(new ProcessBuilder("kill", "-" + name, "" + pid()).start().waitFor()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** SIGTERM, as Ctrl-C does: it must end, and not because it ran out of time. */
  void terminate() {
    process.destroy();
    awaitExit(PATIENCE);
    assertThat(err)
        .as(command)
        .noneMatch(line -> line.contains("stopping") || line.contains("unfinished"));
  }

  /** Waits until it has ended by itself, and everything it said is read. */
  int awaitExit(Duration patience) {
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(command + " still runs after " + patience.toSeconds() + " s");
      }
      for (Thread reader : readers) {
        reader.join(patience.toMillis());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What it was and all that it said, for the message of a failed test. */
  String story() {
    return String.join(
        "\n",
        "telltale " + command + (alive() ? " (runs)" : " (exit " + process.exitValue() + ")"),
        "  out: " + String.join("\n       ", out),
        "  err: " + String.join("\n       ", err));
  }

  @Override
  public void close() {
    if (alive()) {
      kill();
    }
  }

  private static Thread reader(InputStream stream, List<String> lines) {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader text =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = text.readLine(); line != null; line = text.readLine()) {
                  lines.add(line);
                }
              } catch (IOException e) {
                lines.add("(cannot be read further: " + e.getMessage() + ")");
              }
            },
            "reader");
    reader.setDaemon(true);
    reader.start();
    return reader;
  }
}
