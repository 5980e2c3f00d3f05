package dev.telltale.spuriosity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.telltale.model.ModelBundle;
import dev.telltale.testing.Bundles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpuriosityReferenceTest {
  private static final ModelBundle BIRDS = ModelBundle.read(Bundles.BIRDS);
  private static final List<String> NAMES = List.of("landbird", "waterbird", "swan");
  private static final List<Set<Integer>> PREDICTIONS = List.of(Set.of(0), Set.of(4, 1), Set.of(2));
  private static final List<int[]> SPURIOUS = List.of(new int[] {2}, new int[] {0, 3}, new int[0]);

  @TempDir private Path directory;

  private static Drawn images(int size) {
    return Drawn.of(size, 5, 3, 9);
  }

  /** Every seventh image is taken for nothing, every fifth for another class. */
  private static int[] predicted(Drawn images) {
    return IntStream.range(0, images.size())
        .map(i -> i % 7 == 0 ? -1 : i % 5 == 0 ? (images.label(i) + 1) % 3 : images.label(i))
        .toArray();
  }

  private static List<ClassCues> cues(Drawn images) {
    return Activations.gather(images, SPURIOUS).stream().map(ClassCues::of).toList();
  }

  private static SpuriosityReference reference(int size) {
    Drawn images = images(size);
    return SpuriosityReference.of(
        BIRDS, NAMES, PREDICTIONS, cues(images), images, predicted(images));
  }

  @Test
  void itIsTheSpreadOfThePredictionsWithTheStatisticsOfTheLabels() {
    Drawn images = images(500);
    int[] predicted = predicted(images);
    SpuriosityReference reference = reference(500);
    assertThat(reference.hash()).isEqualTo(BIRDS.hash());
    assertThat(reference.classes().stream().map(SpuriosityReference.OfClass::name))
        .as("a swan has no spurious feature")
        .containsExactly("landbird", "waterbird");
    SpuriosityReference.OfClass water = reference.classes().get(1);
    assertThat(water.predictions()).containsExactly(1, 4);
    assertThat(water.spurious()).containsExactly(0, 3);
    double[] slow =
        IntStream.range(0, 500)
            .filter(i -> predicted[i] == 1)
            .mapToDouble(i -> (z(images, 1, 0, i) + z(images, 1, 3, i)) / 2)
            .sorted()
            .toArray();
    assertThat(water.quantiles()).containsExactly(slow, within(1e-9));
    assertThat(water.n()).isEqualTo(slow.length);
    assertThat(reference.channels()).isEqualTo(4);
  }

  /** How far an image is from the mean of a class's images, in their standard deviations. */
  private static double z(Drawn images, int label, int channel, int image) {
    double[] own =
        IntStream.range(0, images.size())
            .filter(i -> images.label(i) == label)
            .mapToDouble(i -> images.rows()[i][channel])
            .toArray();
    double mean = Arrays.stream(own).average().orElseThrow();
    double variance = Arrays.stream(own).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    return (images.rows()[image][channel] - mean) / Math.sqrt(variance);
  }

  @Test
  void percentilesOfTheReferenceItselfAreEvenlySpread() {
    Drawn images = images(9000);
    int[] predicted = predicted(images);
    SpuriosityReference reference = reference(9000);
    for (SpuriosityReference.OfClass one : reference.classes()) {
      assertThat(one.n()).isGreaterThan(SpuriosityReference.MOST_QUANTILES);
      assertThat(one.quantiles()).hasSize(SpuriosityReference.MOST_QUANTILES);
      double[] percentiles =
          IntStream.range(0, images.size())
              .filter(i -> predicted[i] == one.index())
              .mapToDouble(i -> one.percentile(one.spuriosity(images.rows()[i], 0)))
              .sorted()
              .toArray();
      for (int i = 0; i < percentiles.length; i++) {
        // Of the channels, half the activations are 0: equal ones share one percentile.
        assertThat(percentiles[i]).isBetween(0.0, 1.0);
      }
      assertThat(Arrays.stream(percentiles).average().orElseThrow()).isCloseTo(0.5, within(1e-3));
    }
  }

  @Test
  void equalSpuriositiesCountHalf() {
    double[] quantiles = new double[40];
    Arrays.fill(quantiles, 20, 40, 1);
    SpuriosityReference.OfClass one = ofClass(quantiles, 40);
    assertThat(one.percentile(0)).isEqualTo(0.25);
    assertThat(one.percentile(0.5)).isEqualTo(0.5);
    assertThat(one.percentile(1)).isEqualTo(0.75);
    assertThat(one.percentile(-1e9)).isZero();
    assertThat(one.percentile(1e9)).isEqualTo(1);
  }

  @Test
  void classesWithFewPredictionsAreLeftOut() {
    assertThat(reference(40).classes()).isEmpty();
  }

  @Test
  void aFileTellsTheSameToTheLastDigit() throws Exception {
    SpuriosityReference written = reference(700);
    Path file = Files.write(directory.resolve("reference.json"), written.json());
    SpuriosityReference read = SpuriosityReference.read(file, BIRDS);
    assertThat(read.json()).isEqualTo(written.json());
    assertThat(read.id()).isEqualTo(written.id()).hasSize(16);
    assertThat(read.id()).isNotEqualTo(reference(701).id());
    assertThat(read).usingRecursiveComparison().isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {                     | [                      | not a reference of spuriosity
          "hash":"              | "hash":"other          | not of birds-p95
          "hash":               | "hasch":               | encoder and hash
          "n":30                | "n":2                  | class 0 has more quantiles than images
          "sd":[1.0]            | "sd":[1.0,2.0]         | has not as many of spurious, mean and sd
          "sd":[1.0]            | "sd":[-1.0]            | no number
          "sd":[1.0]            | "sd":[0.0]             | the same on all images of the class
          "spurious":[3]        | "spurious":[-3]        | below 0
          "spurious":[3]        | "spurious":"three"     | not a reference of spuriosity
          "predictions":[0]     | "predictions":[]       | has no predictions
          "quantiles":[0.0,1.0  | "quantiles":[5.0,1.0   | do not rise
          "quantiles":[0.0,1.0, | "quantiles":[0.0],"x":[| has 1 quantiles, not 20 to 1001
          "classes":[{          | "classes":[],"x":[{    | ranks no class
          "class":0             | "class":null           | not a reference of spuriosity
          """)
  void aBrokenFileIsRefusedInOneLineThatNamesIt(String from, String to, String why)
      throws Exception {
    double[] quantiles = IntStream.range(0, 30).mapToDouble(i -> i).toArray();
    String json =
        new String(
            new SpuriosityReference("birds-p95", BIRDS.hash(), List.of(ofClass(quantiles, 30)))
                .json(),
            StandardCharsets.UTF_8);
    assertThat(json).contains(from);
    Path file =
        Files.writeString(directory.resolve("broken.json"), json.replaceFirst(quoted(from), to));
    assertThatThrownBy(() -> SpuriosityReference.read(file, BIRDS))
        .isInstanceOf(ReferenceException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(why)
        .hasMessageNotContaining("\n");
  }

  private static String quoted(String text) {
    return java.util.regex.Pattern.quote(text);
  }

  @Test
  void aFileThatIsNotThereOrEmptyIsSaidToo() throws Exception {
    Path missing = directory.resolve("missing.json");
    assertThatThrownBy(() -> SpuriosityReference.read(missing, BIRDS))
        .isInstanceOf(ReferenceException.class)
        .hasMessage(missing + ": no such file");
    for (String text : List.of("", "null", "7", "{}")) {
      Path file = Files.writeString(directory.resolve("empty.json"), text);
      assertThatThrownBy(() -> SpuriosityReference.read(file, BIRDS))
          .isInstanceOf(ReferenceException.class)
          .hasMessageStartingWith(file.toString());
    }
  }

  private static SpuriosityReference.OfClass ofClass(double[] quantiles, int n) {
    return new SpuriosityReference.OfClass(
        0,
        "landbird",
        new int[] {0},
        new int[] {3},
        new double[] {0.5},
        new double[] {1},
        quantiles,
        n);
  }
}
