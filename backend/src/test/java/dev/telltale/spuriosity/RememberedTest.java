package dev.telltale.spuriosity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.telltale.audit.Artifacts;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.AuditedImages;
import dev.telltale.audit.AuditedModel;
import dev.telltale.audit.Subjects;
import dev.telltale.audit.Workbench;
import dev.telltale.dataset.Subset;
import dev.telltale.dataset.Task;
import dev.telltale.dataset.waterbirds.Waterbirds;
import dev.telltale.model.Classifier;
import dev.telltale.pipeline.ArtifactStore;
import dev.telltale.testing.Bundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered is a help, and no harm where it is lost. */
class RememberedTest {
  private static final int IMAGES = 2;
  private static final List<float[]> FEATURES = List.of(new float[] {1, 2, 3}, new float[3]);

  @TempDir private Path temp;
  private AuditSubject subject;
  private Path store;

  @BeforeEach
  void aFewPictures() throws Exception {
    store = temp.resolve("artifacts");
    Path images = temp.resolve("images");
    new Waterbirds(0.8, 64, 11).write(images, 20, done -> {});
    subject =
        new Subjects(1)
            .prepare(
                new AuditSpec(
                    "spuriosity",
                    new AuditedImages(
                        "birds", images.toString(), null, null, Task.OWN, Subset.ALL, false, null),
                    List.of(new AuditedModel("birds", Bundles.BIRDS.toString(), null)),
                    new Spuriosity().options(JsonNodeFactory.instance.objectNode())));
  }

  @Test
  void whatWasKeptIsKnownTheNextTime() {
    known().keepFeatures(FEATURES, true);
    assertThat(known().features()).isNotNull();
    assertThat(known().wanted(0)).as("the answers were not kept").isTrue();
    known().keepAnswers(0, List.of(0f, 1f), true);
    assertThat(known().complete()).isTrue();
  }

  @Test
  void aNoteThatIsEmptyAfterAPowerCutIsWorkedOutAgain() throws IOException {
    known().keepFeatures(FEATURES, true);
    for (Path note : notes()) {
      Files.write(note, new byte[0]);
    }
    assertThat(known().features()).isNull();
    known().keepFeatures(FEATURES, true);
    assertThat(known().features()).isNotNull();
  }

  @Test
  void notesThatCanNeitherBeReadNorWrittenAreDoneWithout() throws IOException {
    known().keepFeatures(FEATURES, true);
    for (Path note : notes()) {
      Files.delete(note);
      Files.createDirectories(note.resolve("in the way"));
    }
    Remembered again = known();
    assertThat(again.features()).isNull();
    again.keepFeatures(FEATURES, true);
    assertThat(again.features()).as("the artifact itself is kept").isNotNull();
  }

  private Remembered known() {
    return Remembered.of(0, IMAGES, 0, true, new Bench(subject, new ArtifactStore(store)));
  }

  private List<Path> notes() throws IOException {
    try (Stream<Path> files = Files.walk(store.resolve("notes"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private record Bench(AuditSubject subject, Artifacts artifacts) implements Workbench {
    @Override
    public Device device() {
      return Device.cpu();
    }

    @Override
    public Classifier classifier(int model) {
      throw new AssertionError("no network is asked");
    }

    @Override
    public <T> T kept(Object key, long bytes, Supplier<T> make) {
      return make.get();
    }

    @Override
    public void breathe() {}
  }
}
