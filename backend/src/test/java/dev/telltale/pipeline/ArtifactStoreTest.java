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
  void whatIsRememberedStaysThirtyDaysThoughNothingElseNamesIt() throws IOException {
    ArtifactStore store = new ArtifactStore(directory);
    String key = "a".repeat(64);
    assertThat(store.recall(key)).isEmpty();
    String address = store.write("features".getBytes(UTF_8));
    store.remember(key, address);
    assertThat(new ArtifactStore(directory).recall(key)).contains(address);
    Path file = directory.resolve(address.substring(0, 2)).resolve(address);
    Path note = directory.resolve("notes/aa").resolve(key);
    age(file, ArtifactStore.REMEMBERED.plusDays(1));
    age(note, ArtifactStore.REMEMBERED.minusDays(1));
    Instant hourAgo = Instant.now().minus(ArtifactStore.YOUNG);
    assertThat(store.collect(Set.of(), hourAgo)).isZero();
    assertThat(store.recall(key)).contains(address);
    assertThat(store.collect(Set.of(), hourAgo)).as("wanted, and so young").isZero();
    age(file, ArtifactStore.REMEMBERED.plusDays(1));
    age(note, ArtifactStore.REMEMBERED.plusDays(1));
    assertThat(store.collect(Set.of(), hourAgo)).isEqualTo(1);
    assertThat(note).doesNotExist();
    assertThat(store.recall(key)).isEmpty();
  }

  @Test
  void aNoteThatIsDamagedIsNone() throws IOException {
    ArtifactStore store = new ArtifactStore(directory);
    String key = "a".repeat(64);
    String address = store.write("features".getBytes(UTF_8));
    store.remember(key, address);
    Path note = directory.resolve("notes/aa").resolve(key);
    for (byte[] damaged : List.of(new byte[0], new byte[64], new byte[] {-1, -2})) {
      Files.write(note, damaged);
      assertThat(store.recall(key)).isEmpty();
      assertThat(store.collect(Set.of(), Instant.now().minus(ArtifactStore.YOUNG))).isZero();
    }
    store.remember(key, address);
    assertThat(store.recall(key)).contains(address);
  }

  @Test
  void aScratchFileThatNobodyDeletedIsCollected() throws IOException {
    ArtifactStore store = new ArtifactStore(directory.resolve("artifacts"));
    Path left = store.scratch();
    assertThat(left).isEmptyFile().startsWith(directory.resolve("artifacts"));
    Instant hourAgo = Instant.now().minus(ArtifactStore.YOUNG);
    store.collect(Set.of(), hourAgo);
    assertThat(left).exists();
    age(left, ArtifactStore.YOUNG.plusMinutes(1));
    store.collect(Set.of(), hourAgo);
    assertThat(left).doesNotExist();
  }

  private static void age(Path file, Duration by) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(by)));
  }
}
