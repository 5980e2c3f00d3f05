package dev.telltale.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
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

  @Test
  void whatNothingNamesIsCollectedButForWhatWasWantedLately() throws IOException {
    ArtifactStore store = new ArtifactStore(directory);
    Instant now = Instant.now();
    assertThat(new ArtifactStore(directory.resolve("none")).collect(Set.of(), now)).isZero();
    String named = store.write("named".getBytes(UTF_8));
    String lost = store.write("lost".getBytes(UTF_8));
    String wanted = store.write("wanted".getBytes(UTF_8));
    Files.writeString(directory.resolve("a file of somebody else"), "x");
    Instant before = now.minus(ArtifactStore.YOUNG);
    assertThat(store.collect(Set.of(named), before)).isZero();
    for (String address : List.of(named, lost, wanted)) {
      Path file = directory.resolve(address.substring(0, 2)).resolve(address);
      Files.setLastModifiedTime(file, FileTime.from(before.minusSeconds(60)));
    }
    // Written again: young again.
    assertThat(store.write("wanted".getBytes(UTF_8))).isEqualTo(wanted);
    assertThat(store.collect(Set.of(named), before)).isEqualTo(1);
    assertThatThrownBy(() -> store.read(lost)).isInstanceOf(IOException.class);
    assertThat(store.read(wanted)).asString(UTF_8).isEqualTo("wanted");
    try (InputStream in = store.open(named)) {
      assertThat(in).hasContent("named");
    }
    assertThat(directory.resolve("a file of somebody else")).exists();
  }

  private static String writeQuietly(ArtifactStore store, String text) {
    try {
      return store.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsRememberedIsForgottenWithWhatItNames() throws IOException {
    ArtifactStore store = new ArtifactStore(directory);
    String key = "a".repeat(64);
    assertThat(store.recall(key)).isEmpty();
    String address = store.write("features".getBytes(UTF_8));
    store.remember(key, address);
    assertThat(new ArtifactStore(directory).recall(key)).contains(address);
    Path file = directory.resolve(address.substring(0, 2)).resolve(address);
    Instant old = Instant.now().minus(Duration.ofDays(3));
    Files.setLastModifiedTime(file, FileTime.from(old));
    Instant hourAgo = Instant.now().minus(ArtifactStore.YOUNG);
    assertThat(store.recall(key)).contains(address);
    assertThat(store.collect(Set.of(), hourAgo)).as("wanted, and so young").isZero();
    Files.setLastModifiedTime(file, FileTime.from(old));
    assertThat(store.collect(Set.of(), hourAgo)).isEqualTo(1);
    assertThat(store.recall(key)).isEmpty();
    Path note = directory.resolve("notes/aa").resolve(key);
    assertThat(note).exists();
    Instant longAgo = Instant.now().minus(ArtifactStore.REMEMBERED).minusSeconds(60);
    Files.setLastModifiedTime(note, FileTime.from(longAgo));
    store.collect(Set.of(), hourAgo);
    assertThat(note).doesNotExist();
  }
}
