package dev.telltale.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.arrays.NpyFile;
import dev.telltale.arrays.NpyType;
import dev.telltale.arrays.NpyWriter;
import dev.telltale.testing.Kinds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeTest {
  private static final double TOLERANCE = 1e-4;

  @TempDir private Path temp;
  private Path bundle;
  private Path probe;

  @BeforeEach
  void copyTheLinearClassifier() {
    bundle = Kinds.copy(Kinds.bundle("linear"), temp.resolve("bundle"));
    probe = Kinds.copy(Kinds.probe("linear"), temp.resolve("probe"));
  }

  @ParameterizedTest
  @CsvSource({
    "linear, logits 15; gradients 720; gradients by head.json 720; guided 1440",
    "layers, logits 15; gradients 720",
    "encoder, features 720",
    "autoencoder, latents 480; reconstructions 1440",
    "inpainter, inpainted 1440",
    "segmenter, segmented 480"
  })
  void everyKindComputesWhatPyTorchDoes(String name, String quantities) {
    ModelCheck check = ModelCheck.of(Kinds.bundle(name), Kinds.CPU, Kinds.probe(name), TOLERANCE);
    assertThat(check.faults()).isEmpty();
    assertThat(check.differences())
        .allSatisfy(difference -> assertThat(difference.largest()).isBetween(0.0, 1e-6))
        .extracting(difference -> difference.quantity() + " " + difference.values())
        .containsExactly(quantities.split("; "));
  }

  @ParameterizedTest
  @CsvSource({
    "linear, logits",
    "linear, gradients",
    "linear, guided",
    "layers, gradients",
    "encoder, features",
    "autoencoder, latents",
    "autoencoder, reconstructions",
    "inpainter, inpainted",
    "segmenter, segmented"
  })
  void aNumberThatIsNotPyTorchsIsFound(String name, String file) throws IOException {
    Path recorded = Kinds.copy(Kinds.probe(name), temp.resolve(name));
    spoil(recorded.resolve(file + ".npy"), 0.25f);
    ModelCheck check = ModelCheck.of(Kinds.bundle(name), Kinds.CPU, recorded, TOLERANCE);
    assertThat(check.faults())
        .isNotEmpty()
        .allSatisfy(
            fault ->
                assertThat(fault)
                    .hasLineCount(1)
                    .contains(file)
                    .contains("differ from PyTorch's by 0.25, more than 0.00010"));
    assertThat(check.differences())
        .filteredOn(difference -> difference.quantity().equals(file))
        .singleElement()
        .satisfies(found -> assertThat(found.largest()).isCloseTo(0.25, within(1e-6)));
    assertThat(ModelCheck.of(Kinds.bundle(name), Kinds.CPU, recorded, 0.3).faults()).isEmpty();
  }

  @Test
  void whatIsNoNumberIsNeverWithinTheTolerance() throws IOException {
    spoil(probe.resolve("logits.npy"), Float.NaN);
    assertThat(ModelCheck.of(bundle, Kinds.CPU, probe, Double.MAX_VALUE).faults())
        .singleElement()
        .asString()
        .contains("logits differ from PyTorch's by NaN");
  }

  @Test
  void aHeadFileThatIsALittleOffIsFoundByItsGradients() throws IOException {
    Path json = bundle.resolve("head.json");
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode head = (ObjectNode) mapper.readTree(json.toFile());
    ArrayNode row = (ArrayNode) head.get("weight").get(0);
    row.set(0, row.get(0).doubleValue() + 2.4e-4);
    mapper.writeValue(json.toFile(), head);
    // A 24th of that at each of the map's 4 × 6 places.
    assertThat(ModelCheck.of(bundle, Kinds.CPU, probe, 5e-6).faults())
        .singleElement()
        .asString()
        .contains("gradients by head.json differ from PyTorch's by 1.0e-05");
    assertThat(ModelCheck.of(bundle, Kinds.CPU, probe, 2e-5).faults()).isEmpty();
  }

  @Test
  void moreRowsThanAreComputedAtOnceAreAllCompared() throws IOException {
    int times = 7; // 35 rows
    for (String name : new String[] {"images", "logits", "targets", "gradients", "guided"}) {
      repeat(probe.resolve(name + ".npy"), times);
    }
    ModelCheck check = ModelCheck.of(bundle, Kinds.CPU, probe, TOLERANCE);
    assertThat(check.faults()).isEmpty();
    assertThat(check.differences())
        .extracting(difference -> difference.quantity() + " " + difference.values())
        .contains("logits " + 15 * times, "guided " + 1440 * times);
  }

  @Test
  void guidedSaliencyMayBeRecordedOfTheFirstRowsOnly() throws IOException {
    NpyFile all = NpyFile.open(probe.resolve("guided.npy"));
    ByteBuffer first = ByteBuffer.allocate(2 * all.rowLength() * 4);
    first.put(all.row(0)).put(all.row(1)).flip();
    Files.delete(probe.resolve("guided.npy"));
    write(probe.resolve("guided.npy"), NpyType.F4, first, 2, 3, 8, 12);
    assertThat(ModelCheck.of(bundle, Kinds.CPU, probe, TOLERANCE).differences())
        .filteredOn(difference -> difference.quantity().equals("guided"))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.values()).isEqualTo(2 * 3 * 8 * 12);
              assertThat(found.largest()).isBetween(0.0, 1e-6);
            });
  }

  @Test
  void aProbeThatHoldsNothingToCompareIsAFault() throws IOException {
    assertFault("empty: holds nothing to compare", Files.createDirectory(temp.resolve("empty")));
    for (String name : new String[] {"logits", "gradients", "guided"}) {
      Files.delete(probe.resolve(name + ".npy"));
    }
    assertFault("probe: holds nothing to compare; for a classifier there may be", probe);
  }

  @Test
  void aWrongProbeIsAFault() throws IOException {
    assertFault("nowhere: no such directory", temp.resolve("nowhere"));

    Files.copy(probe.resolve("logits.npy"), probe.resolve("logit.npy"));
    assertFault("logit.npy: is compared with nothing of this bundle", probe);
    Files.delete(probe.resolve("logit.npy"));

    write(probe.resolve("logits.npy"), NpyType.F4, ByteBuffer.allocate(40), 5, 2);
    assertFault("logits.npy: is (5, 2), the network returns (5, 3) float32", probe);
    write(probe.resolve("logits.npy"), NpyType.F8, ByteBuffer.allocate(120), 5, 3);
    assertFault("logits.npy: holds <f8, <f4 is needed", probe);
    Files.writeString(probe.resolve("logits.npy"), "not an array, but some text");
    assertFault("logits.npy: not a .npy array", probe);
    Files.delete(probe.resolve("logits.npy"));

    write(probe.resolve("targets.npy"), NpyType.I4, ByteBuffer.allocate(20), 5);
    assertFault("targets.npy: is (5) <i4, (5) <i8 is needed", probe);
    write(probe.resolve("targets.npy"), NpyType.I8, ByteBuffer.allocate(32), 4);
    assertFault("targets.npy: is (4) <i8, (5) <i8 is needed", probe);
    ByteBuffer three = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN).putLong(8, 3);
    write(probe.resolve("targets.npy"), NpyType.I8, three, 5);
    assertFault("targets.npy: row 1 is 3, it must be in 0..2", probe);
    Files.delete(probe.resolve("targets.npy"));
    assertFault("targets.npy: missing", probe);

    write(
        probe.resolve("images.npy"), NpyType.F4, ByteBuffer.allocate(5 * 3 * 96 * 4), 5, 3, 12, 8);
    assertFault("images.npy: is (5, 3, 12, 8), (5, 3, 8, 12) is needed", probe);
    write(probe.resolve("images.npy"), NpyType.F4, ByteBuffer.allocate(0), 0, 3, 8, 12);
    assertFault("images.npy: is (0, 3, 8, 12), some rows are needed", probe);
    Files.delete(probe.resolve("images.npy"));
    assertFault("images.npy: missing", probe);
  }

  @Test
  void moreGuidedRowsThanImagesAreAFault() throws IOException {
    repeat(probe.resolve("guided.npy"), 2);
    assertFault("guided.npy: is (10, 3, 8, 12), the network returns (5, 3, 8, 12)", probe);
  }

  @Test
  void guidedSaliencyOfABundleWithoutItIsAFault() throws IOException {
    Path layers = Kinds.copy(Kinds.probe("layers"), temp.resolve("layers"));
    Files.copy(probe.resolve("guided.npy"), layers.resolve("guided.npy"));
    assertThat(ModelCheck.of(Kinds.bundle("layers"), Kinds.CPU, layers, TOLERANCE).faults())
        .singleElement()
        .asString()
        .hasLineCount(1)
        .contains("layers: has no guided saliency");
  }

  @Test
  void masksOfAnInpainterMustFitItsImages() throws IOException {
    Path recorded = Kinds.copy(Kinds.probe("inpainter"), temp.resolve("inpainter"));
    Path masks = recorded.resolve("masks.npy");
    write(masks, NpyType.F4, ByteBuffer.allocate(5 * 3 * 96 * 4), 5, 3, 8, 12);
    assertThat(ModelCheck.of(Kinds.bundle("inpainter"), Kinds.CPU, recorded, TOLERANCE).faults())
        .containsExactly(masks + ": is (5, 3, 8, 12), (5, 1, 8, 12) is needed");
  }

  private void assertFault(String what, Path recorded) {
    ModelCheck check = ModelCheck.of(bundle, Kinds.CPU, recorded, TOLERANCE);
    assertThat(check.faults()).singleElement().asString().hasLineCount(1).contains(what);
    assertThat(check.differences()).isEmpty();
  }

  /** Moves the last number. */
  private static void spoil(Path file, float by) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putFloat(bytes.length - 4, buffer.getFloat(bytes.length - 4) + by);
    Files.write(file, bytes);
  }

  private static void repeat(Path file, int times) throws IOException {
    NpyFile array = NpyFile.open(file);
    long[] shape = array.shape();
    ByteBuffer bytes =
        ByteBuffer.allocate(times * (int) array.rows() * array.rowLength() * array.type().bytes());
    for (int i = 0; i < times * array.rows(); i++) {
      bytes.put(array.row(i % array.rows()));
    }
    shape[0] *= times;
    // Not over the file: what is mapped of it would change.
    Files.delete(file);
    write(file, array.type(), bytes.flip(), shape);
  }

  private static void write(Path file, NpyType type, ByteBuffer values, long... shape)
      throws IOException {
    try (NpyWriter writer = NpyWriter.create(file, type, shape)) {
      if (values.hasRemaining()) {
        writer.append(values);
      }
    }
  }
}
