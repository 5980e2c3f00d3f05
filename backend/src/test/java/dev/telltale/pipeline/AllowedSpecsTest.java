package dev.telltale.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.AuditedImages;
import dev.telltale.audit.AuditedModel;
import dev.telltale.audit.SpecException;
import dev.telltale.dataset.AllowedRoots;
import dev.telltale.dataset.ClassMap;
import dev.telltale.dataset.Subset;
import dev.telltale.dataset.Task;
import dev.telltale.model.ModelBundle;
import dev.telltale.testing.Bundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllowedSpecsTest {
  @TempDir private Path directory;
  private Path declared;
  private Path allowed;
  private Path elsewhere;
  private String own;
  private final List<AuditSpec> opened = new ArrayList<>();

  @BeforeEach
  void make() throws IOException {
    declared = Files.createDirectories(directory.resolve("declared"));
    allowed = Files.createDirectories(directory.resolve("allowed"));
    elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
    own = Bundles.BIRDS.toRealPath().toString();
    for (Path one : List.of(declared, allowed, elsewhere)) {
      Files.writeString(one.resolve("map.json"), "{}");
    }
  }

  @Test
  void whatIsDeclaredOrAllowedIsOpened() throws IOException {
    Path linked = Files.createSymbolicLink(directory.resolve("linked"), declared);
    open(images(declared, null), own);
    open(images(linked, null), own);
    open(images(declared, declared.resolve("map.json")), own);
    open(images(allowed, allowed.resolve("map.json")), allowed.toString());
    assertThat(opened).hasSize(4);
  }

  @Test
  void nothingElseIs() throws IOException {
    refused("images.directory", images(elsewhere, null), own);
    refused("images.directory", images(allowed.resolve("../elsewhere"), null), own);
    refused(
        "images.directory",
        images(Files.createSymbolicLink(allowed.resolve("out"), elsewhere), null),
        own);
    refused("images.classMap", images(declared, elsewhere.resolve("map.json")), own);
    refused("models[0].directory", images(declared, null), elsewhere.toString());
    refused("models[0].directory", images(declared, null), "relative");
    refused("models[0].directory", images(declared, null), "\0");
    assertThat(opened).isEmpty();
  }

  private void refused(String field, AuditedImages images, String bundle) {
    assertThatThrownBy(() -> open(images, bundle))
        .isInstanceOfSatisfying(SpecException.class, e -> assertThat(e.field()).isEqualTo(field))
        .hasMessageContaining("--allowed-roots of the member here");
  }

  private void open(AuditedImages images, String bundle) {
    AuditSpec spec =
        new AuditSpec(
            "groups",
            images,
            List.of(new AuditedModel("model", bundle, null)),
            JsonNodeFactory.instance.objectNode());
    new AllowedSpecs(options(), this::opened).apply(spec);
  }

  private @Nullable AuditSubject opened(AuditSpec spec) {
    opened.add(spec);
    return null;
  }

  private static AuditedImages images(Path directory, @Nullable Path classMap) {
    return new AuditedImages(
        "birds",
        directory.toString(),
        "folders",
        classMap == null ? null : classMap.toString(),
        Task.OWN,
        Subset.ALL,
        false,
        null);
  }

  private MemberOptions options() {
    return new MemberOptions(
        "here",
        Set.of(Role.WORKER),
        "127.0.0.1:1",
        new ClusterOptions("127.0.0.1", 0, List.of()),
        directory.resolve("state"),
        ModelBundle.read(Bundles.BIRDS),
        null,
        Map.of(
            "birds",
            new KnownDataSet(
                "birds",
                declared,
                "folders",
                List.of(),
                ClassMap.identity(List.of()),
                false,
                null,
                images(declared, null))),
        new AllowedRoots(List.of(allowed)),
        new IntakeOptions("workers", 8, 10, 64),
        1_000_000,
        1,
        new AuditTools(Map.of(), this::opened, new ArtifactStore(directory)));
  }
}
