package dev.telltale.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.audit.Artifacts;
import dev.telltale.audit.Report;
import dev.telltale.audit.ReportDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which artifacts are named. */
class NamedArtifactsTest {
  @TempDir private Path temp;

  @Test
  void whatIsKeptNamesWhatIsKeptElsewhere() throws IOException {
    ArtifactStore store = new ArtifactStore(temp);
    String picture = store.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 1});
    String array = store.write("{no JSON at all".getBytes(UTF_8));
    String inner = store.write("[1, {\"%s\": true}]".formatted(array).getBytes(UTF_8));
    String report =
        store.write("{\"a\": [\"%s\", \"%s\"]}".formatted(picture, inner).getBytes(UTF_8));
    String nobodys = store.write("nobody's".getBytes(UTF_8));
    String hash = "a".repeat(64);
    Set<String> named =
        NamedArtifacts.in(
            "{\"report\": \"%s\", \"sha256\": \"%s\"}".formatted(report, hash).getBytes(UTF_8));
    assertThat(named).containsExactlyInAnyOrder(report, hash);
    NamedArtifacts names = new NamedArtifacts(store);
    assertThat(names.all(named))
        .containsExactlyInAnyOrder(report, hash, picture, inner, array)
        .doesNotContain(nobodys);
    assertThat(names.all(List.of(inner))).containsExactlyInAnyOrder(inner, array);
  }

  @Test
  void whatTheDocumentsOfAReportNameIsNamedToo() throws IOException {
    ArtifactStore store = new ArtifactStore(temp);
    String strip = store.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 2});
    String document =
        store.write("{\"evidence\":{\"maps\":\"%s\"}}".formatted(strip).getBytes(UTF_8));
    Report report =
        new Report(
            "Cues",
            List.of(),
            List.of(),
            List.of(),
            List.of(new Report.Document("class-3", document)));
    String kept = store.write(new ReportDocument(report, List.of()).json());
    assertThat(new NamedArtifacts(store).all(List.of(kept)))
        .containsExactlyInAnyOrder(kept, document, strip);
  }

  @Test
  void whereTheStoreCannotBeReadNothingIsSaid() {
    Artifacts gone =
        new Artifacts() {
          @Override
          public String write(byte[] bytes) throws IOException {
            throw new IOException("gone");
          }

          @Override
          public InputStream open(String address) throws IOException {
            throw new IOException("gone");
          }

          @Override
          public int collect(Set<String> named, Instant before) throws IOException {
            throw new IOException("gone");
          }
        };
    assertThatThrownBy(() -> new NamedArtifacts(gone).all(List.of("a".repeat(64))))
        .hasMessage("gone");
  }
}
