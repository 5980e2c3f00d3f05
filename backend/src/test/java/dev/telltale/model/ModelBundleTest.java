package dev.telltale.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.testing.Bundles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelBundleTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path temp;
  private Path birds;

  @BeforeEach
  void copyTheBirds() {
    birds = Bundles.birdsWithout(temp.resolve("birds"));
  }

  @Test
  void theDemoBundlePassesTheDryRun() {
    ModelCheck check = check(Bundles.BIRDS);
    assertThat(check.faults()).isEmpty();
    assertThat(check.facts())
        .contains(
            new ModelCheck.Fact("name", "birds-p95"),
            new ModelCheck.Fact("parameters", "171,970"),
            new ModelCheck.Fact("logits", "(2, 2)"),
            new ModelCheck.Fact("head", "GAP + linear"));
  }

  @Test
  void withoutALinearHeadABundleIsGeneral() throws IOException {
    Files.delete(birds.resolve("head.json"));
    ModelCheck check = check(birds);
    assertThat(check.faults()).isEmpty();
    assertThat(check.facts())
        .contains(new ModelCheck.Fact("head", "general (gradients by autograd)"));
  }

  @Test
  void aMissingDirectoryIsNamed() {
    assertFault(temp.resolve("nowhere"), "nowhere", "no such directory");
  }

  @Test
  void aDirectoryWithoutDescriptionIsNoBundle() throws IOException {
    Files.delete(birds.resolve("model.json"));
    assertFault(birds, "model.json", "missing");
  }

  @Test
  void aDescriptionThatIsNotJsonIsAFault() throws IOException {
    Files.writeString(birds.resolve("model.json"), "{\n\"name\": oops\n}");
    assertFault(birds, "model.json", "not JSON");
  }

  @Test
  void anEmptyDescriptionIsAFault() throws IOException {
    Files.writeString(birds.resolve("model.json"), "");
    assertFault(birds, "model.json", "");
  }

  @Test
  void aDescriptionThatIsNotOfTheSchemaIsAFault() throws IOException {
    edit("model.json", json -> json.put("kind", "oracle"));
    assertFault(birds, "model.json", "kind");
    edit("model.json", json -> json.put("kind", "classifier").remove("classes"));
    assertFault(birds, "model.json", "classes");
    edit("model.json", json -> json.putArray("classes").add("a").add("b"));
    edit("model.json", json -> json.putArray("inputSize").add(64));
    assertFault(birds, "model.json", "inputSize");
  }

  @Test
  void aMissingNetworkIsAFault() throws IOException {
    Files.delete(birds.resolve("head.pt"));
    assertFault(birds, "head.pt", "missing; a classifier needs it");
  }

  @Test
  void aFileThatIsNoTorchScriptIsAFault() throws IOException {
    Files.writeString(birds.resolve("features.pt"), "not a network");
    assertFault(birds, "features.pt", "not a TorchScript module");
  }

  @Test
  void aNetworkThatDoesNotFitTheOtherIsAFault() throws IOException {
    Files.copy(
        birds.resolve("features.pt"),
        birds.resolve("head.pt"),
        StandardCopyOption.REPLACE_EXISTING);
    assertFault(birds, "head.pt", "");
  }

  @Test
  void aWrongNumberOfClassesIsAFault() throws IOException {
    edit("model.json", json -> json.withArray("classes").add("albatross"));
    assertFault(birds, "model.json", "names 3 classes, but head.pt returns 2 logits");
  }

  @Test
  void aLinearHeadThatDisagreesWithTheNetworkIsAFault() throws IOException {
    edit("head.json", json -> ((ArrayNode) json.get("bias")).set(0, 7));
    assertFault(birds, "head.json", "disagrees with head.pt");
  }

  @Test
  void aLinearHeadOfTheWrongShapeIsAFault() throws IOException {
    edit("head.json", json -> json.get("weight").forEach(row -> ((ArrayNode) row).remove(0)));
    assertFault(birds, "head.json", "the network needs 2 ×");
  }

  @Test
  void aRaggedLinearHeadIsAFault() throws IOException {
    edit("head.json", json -> ((ArrayNode) json.get("weight").get(1)).remove(0));
    assertFault(birds, "head.json", "row 1 of weight is not as long as row 0");
  }

  @Test
  void aLinearHeadThatIsNoneIsAFault() throws IOException {
    Files.writeString(birds.resolve("head.json"), "[1, 2]");
    assertFault(birds, "head.json", "not a linear head");
    Files.writeString(birds.resolve("head.json"), "{\"weight\": [[1, 2]]}");
    assertFault(birds, "head.json", "weight and bias are both needed");
    Files.writeString(birds.resolve("head.json"), "{\"weight\": [[1, 2]], \"bias\": [1, 2]}");
    assertFault(birds, "head.json", "1 rows of weight but 2 biases");
  }

  @Test
  void aLinearHeadThatIsNotFiniteIsAFault() throws IOException {
    Files.writeString(birds.resolve("head.json"), "{\"weight\": [[1e99, 2]], \"bias\": [1]}");
    assertFault(birds, "head.json", "row 0 of weight is not finite");
    Files.writeString(birds.resolve("head.json"), "{\"weight\": [[1, 2]], \"bias\": [1e99]}");
    assertFault(birds, "head.json", "bias is not finite");
  }

  @Test
  void damagedWeightsAreAFault() throws Exception {
    Files.delete(birds.resolve("head.json"));
    spoil("head.pt");
    ModelCheck check = check(birds);
    assertThat(check.faults()).isNotEmpty();
    assertThat(check.faults())
        .allSatisfy(
            fault ->
                assertThat(fault).hasLineCount(1).contains("head.pt").contains("may be damaged"));
  }

  @Test
  void anEncoderIsCheckedWithoutAHead() throws Exception {
    edit("model.json", json -> json.put("kind", "encoder"));
    Files.delete(birds.resolve("head.pt"));
    assertThat(ModelBundle.read(birds).spec().kind()).isEqualTo(ModelSpec.Kind.ENCODER);
    assertThat(check(birds).faults()).isEmpty();
    spoil("features.pt");
    assertFault(birds, "features.pt", "may be damaged");
  }

  @Test
  void anAutoencoderGivesBackImagesOfTheSizeItTook() throws IOException {
    Path networks = Path.of("../models/networks/autoencoder");
    edit("model.json", json -> json.put("kind", "autoencoder"));
    Files.copy(networks.resolve("encoder.pt"), birds.resolve("encoder.pt"));
    Files.copy(networks.resolve("decoder.pt"), birds.resolve("decoder.pt"));
    assertThat(check(birds).faults()).isEmpty();
    edit("model.json", json -> json.putArray("inputSize").add(63).add(62));
    assertFault(birds, "decoder.pt", "for images of (2, 3, 63, 62)");
  }

  @Test
  void theHashIsOfTheContentsAndNotOfThePlace() throws IOException {
    String hash = ModelBundle.read(birds).hash();
    assertThat(hash).matches("[0-9a-f]{16}");
    assertThat(ModelBundle.read(Bundles.birdsWithout(temp.resolve("moved"))).hash())
        .isEqualTo(hash);
    Files.writeString(birds.resolve("NOTES.txt"), "does not decide what is computed");
    assertThat(ModelBundle.read(birds).hash()).isEqualTo(hash);
    edit("model.json", json -> json.put("robust", true));
    String edited = ModelBundle.read(birds).hash();
    assertThat(edited).isNotEqualTo(hash);
    Files.delete(birds.resolve("head.json"));
    assertThat(ModelBundle.read(birds).hash()).isNotIn(hash, edited);
  }

  @Test
  void aBundleIsReadWithoutItsNetworks() throws IOException {
    Files.writeString(birds.resolve("features.pt"), "not a network");
    ModelBundle bundle = ModelBundle.read(birds);
    assertThatThrownBy(() -> Classifier.load(bundle, Device.cpu()))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("features.pt");
  }

  private void assertFault(Path bundle, String file, String what) {
    assertThat(check(bundle).faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault).hasLineCount(1).contains(file).contains(what));
  }

  private static ModelCheck check(Path bundle) {
    return ModelCheck.of(bundle, new Devices.Slot("cpu-0", Device.cpu()));
  }

  private void edit(String file, Consumer<ObjectNode> change) throws IOException {
    ObjectNode json = (ObjectNode) JSON.readTree(birds.resolve(file).toFile());
    change.accept(json);
    JSON.writeValue(birds.resolve(file).toFile(), json);
  }

  /** Writes the network again with every weight NaN. */
  private void spoil(String file) throws Exception {
    String name = file.replace(".pt", "");
    try (Model model = Model.newInstance(name, Device.cpu(), "PyTorch")) {
      model.load(birds.toAbsolutePath(), name, Map.of("trainParam", "true"));
      PtSymbolBlock block = (PtSymbolBlock) model.getBlock();
      block.freezeParameters(true);
      block.getParameters().values().forEach(weights -> weights.getArray().muli(Float.NaN));
      try (OutputStream out = Files.newOutputStream(birds.resolve(file))) {
        JniUtils.writeModule(block, out, false);
      }
    }
  }
}
