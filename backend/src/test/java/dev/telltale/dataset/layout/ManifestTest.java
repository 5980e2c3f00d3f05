package dev.telltale.dataset.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.dataset.Column;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.Sample;
import dev.telltale.dataset.SampleTable;
import dev.telltale.dataset.Task;
import dev.telltale.dataset.example.Examples;
import dev.telltale.image.Box;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of {@code manifest/} are pyarrow's own (26.0), all of one table. */
class ManifestTest {
  private static final String CSV = "manifest.csv";

  @TempDir Path temp;
  private MadeTree tree;

  @BeforeEach
  void makeTree() throws IOException {
    tree = MadeTree.in(temp);
  }

  @Test
  void theExampleHasLabelsGroupsMasksAndBoxes() {
    Examples.write(Layout.MANIFEST, temp.resolve("drawn"), 40, 2);
    DataSet set = DataSets.open("set", temp.resolve("drawn"), null);
    assertThat(set.layout()).isEqualTo("manifest");
    assertThat(set.classes()).containsExactly("landbird", "waterbird");
    assertThat(set.samples().groups()).extracting(Column::name).containsExactly("place");
    assertThat(set.samples().attributes())
        .extracting(Column::name)
        .containsExactly("place", "night", "serial");
    assertThat(set.samples().attribute("night").get().isBinary()).isTrue();
    assertThat(set.samples().attribute("serial").get().values()).startsWith("0", "1", "2", "3");
    for (int i = 0; i < 40; i++) {
      Sample sample = set.samples().get(i);
      assertThat(sample.mask() != null).isEqualTo(i % 2 == 0);
      assertThat(sample.boxes()).hasSize(i % 2);
    }
  }

  @Test
  void everyColumnIsReadAsItSays() throws IOException {
    tree.touch("a/1.jpg", "b, c.png", "m/1.png");
    tree.write(
        CSV,
        "\uFEFFpath,label,split,mask,box,width,height,group:place,indoors,age\r\n"
            + "a/1.jpg,cat,train,m/1.png,,,,land,True,30\r\n"
            + "\"b, c.png\",,,,\"0 0 50 100; 50 50.5 50 50\",100,200,,false,7\r\n");
    DataSet set = tree.open();
    assertThat(set.samples())
        .containsExactly(
            new Sample(
                "a/1.jpg",
                tree.root().resolve("a/1.jpg"),
                "cat",
                Map.of("place", "land"),
                tree.root().resolve("m/1.png"),
                List.of(),
                "train"),
            new Sample(
                "b, c.png",
                tree.root().resolve("b, c.png"),
                null,
                Map.of(),
                null,
                List.of(new Box(0, 0, .5, .5), new Box(.5, .2525, .5, .25)),
                null));
    assertThat(set.samples().attribute("indoors").get().value(0)).isEqualTo("yes");
    assertThat(set.samples().attribute("age").get().values()).containsExactly("7", "30");
    assertThat(set.as(new Task("indoors", List.of("age>=18"))).samples().get(0).groups())
        .isEqualTo(Map.of("age>=18", "age>=18"));
  }

  @Test
  void aTableOfPathsIsEnough() throws IOException {
    tree.touch("1.jpg").write(CSV, "path\n1.jpg\n");
    SampleTable samples = tree.open().samples();
    assertThat(samples.classes()).isEmpty();
    assertThat(samples.split()).isEmpty();
    assertThat(samples.get(0).label()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "b.jpg,x,,,,      ~ the picture b.jpg does not exist",
        "../a.jpg,x,,,,   ~ the picture \"../a.jpg\" lies outside the data set",
        "'',x,,,,         ~ the picture \"\" lies outside the data set",
        "a.jpg,x,,,,      ~ the picture a.jpg is listed in line 2 already",
        "c.jpg,x,no.png,,,~ the mask no.png does not exist",
        "c.jpg,x,,1 2 3,9,9 ~ a box is written \"left top width height\", not \"1 2 3\"",
        "c.jpg,x,,1 2 3 y,9,9 ~ \"box\": \"y\" is not a number",
        "c.jpg,x,,1 2 3 4,,9 ~ a box is in pixels, and the columns \"width\" and \"height\" do not say of how many",
        "c.jpg,x,,1 2 3 4,wide,9 ~ \"width\": \"wide\" is not a number",
        "c.jpg,x,,1 2 3 4,0,9 ~ \"width\" must be above 0, not 0",
        "c.jpg,x,,1 2 3 4,Infinity,9 ~ the box 1 2 3 4 (left, top, width, height) is not inside its picture of Infinity × 9 pixels",
        "c.jpg,x,,1 2 30 4,9,9 ~ the box 1 2 30 4 (left, top, width, height) is not inside its picture of 9 × 9 pixels",
      })
  void everyFaultIsNamedByItsLineAndPassedOver(String row, String what) throws IOException {
    tree.touch("a.jpg", "c.jpg", "d.jpg");
    String line = row.replace("''", "");
    tree.write(CSV, "path,label,mask,box,width,height\na.jpg,x\n" + line + "\nd.jpg,y,,,,\n");
    String fault = "ROOT/manifest.csv, line 3: " + what;
    tree.refused(fault);
    assertThat(tree.faults()).containsExactly(fault);
    assertThat(tree.openLeniently().samples())
        .extracting(s -> s.id() + s.label())
        .containsExactly("a.jpgx", "d.jpgy");
  }

  /** As pandas writes it where it is not told to leave the index out. */
  @Test
  void aFirstColumnWithoutANameIsPassedOver() throws IOException {
    tree.touch("1.jpg").write(CSV, ",path,label\n0,1.jpg,x\n");
    SampleTable samples = tree.open().samples();
    assertThat(samples.get(0).label()).isEqualTo("x");
    assertThat(samples.attributes()).isEmpty();
  }

