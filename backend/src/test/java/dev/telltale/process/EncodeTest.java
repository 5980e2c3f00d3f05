package dev.telltale.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.testing.Bundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Encoding is ended in the middle by what ends processes. */
class EncodeTest {
  private static final Duration PATIENCE = TelltaleProcess.PATIENCE;
  private static final int BIRDS = 300;
  private static final int FOLDERS = 20;
  private static final int IMAGES = BIRDS * FOLDERS;

  @RegisterExtension static final Processes PROCESSES = new Processes();

  @TempDir static Path directory;

  private static Path images;

  /** Many folders with links to a few birds: drawing takes longer than encoding. */
  @BeforeAll
  static void draw() throws IOException {
    Path drawn = Birds.draw(directory.resolve("drawn"), BIRDS, 77).directory().resolve("images");
    images = directory.resolve("birds");
    try (Stream<Path> pictures = Files.list(drawn)) {
      List<Path> birds = pictures.sorted().toList();
      for (int folder = 0; folder < FOLDERS; folder++) {
        Path links = Files.createDirectories(images.resolve("class-" + folder));
        for (Path bird : birds) {
          Files.createLink(links.resolve(bird.getFileName()), bird);
        }
      }
    }
  }

  @Test
  void killedTwiceItGoesOnToTheBytesOfOneGo() throws IOException {
    Path broken = directory.resolve("broken");
    TelltaleProcess early = encode(broken);
    // Before anything is noted as safely written, most likely.
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> begun(broken));
    early.kill();
    TelltaleProcess late = encode(broken);
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> noted(broken) > 0);
    late.kill();
    int noted = noted(broken);
    assertThat(noted).isLessThan(IMAGES);

    JsonNode outcome = finished(encode(broken, "--json"));
    assertThat(outcome.get("before").asInt()).isEqualTo(noted);
    assertThat(outcome.get("images").asInt()).isEqualTo(IMAGES);
    Path whole = directory.resolve("whole");
    assertThat(finished(encode(whole, "--json")).get("before").asInt()).isZero();
    assertThat(files(broken)).isEqualTo(files(whole));
  }

  @Test
  void aFullDiskIsSaidInOneLineAndWhatWasFinishedStays() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), 24)) {
      disk.fill(0);
      Path out = disk.directory().resolve("features");
      TelltaleProcess full = encode(out);
      assertThat(full.awaitExit(PATIENCE)).as(full.story()).isEqualTo(2);
      assertThat(full.err()).as(full.story()).hasSize(1);
      assertThat(full.err().get(0))
          .startsWith("telltale: " + out)
          .contains("No space left", "what was finished stays");
      Files.delete(disk.directory().resolve("filling"));
      assertThat(finished(encode(out, "--json")).get("images").asInt()).isEqualTo(IMAGES);
    }
  }

  private static TelltaleProcess encode(Path out, Object... more) {
    Object[] first = {
      "encode", "--data", images, "--model", Bundles.BIRDS.toAbsolutePath(), "--out", out
    };
    return PROCESSES.start(Stream.concat(Stream.of(first), Stream.of(more)).toArray());
  }

  private static JsonNode finished(TelltaleProcess process) throws IOException {
    assertThat(process.awaitExit(PATIENCE)).as(process.story()).isZero();
    return new ObjectMapper().readTree(process.out().get(0));
  }

  private static boolean begun(Path out) throws IOException {
    Path shard = out.resolve("features-00000.npy");
    return Files.exists(shard) && Files.size(shard) > 4096;
  }

  private static int noted(Path out) throws IOException {
    return new ObjectMapper()
        .readTree(out.resolve("features.json").toFile())
        .get("encoded")
        .asInt();
  }

  private static Map<String, String> files(Path directory) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        contents.put(
            file.getFileName().toString(),
            HexFormat.of().formatHex(digest(Files.readAllBytes(file))));
      }
    }
    return contents;
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
