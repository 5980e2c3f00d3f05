package dev.telltale.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Subset;
import dev.telltale.dataset.Task;
import dev.telltale.testing.Bundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Specs are opened, and refused by the field that is wrong. */
class SubjectsTest {
  @TempDir private Path temp;
  private Path images;
  private final Subjects subjects = new Subjects(2);

  @BeforeEach
  void someFiles() throws IOException {
    images = temp.resolve("images");
    for (String name : List.of("landbird/1.png", "landbird/2.png", "waterbird/3.png")) {
      Files.createDirectories(images.resolve(name).getParent());
      Files.write(images.resolve(name), new byte[] {1});
    }
  }

  @Test
  void whatIsAskedForIsNamedWholeAndHashed() {
    AuditSubject subject = subjects.prepare(spec(images, Bundles.BIRDS, null));
    AuditSpec spec = subject.spec();
    assertThat(spec.images().layout()).isEqualTo("imagefolder");
    assertThat(spec.images().hash()).matches("[0-9a-f]{16}");
    assertThat(Path.of(spec.models().get(0).directory())).isAbsolute();
    assertThat(spec.models().get(0).hash()).isEqualTo(subject.models().get(0).hash());
    assertThat(subject.images().samples()).hasSize(3);
    assertThat(subject.classMaps().get(0).indicesFor("waterbird")).containsExactly(1);
  }

  @Test
  void aSpecReadFromJsonOpensTheSameSubjectElsewhere() throws IOException {
    AuditSpec spec = subjects.prepare(spec(images, Bundles.BIRDS, null)).spec();
    ObjectMapper json = new ObjectMapper();
    AuditSpec read = json.readValue(json.writeValueAsBytes(spec), AuditSpec.class);
    assertThat(read).isEqualTo(spec);
    AuditSubject subject = new Subjects(1).open(read);
    assertThat(subject.spec()).isEqualTo(spec);
    assertThat(subject.images().samples()).hasSize(3);
  }

  @Test
  void anOpenedDataSetIsKeptAndTheOneUsedLeastLatelyForgotten() {
    AuditSpec first = subjects.prepare(spec(images, Bundles.BIRDS, null)).spec();
    AuditSpec second = limited(1);
    AuditSpec third = limited(2);
    Object opened = subjects.open(first).images();
    subjects.open(second);
    assertThat(subjects.open(first).images()).isSameAs(opened);
    subjects.open(third);
    assertThat(subjects.open(first).images()).isSameAs(opened);
    subjects.open(second);
    subjects.open(third);
    assertThat(subjects.open(first).images()).isNotSameAs(opened);
  }

