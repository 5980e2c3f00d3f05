package dev.telltale.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** A file system of some megabytes in memory, to be filled. Only root may mount one. */
final class SmallDisk implements AutoCloseable {
  private static final int MIB = 1024 * 1024;

  private final Path directory;

  private SmallDisk(Path directory) {
    this.directory = directory;
  }

  /** Mounts one, or skips the test where that is not allowed. */
  static SmallDisk mount(Path directory, int mib) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + mib + "m", "tmpfs", directory);
    assumeTrue(mounted, "a small file system cannot be mounted here: not root");
    return new SmallDisk(directory);
  }

  Path directory() {
    return directory;
  }

  /** Writes until only so many MiB are free. */
  void fill(int mibLeft) throws IOException {
    byte[] block = new byte[MIB];
    try (OutputStream out = Files.newOutputStream(directory.resolve("filling"))) {
      while (Files.getFileStore(directory).getUsableSpace() > (mibLeft + 1L) * MIB) {
        out.write(block);
      }
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    // Lazily: a process that is being stopped may still have files open.
    run("umount", "--lazy", directory);
  }

  private static boolean run(Object... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(Arrays.stream(command).map(String::valueOf).toList())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
