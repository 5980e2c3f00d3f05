package dev.telltale.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactStoreTest {
  @TempDir private Path directory;

  @Test
  void bytesAreReadBackUnderTheirDigest() throws IOException {
    ArtifactStore store = new ArtifactStore(directory.resolve("artifacts"));
    String address = store.write("abc".getBytes(UTF_8));
    assertThat(address)
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(store.read(address)).asString(UTF_8).isEqualTo("abc");
  }

  @Test
  void theSameBytesAreKeptOnceWhoeverWritesThem() throws IOException {
    List<String> addresses =
        IntStream.range(0, 64)
            .parallel()
            .mapToObj(i -> writeQuietly(new ArtifactStore(directory), "same"))
            .distinct()
            .toList();
    assertThat(addresses).hasSize(1);
    try (Stream<Path> files = Files.walk(directory)) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(1);
    }
  }

  @Test
  void whatIsNoAddressIsRefusedBeforeTheDiskIsAsked() {
    ArtifactStore store = new ArtifactStore(directory);
    for (String address : List.of("", "../../etc/passwd", "A".repeat(64), "a".repeat(63))) {
      assertThatThrownBy(() -> store.read(address)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> store.read("a".repeat(64))).isInstanceOf(IOException.class);
  }

  private static String writeQuietly(ArtifactStore store, String text) {
    try {
      return store.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