  @Test
  void whatSeveralThreadsAskForAtOnceIsOpenedOnce() throws Exception {
    AuditSpec spec = subjects.prepare(spec(images, Bundles.BIRDS, null)).spec();
    Subjects fresh = new Subjects(1);
    int threads = 8;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    CyclicBarrier together = new CyclicBarrier(threads);
    Callable<DataSet> opening =
        () -> {
          together.await(60, TimeUnit.SECONDS);
          return fresh.images(spec.images());
        };
    try {
      Set<DataSet> opened = Collections.newSetFromMap(new IdentityHashMap<>());
      for (Future<DataSet> one : pool.invokeAll(Collections.nCopies(threads, opening))) {
        opened.add(one.get());
      }
      assertThat(opened).hasSize(1);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void whatCouldNotBeOpenedIsTriedAgain() throws IOException {
    AuditSpec spec = subjects.prepare(spec(images, Bundles.BIRDS, null)).spec();
    Subjects fresh = new Subjects(1);
    Path came = Files.write(images.resolve("waterbird/4.png"), new byte[] {1});
    refused("images.hash", "holds something else", () -> fresh.images(spec.images()));
    Files.delete(came);
    assertThat(fresh.images(spec.images()).samples()).hasSize(3);
  }

  @Test
  void picturesThatCameOrWentSinceAreRefused() throws IOException {
    AuditSpec spec = subjects.prepare(spec(images, Bundles.BIRDS, null)).spec();
    Files.write(images.resolve("waterbird/4.png"), new byte[] {1});
    refused("images.hash", "holds something else", () -> new Subjects(1).open(spec));
  }

  @Test
  void aBundleThatWasTrainedAnewIsRefused() throws IOException {
    Path bundle = Bundles.birdsWithout(temp.resolve("bundle"));
    AuditSpec spec = subjects.prepare(spec(images, bundle, null)).spec();
    Files.writeString(
        bundle.resolve("model.json"),
        Files.readString(bundle.resolve("model.json")).replace("birds", "others"));
    refused("models[0].hash", "holds something else", () -> new Subjects(1).open(spec));
  }

  @Test
  void anotherClassMapIsAnotherSubject() throws IOException {
    Path map = Files.writeString(temp.resolve("map.json"), "{\"landbird\": \"waterbird\"}");
    AuditSubject subject = subjects.prepare(spec(images, Bundles.BIRDS, map.toString()));
    assertThat(subject.classMaps().get(0).indicesFor("landbird")).containsExactly(1);
    Files.writeString(map, "{\"landbird\": null}");
    refused("images.hash", "something else", () -> new Subjects(1).open(subject.spec()));
  }

  @Test
  void everyFaultNamesItsField() throws IOException {
    refused("images.directory", "does not exist", temp.resolve("none"), Bundles.BIRDS, null);
    refused("models[0].directory", "no such directory", images, temp.resolve("none"), null);
    Path map = Files.writeString(temp.resolve("map.json"), "{\"landbird\": \"eagle\"}");
    refused("images.classMap", "no class \"eagle\"", images, Bundles.BIRDS, map.toString());
    refused(
        "images.classMap", "nowhere", images, Bundles.BIRDS, temp.resolve("nowhere").toString());
    refused("images.layout", "no layout", () -> subjects.prepare(laidOut("strange", Task.OWN)));
    refused(
        "images.task",
        "no attribute",
        () -> subjects.prepare(laidOut(null, new Task("smiling", null))));
    refused(
        "images.subset",
        "no splits",
        () -> subjects.prepare(part(new Subset("test", Map.of(), false, null, 0))));
    AuditSpec one = spec(images, Bundles.BIRDS, null);
    refused(
        "models",
        "two models are called birds",
        () ->
            subjects.prepare(
                new AuditSpec(
                    "groups",
                    one.images(),
                    List.of(one.models().get(0), one.models().get(0)),
                    one.options())));
  }

  private AuditSpec limited(int limit) {
    return subjects.prepare(part(new Subset(null, Map.of(), false, limit, 0))).spec();
  }

  private void refused(
      String field, String message, Path data, Path model, @Nullable String classMap) {
    refused(field, message, () -> subjects.prepare(spec(data, model, classMap)));
  }

  private static void refused(String field, String message, Runnable asking) {
    assertThatThrownBy(asking::run)
        .isInstanceOfSatisfying(SpecException.class, e -> assertThat(e.field()).isEqualTo(field))
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  private AuditSpec laidOut(@Nullable String layout, Task task) {
    return of(
        new AuditedImages("images", images.toString(), layout, null, task, Subset.ALL, false, null),
        Bundles.BIRDS);
  }

  private AuditSpec part(Subset subset) {
    return of(
        new AuditedImages("images", images.toString(), null, null, Task.OWN, subset, false, null),
        Bundles.BIRDS);
  }

  private static AuditSpec spec(Path data, Path model, @Nullable String classMap) {
    return of(
        new AuditedImages(
            "images", data.toString(), null, classMap, Task.OWN, Subset.ALL, false, null),
        model);
  }

  private static AuditSpec of(AuditedImages images, Path model) {
    return new AuditSpec(
        "groups",
        images,
        List.of(new AuditedModel("birds", model.toString(), null)),
        JsonNodeFactory.instance.objectNode());
  }
}