  @Test
  void aWrongHeaderIsNamed() throws IOException {
    tree.write(CSV, "file,label\na.jpg,x\n");
    tree.refused("ROOT/manifest.csv, line 1: no column \"path\"; needed are path");
    tree.write(CSV, "path,place,group:place\na.jpg,x,y\n");
    tree.refused("ROOT/manifest.csv, line 1: two columns are called \"place\", or one has no name");
    String groups =
        IntStream.range(0, 33).mapToObj(i -> "group:g" + i).collect(Collectors.joining(","));
    tree.write(CSV, "path," + groups + "\n");
    tree.refused("ROOT/manifest.csv, line 1: 33 columns begin with group:; at most 32 do");
    tree.write(CSV, "path\n");
    tree.refused("ROOT/manifest.csv lists no pictures");
    Files.write(
        tree.root().resolve(CSV),
        "path,label\na.jpg,\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    tree.refused("ROOT/manifest.csv is not UTF-8 text");
  }

  @Test
  void aColumnOfTooManyValuesIsNoAttribute() throws IOException {
    StringBuilder csv = new StringBuilder("path,serial,kind\n");
    for (int i = 0; i < 10_001; i++) {
      Files.createFile(tree.root().resolve(i + ".jpg"));
      csv.append("%d.jpg,%d,%d\n".formatted(i, i, i % 10_000));
    }
    tree.write(CSV, csv.toString());
    assertThat(tree.open().samples().attributes()).extracting(Column::name).containsExactly("kind");
    tree.write(CSV, csv.toString().replace("serial", "group:serial"));
    tree.refused(
        "ROOT/manifest.csv, line 1: the column \"group:serial\" has more than 10000 different"
            + " values; figures are not split by as many");
  }

  @ParameterizedTest
  @ValueSource(strings = {"snappy", "zstd", "pages_v2"})
  void parquetIsReadAsItsTypesSay(String name) throws IOException {
    pictures();
    Files.write(tree.root().resolve("manifest.parquet"), fixture(name));
    DataSet set = tree.open();
    assertThat(set.layout()).isEqualTo("manifest");
    SampleTable samples = set.samples();
    assertThat(samples)
        .extracting(s -> s.id() + " " + s.label() + " " + s.split() + " " + s.groups())
        .containsExactly(
            "a/1.jpg cat train {place=land}",
            "a/2.jpg dog train {place=sea}",
            "b/3.jpg cat val {}",
            "b/4.jpg null test {place=land}");
    assertThat(samples.get(0).boxes()).containsExactly(new Box(.1, .1, .3, .2));
    assertThat(samples.get(1).mask()).isEqualTo(tree.root().resolve("m/2.png"));
    assertThat(samples.get(3).boxes()).hasSize(2);
    assertThat(samples.attributes())
        .extracting(Column::name)
        .containsExactly("place", "indoors", "age", "count", "half");
    assertThat(values(samples, "indoors")).containsExactly("yes", "no", null, "yes");
    assertThat(values(samples, "age")).containsExactly("30", "7", null, "30");
    assertThat(values(samples, "count")).containsExactly("1", "2", null, "2.5");
    assertThat(values(samples, "half")).containsExactly("0.5", "0.25", "0.5", "0.5");
  }

  @Test
  void aRowOfParquetIsNamedByItsNumber() throws IOException {
    tree.touch("a/1.jpg", "a/2.jpg", "b/3.jpg", "m/2.png");
    Files.write(tree.root().resolve("manifest.parquet"), fixture("snappy"));
    String fault = "ROOT/manifest.parquet, line 4: the picture b/4.jpg does not exist";
    tree.refused(fault);
    assertThat(tree.faults()).containsExactly(fault);
    assertThat(tree.openLeniently().samples()).hasSize(3);
  }

  @Test
  void whatIsNoParquetThatIsReadIsSaid() throws IOException {
    Path file = tree.root().resolve("manifest.parquet");
    Files.write(file, fixture("gzip"));
    tree.refused(
        "ROOT/manifest.parquet is compressed as GZIP, which is not read; write it with snappy,"
            + " zstd or lz4");
    Files.writeString(file, "path\na.jpg\n");
    assertThatThrownBy(tree::openLeniently)
        .isInstanceOf(DataSetException.class)
        .hasMessageStartingWith(file + " is not a sound Parquet file: ");
    tree.touch(CSV);
    tree.refused("ROOT has both manifest.csv and manifest.parquet; remove one");
  }

  @Test
  void damagedParquetIsReadOrRefusedAndNothingElse() throws IOException {
    pictures();
    Random random = new Random(11);
    byte[] whole = fixture("snappy");
    int refused = 0;
    for (int i = 0; i < 150; i++) {
      byte[] damaged = i < 50 ? Arrays.copyOf(whole, i * whole.length / 50) : whole.clone();
      for (int k = 0; i >= 50 && k < 4; k++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      Files.write(tree.root().resolve("manifest.parquet"), damaged);
      try {
        tree.openLeniently();
      } catch (DataSetException e) {
        assertThat(e.getMessage()).doesNotContain("\n");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(50);
  }

  private void pictures() throws IOException {
    tree.touch("a/1.jpg", "a/2.jpg", "b/3.jpg", "b/4.jpg", "m/2.png");
  }

  private static List<String> values(SampleTable samples, String attribute) {
    Column column = samples.attribute(attribute).orElseThrow();
    return Arrays.asList(
        IntStream.range(0, column.size()).mapToObj(column::value).toArray(String[]::new));
  }

  private static byte[] fixture(String name) throws IOException {
    try (InputStream in =
        ManifestTest.class.getResourceAsStream("/manifest/" + name + ".parquet")) {
      return in.readAllBytes();
    }
  }
}
