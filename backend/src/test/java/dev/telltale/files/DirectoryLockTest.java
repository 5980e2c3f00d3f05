package dev.telltale.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
  @TempDir Path temp;

  /** POSIX would have dropped the first one's lock when the second one's file was closed. */
  @Test
  void aSecondAttemptHereIsRefusedAndLeavesTheLockToTheFirst() throws Exception {
    Path directory = temp.resolve("kept");
    try (DirectoryLock first = DirectoryLock.take(directory).orElseThrow()) {
      assertThat(DirectoryLock.take(directory)).isEmpty();
      Path link = Files.createSymbolicLink(temp.resolve("link"), directory);
      assertThat(DirectoryLock.take(link)).as("by another name").isEmpty();
      assertThat(elsewhere(directory)).isEqualTo("held");
      first.close();
      assertThat(elsewhere(directory)).isEqualTo("free");
    }
    DirectoryLock again = DirectoryLock.take(directory).orElseThrow();
    again.close();
    try (DirectoryLock next = DirectoryLock.take(directory).orElseThrow()) {
      again.close();
      assertThat(DirectoryLock.take(directory)).as("closed twice, it lets go of its own").isEmpty();
      assertThat(elsewhere(directory)).isEqualTo("held");
    }
  }

  @Test
  void locksOfOtherFilesAndDirectoriesAreTheirOwn() throws Exception {
    try (DirectoryLock one = DirectoryLock.take(temp).orElseThrow();
        DirectoryLock other = DirectoryLock.take(temp, "other.lock").orElseThrow();
        DirectoryLock below = DirectoryLock.take(temp.resolve("below")).orElseThrow()) {
      assertThat(temp.resolve("other.lock")).exists();
      assertThat(temp.resolve("below/.lock")).exists();
    }
  }

  /** Tries to take the lock in another process. */
  static final class Elsewhere {
    private Elsewhere() {}

    public static void main(String[] args) throws Exception {
      System.out.print(DirectoryLock.take(Path.of(args[0])).isEmpty() ? "held" : "free");
    }
  }

  private static String elsewhere(Path directory) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                place(DirectoryLock.class) + File.pathSeparator + place(Elsewhere.class),
                Elsewhere.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private static Path place(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
