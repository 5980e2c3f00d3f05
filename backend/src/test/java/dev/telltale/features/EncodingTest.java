package dev.telltale.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.telltale.arrays.NpyType;
import dev.telltale.arrays.NpyWriter;
import dev.telltale.dataset.Sample;
import dev.telltale.dataset.check.Unusable;
import dev.telltale.dataset.layout.DataSets;
import dev.telltale.dataset.waterbirds.Waterbirds;
import dev.telltale.files.DirectoryLock;
import dev.telltale.files.Sha256;
import dev.telltale.image.ModelInput;
import dev.telltale.image.Pictures;
import dev.telltale.model.Classifier;
import dev.telltale.model.ModelBundle;
import dev.telltale.testing.Bundles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingTest {
  private static final int BIRDS = 203;

  @TempDir private static Path drawn;
  private static ImageSource birds;
  private static ModelBundle bundle;
  private static BatchEncoder encoder;

  /** Of two batches, so that the birds fill three shards and a part of a fourth. */
  private static long shardBytes;

  @TempDir Path directory;

  @BeforeAll
  static void load() {
    new Waterbirds(0.5, 64, 7).write(drawn.resolve("birds"), BIRDS, done -> {});
    birds = ImageSource.of(DataSets.open("birds", drawn.resolve("birds"), null));
    bundle = ModelBundle.read(Bundles.BIRDS);
    encoder = BatchEncoder.load(bundle, Device.cpu());
    shardBytes = 2L * encoder.batch() * encoder.channels() * Float.BYTES;
  }

  @AfterAll
  static void close() {
    encoder.close();
  }

  @Test
  void everyRowIsThePooledMapOfItsImage() throws Exception {
    encode(directory, birds, BIRDS);
    FeatureTable table = FeatureTable.open(directory);
    assertThat(table.images()).isEqualTo(BIRDS);
    assertThat(table.ids()).isEqualTo(birds.samples().stream().map(Sample::id).toList());
    assertThat(table.classes()).isEqualTo(birds.classes());
    assertThat(table.bundleHash()).isEqualTo(bundle.hash());
    float[] row = new float[table.channels() + 1];
    try (Classifier classifier = Classifier.load(bundle, Device.cpu())) {
      for (int i = 0; i < BIRDS; i += 29) {
        Sample sample = birds.samples().get(i);
        table.features(i, row, 1);
        assertThat(List.of(table.classes().get(table.label(i)), table.splits().get(table.split(i))))
            .containsExactly(sample.label(), sample.split());
        float[] want = pooled(classifier, sample);
        for (int c = 0; c < want.length; c++) {
          assertThat(row[c + 1]).isCloseTo(want[c], within(1e-5f));
        }
      }
    }
  }

  /** r = GAP(A) of one image alone, by its definition. */
  private static float[] pooled(Classifier classifier, Sample sample) throws Exception {
    try (NDManager scope = classifier.newScope()) {
      float[] pixels =
          ModelInput.of(
              Pictures.decode(Files.readAllBytes(sample.image())),
              bundle.spec().height(),
              bundle.spec().width());
      NDArray map =
          classifier.features(
              scope
                  .create(pixels)
                  .reshape(new Shape(1, 3, bundle.spec().height(), bundle.spec().width())));
      int channels = (int) map.getShape().get(1);
      float[] values = map.toFloatArray();
      int area = values.length / channels;
      float[] mean = new float[channels];
      for (int c = 0; c < channels; c++) {
        double sum = 0;
        for (int i = 0; i < area; i++) {
          sum += values[c * area + i];
        }
        mean[c] = (float) (sum / area);
      }
      return mean;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 32, 64, 96, 192})
  void anEncodingThatBreaksOffAtAnyBatchGoesOnToTheSameBytes(int last) throws Exception {
    encode(directory.resolve("whole"), birds, BIRDS);
    Path broken = directory.resolve("broken");
    if (last > 0) {
      breakOff(broken, last, 0);
      try (Encoding encoding = Encoding.open(broken, birds, encoder, shardBytes, 0)) {
        assertThat(encoding.encoded()).isEqualTo(last);
      }
    }
    encode(broken, birds, BIRDS - last);
    assertThat(files(broken)).isEqualTo(files(directory.resolve("whole")));
  }

  @Test
  void whatWasWrittenAfterTheLastCheckpointIsWrittenAgain() throws Exception {
    encode(directory.resolve("whole"), birds, BIRDS);
    Path broken = directory.resolve("broken");
    breakOff(broken, 160, 1_000_000);
    // A kill leaves any number of bytes behind those that are sure.
    Path shard = broken.resolve("features-00002.npy");
    Files.write(shard, new byte[37], StandardOpenOption.APPEND);
    try (Encoding encoding = Encoding.open(broken, birds, encoder, shardBytes, 0)) {
      assertThat(encoding.encoded()).isEqualTo(128);
      assertThatThrownBy(() -> FeatureTable.open(broken))
          .hasMessageContaining("only 128 of 203 images are encoded");
    }
    encode(broken, birds, BIRDS - 128);
    assertThat(files(broken)).isEqualTo(files(directory.resolve("whole")));
  }

  @Test
  void severalReadersGiveTheSameBytesAsOne() throws Exception {
    encode(directory.resolve("one"), birds, BIRDS);
    try (Encoding encoding =
        Encoding.open(directory.resolve("four"), birds, encoder, shardBytes, 0)) {
      encoding.run(4, rows -> {});
    }
    assertThat(files(directory.resolve("four"))).isEqualTo(files(directory.resolve("one")));
  }

  @Test
  void imagesThatCannotBeReadAreRowsOfNanAndListed() throws Exception {
    List<Sample> samples = new ArrayList<>(birds.samples().subList(0, 40));
    Path root = birds.reader().root();
    samples.set(3, sample("text.png", Files.writeString(root.resolve("text.png"), "no picture")));
    Path picture = Files.copy(samples.get(4).image(), drawn.resolve("outside.png"));
    Path link = Files.createSymbolicLink(root.resolve("link.png"), picture);
    samples.set(5, sample("link.png", link));
    samples.set(39, sample("gone\n\\n.png", root.resolve("gone.png")));
    ImageSource spoilt = source("birds", samples);
    encode(directory, spoilt, 40);
    try (Encoding encoding = Encoding.open(directory, spoilt, encoder, shardBytes, 0)) {
      assertThat(encoding.failures())
          .extracting(Encoding.Failure::id)
          .containsExactly("text.png", "link.png", "gone\n\\n.png");
      assertThat(encoding.failures().get(1).reason())
          .isEqualTo(
              assertThrows(Unusable.class, () -> spoilt.reader().resolve(link)).getMessage());
      assertThat(encoding.failures().get(2).reason()).isEqualTo("there is no file gone.png");
    }
    FeatureTable table = FeatureTable.open(directory);
    assertThat(table.ids()).isEqualTo(samples.stream().map(Sample::id).toList());
    float[] row = new float[table.channels()];
    for (int i = 0; i < 40; i++) {
      table.features(i, row, 0);
      assertThat(Float.isNaN(row[0]) && Float.isNaN(row[row.length - 1]))
          .isEqualTo(i == 3 || i == 5 || i == 39)
          .isNotEqualTo(table.readable(i));
    }
    assertThat(table.label(3)).isEqualTo(-1);
    assertThat(table.split(3)).isEqualTo(-1);
    // The others are what they are without their bad neighbours.
    encode(directory.resolve("clean"), birds, BIRDS);
    float[] clean = new float[table.channels()];
    FeatureTable.open(directory.resolve("clean")).features(38, clean, 0);
    table.features(38, row, 0);
    assertThat(row).containsExactly(clean);
  }

  @Test
  void anotherDataSetOrderLabelOrBundleIsRefusedInOneLine() throws Exception {
    encode(directory, birds, BIRDS);
    Map<String, String> before = files(directory);
    List<Sample> reversed = new ArrayList<>(birds.samples());
    Collections.reverse(reversed);
    List<Sample> relabelled = new ArrayList<>(birds.samples());
    relabelled.set(9, sample(relabelled.get(9).id(), relabelled.get(9).image()));
    assertRefused(source("birds", reversed), encoder, "in another order");
    assertRefused(source("birds", relabelled), encoder, "labelled otherwise");
    assertRefused(source("gulls", birds.samples()), encoder, "data set birds with 203 images");
    assertRefused(source("birds", birds.samples().subList(0, 9)), encoder, "this is birds with 9");
    Path other = Bundles.birdsWithout(directory.resolve("other"), "head.json");
    try (BatchEncoder another = BatchEncoder.load(ModelBundle.read(other), Device.cpu())) {
      assertRefused(birds, another, bundle.hash());
    }
    Map<String, String> after = files(directory);
    after.keySet().removeIf(name -> name.startsWith("other"));
    assertThat(after).isEqualTo(before);
  }

  private void assertRefused(ImageSource source, BatchEncoder by, String words) {
    assertThatThrownBy(() -> Encoding.open(directory, source, by, shardBytes, 0))
        .isInstanceOf(FeaturesException.class)
        .hasMessageStartingWith(directory.toString())
        .hasMessageContaining(words)
        .hasMessageContaining("--out")
        .message()
        .hasLineCount(1);
  }

  @Test
  void twoDoNotWriteTheSameDirectory() {
    try (Encoding first = Encoding.open(directory, birds, encoder, shardBytes, 0)) {
      assertThat(first.encoded()).isZero();
      assertThatThrownBy(() -> Encoding.open(directory, birds, encoder, shardBytes, 0))
          .hasMessageContaining("is being written by another Telltale");
    }
  }

  @Test
  void aDamagedDirectoryIsSaidInOneLine() throws Exception {
    assertThatThrownBy(() -> FeatureTable.open(directory))
        .isInstanceOf(FeaturesException.class)
        .hasMessageContaining("features.json: missing");
    encode(directory, birds, BIRDS);
    Path shard = directory.resolve("features-00001.npy");
    Files.write(shard, new byte[500]);
    assertThatThrownBy(() -> FeatureTable.open(directory))
        .isInstanceOf(FeaturesException.class)
        .hasMessageContaining("features-00001.npy: not a .npy array");
    Files.delete(shard);
    assertThatThrownBy(() -> FeatureTable.open(directory))
        .hasMessageContaining("features-00001.npy");
    Files.writeString(directory.resolve("features.json"), "{\"version\": 2}");
    assertThatThrownBy(() -> FeatureTable.open(directory))
        .hasMessageContaining("features.json")
        .hasMessageContaining("version");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ids.txt", "labels.npy", "splits.npy", "features-00000.npy"})
  void filesThatAreNotOursStayAsTheyAre(String name) throws Exception {
    Path mine = Files.writeString(directory.resolve(name), "mine");
    assertThatThrownBy(() -> Encoding.open(directory, birds, encoder, shardBytes, 0))
        .isInstanceOf(FeaturesException.class)
        .hasMessageContainingAll(directory.toString(), name, "--out")
        .message()
        .hasLineCount(1);
    assertThat(mine).hasContent("mine");
    assertThat(files(directory)).containsOnlyKeys(name, DirectoryLock.FILE);
  }

  @Test
  void killedBeforeTheListsAreInTheirPlaceItGoesOn() throws Exception {
    encode(directory.resolve("whole"), birds, BIRDS);
    Path broken = directory.resolve("broken");
    Encoding.open(broken, birds, encoder, shardBytes, 0).close();
    Files.move(broken.resolve("labels.npy"), broken.resolve("labels.npy.part"));
    Files.delete(broken.resolve("splits.npy"));
    encode(broken, birds, BIRDS);
    assertThat(files(broken)).isEqualTo(files(directory.resolve("whole")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ids.txt", "labels.npy", "splits.npy"})
  void aListThatWasChangedIsSaidByBothWithWhatToDo(String name) throws Exception {
    encode(directory, birds, BIRDS);
    byte[] bytes = Files.readAllBytes(directory.resolve(name));
    bytes[bytes.length - 2] ^= 1;
    Files.write(directory.resolve(name), bytes);
    assertDamaged(name + ": its SHA-256 is not the manifest's");
  }

  @Test
  void aShardOfAnotherSizeOrTypeIsSaidByBothWithWhatToDo() throws Exception {
    encode(directory, birds, BIRDS);
    String name = "features-00001.npy";
    Path shard = directory.resolve(name);
    int channels = encoder.channels();
    for (NpyType type : List.of(NpyType.F4, NpyType.I4)) {
      long rows = type == NpyType.F4 ? 63 : 64;
      try (NpyWriter writer = NpyWriter.create(shard, type, rows, channels)) {
        writer.append(ByteBuffer.allocate((int) rows * channels * Float.BYTES));
      }
      assertDamaged(name + ": is not of the size");
    }
    Files.delete(shard);
    assertDamaged(name + ": no such file");
  }

  @Test
  void numbersBeyondTheNamesOrOfAnotherTypeAreSaid() throws Exception {
    encode(directory, birds, BIRDS);
    Path labels = directory.resolve("labels.npy");
    int[] beyond = new int[BIRDS];
    beyond[7] = 2;
    NpyWriter.write(labels, beyond);
    FeatureManifest whole = FeatureManifest.read(directory);
    assertThatThrownBy(
            () -> FeatureFiles.numbers(directory, "labels.npy", Sha256.of(labels), BIRDS, 2))
        .hasMessageContainingAll(labels + ": row 7 is 2", "2 names", "remove " + directory);
    assertThatThrownBy(
            () -> FeatureFiles.numbers(directory, "labels.npy", Sha256.of(labels), BIRDS - 1, 9))
        .hasMessageContaining("is not of the size");
    try (NpyWriter writer = NpyWriter.create(labels, NpyType.F4, BIRDS)) {
      writer.append(ByteBuffer.allocate(BIRDS * 4));
    }
    assertThatThrownBy(
            () -> FeatureFiles.numbers(directory, "labels.npy", Sha256.of(labels), BIRDS, 2))
        .isInstanceOf(FeaturesException.class)
        .hasMessageContaining("is not of the size");
    new FeatureManifest(
            whole.version(),
            whole.bundle(),
            whole.dataset(),
            whole.channels(),
            whole.batch(),
            whole.rowsPerShard() * 2,
            whole.encoded(),
            whole.shards(),
            whole.unreadable())
        .write(directory);
    assertDamaged("features.json: its shards do not fit its rows");
  }

  @Test
  void aBegunShardThatIsGoneIsSaidWithWhatToDo() throws Exception {
    breakOff(directory, 160, 0);
    Files.delete(directory.resolve("features-00002.npy"));
    try (Encoding encoding = Encoding.open(directory, birds, encoder, shardBytes, 0)) {
      assertThatThrownBy(() -> encoding.run(1, rows -> {}))
          .isInstanceOf(FeaturesException.class)
          .hasMessageContainingAll("features-00002.npy", "remove " + directory);
    }
  }

  private void assertDamaged(String words) {
    String remedy = "; remove " + directory + " and encode anew";
    assertThatThrownBy(() -> FeatureTable.open(directory))
        .isInstanceOf(FeaturesException.class)
        .hasMessageContaining(words)
        .hasMessageEndingWith(remedy);
    assertThatThrownBy(() -> Encoding.open(directory, birds, encoder, shardBytes, 0))
        .isInstanceOf(FeaturesException.class)
        .hasMessageContaining(words)
        .hasMessageEndingWith(remedy);
  }

  /** Encodes until so many rows are in, and then loses its head. */
  private static void breakOff(Path to, int last, long checkpointMillis) {
    try (Encoding encoding = Encoding.open(to, birds, encoder, shardBytes, checkpointMillis)) {
      assertThatThrownBy(
              () ->
                  encoding.run(
                      1,
                      rows -> {
                        if (rows == last) {
                          throw new IllegalStateException("broken off");
                        }
                      }))
          .hasMessage("broken off");
    }
  }

  private static void encode(Path to, ImageSource source, int expected)
      throws InterruptedException {
    List<Integer> seen = new ArrayList<>();
    try (Encoding encoding = Encoding.open(to, source, encoder, shardBytes, 1_000_000)) {
      int before = encoding.encoded();
      encoding.run(1, seen::add);
      assertThat(encoding.encoded() - before).isEqualTo(expected);
    }
    assertThat(seen).isSorted().last().isEqualTo(source.samples().size());
  }

  private static Sample sample(String id, Path image) {
    return new Sample(id, image, null, Map.of(), null, List.of(), null);
  }

  private static ImageSource source(String name, List<Sample> samples) {
    return new ImageSource(name, birds.classes(), samples, birds.reader());
  }

  /** Every file below a directory with its hash. */
  private static Map<String, String> files(Path directory) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        hashes.put(directory.relativize(file).toString(), Sha256.of(file));
      }
    }
    return hashes;
  }
}
