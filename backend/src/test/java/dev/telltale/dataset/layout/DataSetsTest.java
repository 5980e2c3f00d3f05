package dev.telltale.dataset.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.Fault;
import dev.telltale.dataset.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataSetsTest {
  private static final String HEADER = "img_id,img_filename,y,split,place,place_filename\n";

  @TempDir Path temp;
  private Path root;

  @BeforeEach
  void realRoot() throws IOException {
    root = temp.toRealPath();
  }

  @Test
  void directoriesAreClassesInTheOrderOfTheirNames() throws IOException {
    touch("bees/2.jpg", "bees/1.JPEG", "ants/deep/x.png", "ants/notes.txt", ".hidden/y.png");
    touch("ants/.z.png");
    DataSet set = DataSets.open("insects", root, null);
    assertThat(set.layout()).isEqualTo("imagefolder");
    assertThat(set.classes()).containsExactly("ants", "bees");
    assertThat(set.samples())
        .extracting(Sample::id)
        .containsExactly("ants/deep/x.png", "bees/1.JPEG", "bees/2.jpg");
    Sample first = set.samples().get(0);
    assertThat(first)
        .isEqualTo(
            new Sample(
                "ants/deep/x.png",
                root.resolve("ants/deep/x.png"),
                "ants",
                Map.of(),
                null,
                List.of(),
                null));
  }

  @Test
  void directoriesNamedAfterSplitsStandAboveTheClasses() throws IOException {
    touch("train/ants/1.jpg", "val/bees/2.jpg", "Test/ants/3.jpg");
    DataSet set = DataSets.open("insects", root, Layout.IMAGEFOLDER);
    assertThat(set.classes()).containsExactly("ants", "bees");
    assertThat(set.samples())
        .extracting(sample -> sample.split() + " " + sample.label())
        .containsExactly("Test ants", "train ants", "val bees");
  }

  @Test
  void aClassMayHaveTheNameOfASplit() throws IOException {
    touch("test/1.jpg", "other/2.jpg");
    assertThat(DataSets.open("odd", root, null).classes()).containsExactly("other", "test");
  }

  @Test
  void waterbirdsHaveLabelsPlacesSplitsAndPerhapsMasks() throws IOException {
    touch("a/1.jpg", "a/2.jpg", "masks/a/2.png");
    metadata("0,a/1.jpg,0,0,1,/o/ocean/1.jpg\n1,a/2.jpg,1,2,0,/f/forest/2.jpg\n");
    DataSet set = DataSets.open("birds", root, null);
    assertThat(set.layout()).isEqualTo("waterbirds");
    assertThat(set.classes()).containsExactly("landbird", "waterbird");
    assertThat(set.samples())
        .containsExactly(
            new Sample(
                "a/1.jpg",
                root.resolve("a/1.jpg"),
                "landbird",
                Map.of("place", "water"),
                null,
                List.of(),
                "train"),
            new Sample(
                "a/2.jpg",
                root.resolve("a/2.jpg"),
                "waterbird",
                Map.of("place", "land"),
                root.resolve("masks/a/2.png"),
                List.of(),
                "test"));
  }

  @Test
  void quotedNamesAndWindowsLineEndsAreRead() throws IOException {
    touch("a, b.jpg");
    Files.writeString(
        root.resolve("metadata.csv"), "img_filename,y,split,place\r\n\"a, b.jpg\",1.0,0,1\r\n");
    assertThat(DataSets.open("birds", root, null).samples().get(0).label()).isEqualTo("waterbird");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0,a.jpg,0,0        | no value for \"place\"; the row is short",
        "0,a.jpg,two,0,1,x  | \"y\" must be a number from 0 to 1, not \"two\"",
        "0,a.jpg,0,3,1,x    | \"split\" must be a number from 0 to 2, not \"3\"",
        "0,b.jpg,0,0,1,x    | the picture b.jpg does not exist",
        "0,../a.jpg,0,0,1,x | the picture \"../a.jpg\" lies outside the data set",
        "0,,0,0,1,x         | the picture \"\" lies outside the data set",
        "0,a.jpg,0,0,1,x    | the picture a.jpg is listed in line 2 already"
      })
  void aBadRowIsNamedByFileAndLine(String row, String what) throws IOException {
    touch("a.jpg");
    metadata("0,a.jpg,0,0,1,x\n" + row + "\n");
    assertThatExceptionOfType(DataSetException.class)
        .isThrownBy(() -> DataSets.open("birds", root, null))
        .matches(DataSetException::isPassable)
        .withMessage(root.resolve("metadata.csv") + ", line 3: " + what);
  }

  @Test
  void aLenientReadingPassesBadRowsOverAndKeepsThem() throws IOException {
    touch("a.jpg", "b.jpg");
    metadata(
        "0,a.jpg,0,0,1,x\n1,c.jpg,0,0,1,x\n2,b.jpg,0,0,2,x\n3,a.jpg,1,0,0,x\n4,b.jpg,1,1,0,x\n");
    DataSet set = DataSets.open("birds", root, null, true);
    assertThat(set.samples()).extracting(Sample::id).containsExactly("a.jpg", "b.jpg");
    assertThat(set.samples()).extracting(Sample::split).containsExactly("train", "val");
    assertThat(set.faults()).extracting(Fault::line).containsExactly(3L, 4L, 5L);
    assertThat(set.faults().get(0).sentence())
        .isEqualTo(root.resolve("metadata.csv") + ", line 3: the picture c.jpg does not exist");
  }

  @Test
  void aStrayDirectoryBesideSplitsIsPassedOverAndTold() throws IOException {
    touch("train/ants/1.jpg", "val/bees/2.jpg", "__MACOSX/x/3.jpg", "report/sheets/4.png");
    DataSet set = DataSets.open("insects", root, null);
    assertThat(set.classes()).containsExactly("ants", "bees");
    assertThat(set.samples()).extracting(Sample::split).containsExactly("train", "val");
    assertThat(set.faults())
        .extracting(Fault::sentence)
        .containsExactly(
            root.resolve("report") + ": is no split, as the directories beside it are");
  }

  @Test
  void aLinkThatLeadsBackIsNotFollowed() throws IOException {
    touch("ants/deep/1.jpg");
    Files.createSymbolicLink(root.resolve("ants/deep/latest"), root.resolve("ants"));
    assertThat(DataSets.open("insects", root, null).samples())
        .extracting(Sample::id)
        .containsExactly("ants/deep/1.jpg");
  }

  @Test
  void aFolderMayHaveMasks() throws IOException {
    touch("ants/1.jpg", "ants/2.jpg", "masks/ants/1.png");
    DataSet set = DataSets.open("insects", root, null);
    assertThat(set.classes()).containsExactly("ants");
    assertThat(set.samples().get(0).mask()).isEqualTo(root.resolve("masks/ants/1.png"));
    assertThat(set.samples().get(1).mask()).isNull();
  }

  @Test
  void aWrongHeaderIsNamed() throws IOException {
    Files.writeString(root.resolve("metadata.csv"), "img_filename,label\na.jpg,1\n");
    assertThatThrownBy(() -> DataSets.open("birds", root, null))
        .isInstanceOf(DataSetException.class)
        .hasMessage(
            root.resolve("metadata.csv")
                + ", line 1: no column \"y\"; needed are img_filename, y, split, place");
  }

  @Test
  void aDirectoryWithoutPicturesIsRefused() throws IOException {
    touch("ants/notes.txt");
    assertThatThrownBy(() -> DataSets.open("insects", root, null))
        .isInstanceOf(DataSetException.class)
        .hasMessageStartingWith(root + " holds no pictures");
    metadata("");
    assertThatThrownBy(() -> DataSets.open("birds", root, null))
        .hasMessage(root.resolve("metadata.csv") + " lists no pictures");
  }

  @Test
  void aMissingDirectoryIsNamed() throws IOException {
    assertThatThrownBy(() -> DataSets.open("x", root.resolve("no"), null))
        .isInstanceOf(DataSetException.class)
        .hasMessage(root.resolve("no") + " does not exist");
    touch("file");
    assertThatThrownBy(() -> DataSets.open("x", root.resolve("file"), null))
        .hasMessage(root.resolve("file") + " is not a directory");
    assertThatThrownBy(() -> DataSets.open("x", root, Layout.WATERBIRDS))
        .hasMessage(root + " has no metadata.csv");
  }

  @Test
  void layoutsHaveNames() {
    assertThat(Layout.of("waterbirds")).isEqualTo(Layout.WATERBIRDS);
    assertThatThrownBy(() -> Layout.of("birds"))
        .hasMessage("no layout \"birds\"; there are: " + Layout.names());
  }

  private void metadata(String rows) throws IOException {
    Files.writeString(root.resolve("metadata.csv"), HEADER + rows);
  }

  private void touch(String... names) throws IOException {
    for (String name : names) {
      Files.createDirectories(root.resolve(name).getParent());
      Files.createFile(root.resolve(name));
    }
  }
}
