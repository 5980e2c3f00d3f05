package dev.telltale.dataset.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.Sample;
import dev.telltale.dataset.SampleTable;
import dev.telltale.dataset.Task;
import dev.telltale.dataset.example.Examples;
import dev.telltale.image.Mask;
import dev.telltale.image.Pictures;
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
import org.junit.jupiter.params.provider.ValueSource;

class ImageNetTest {
  private static final String TENCH = "n01440764";
  private static final String SHARK = "n01484850";
  private static final String INDEX =
      "{\"2\": [\"n01484850\", \"great_white_shark\"],\n \"0\": [\"n01440764\", \"tench\"]}";

  @TempDir Path temp;
  private MadeTree tree;

  @BeforeEach
  void makeTree() throws IOException {
    tree = MadeTree.in(temp);
  }

  @Test
  void theExampleIsReadWithItsFeatures() throws Exception {
    Path dir = temp.resolve("drawn").toAbsolutePath();
    Examples.write(Layout.IMAGENET, dir, 36, 3);
    SampleTable samples = DataSets.open("set", dir, null).samples();
    assertThat(samples.classes())
        .containsExactly(
            "tench",
            "great white shark",
            "hummingbird",
            "crane (n02012849)",
            "crane (n03126707)",
            "banana");
    assertThat(samples.attribute("wordnet_id").get().values()).hasSize(6).contains("n07753592");
    assertThat(samples.split().get().values()).containsExactly("train", "val");
    assertThat(samples).filteredOn(s -> "val".equals(s.split())).hasSize(12);
    for (int i = 0; i < samples.size(); i++) {
      Sample sample = samples.get(i);
      String id = samples.attribute("wordnet_id").get().value(i);
      if ("train".equals(sample.split())) {
        assertThat(sample.id()).contains(id);
        assertThat(samples.parts(i)).containsOnlyKeys("core 59", "spurious 1697");
        Mask core = mask(samples.parts(i).get("core 59"));
        Mask spurious = mask(samples.parts(i).get("spurious 1697"));
        assertThat(core.shareInside()).isBetween(.02, .6);
        assertThat(core.shareInside() + spurious.shareInside()).isBetween(.97, 1.03);
      } else {
        assertThat(samples.parts(i)).isEmpty();
      }
    }
  }

  private static Mask mask(List<Path> files) throws Exception {
    assertThat(files).hasSize(1);
    return Pictures.decodeMask(Files.readAllBytes(files.get(0)));
  }

  @Test
  void classesWithoutNamesAreWordNetIdsInTheirOrder() throws IOException {
    tree.touch("train/n02/x.JPEG");
    assertThat(tree.open().layout()).isEqualTo("imagefolder");
    tree = MadeTree.in(Files.createDirectory(temp.resolve("b")));
    tree.touch("train/n01484850/b.JPEG", "train/n01440764/c.JPEG", "val/n01484850/a.JPEG");
    DataSet set = tree.open();
    assertThat(set.layout()).isEqualTo("imagenet");
    assertThat(set.classes()).containsExactly(TENCH, SHARK);
    assertThat(set.samples())
        .extracting(s -> s.id() + " " + s.label() + " " + s.split())
        .containsExactly(
            "train/n01440764/c.JPEG n01440764 train",
            "train/n01484850/b.JPEG n01484850 train",
            "val/n01484850/a.JPEG n01484850 val");
  }

  @ParameterizedTest
  @CsvSource({
    "ILSVRC/Data/CLS-LOC/train/,train",
    "Data/CLS-LOC/val/,val",
    "val/,val",
    "'',",
  })
  void theClassesMayLieInAnyOfThePublishedPlaces(String prefix, String split) throws IOException {
    tree.touch(prefix + TENCH + "/1.JPEG", prefix + TENCH + "/notes.txt");
    DataSet set = tree.open();
    assertThat(set.layout()).isEqualTo("imagenet");
    assertThat(set.samples()).hasSize(1);
    assertThat(set.samples().get(0).id()).isEqualTo(prefix + TENCH + "/1.JPEG");
    assertThat(set.samples().get(0).split()).isEqualTo(split);
  }

  @Test
  void namesComeInTheOrderOfTheirNumbers() throws IOException {
    tree.touch("n01440764/1.JPEG", "n01484850/2.JPEG").write("imagenet_class_index.json", INDEX);
    assertThat(tree.open().classes()).containsExactly("tench", "great white shark");
  }

  @Test
  void kagglesNamesAreReadToo() throws IOException {
    tree.touch("train/n01440764/1.JPEG", "train/n02012849/2.JPEG", "train/n03126707/3.JPEG");
    tree.write(
        "LOC_synset_mapping.txt",
        "n01440764 tench, Tinca tinca\nn02012849 crane\nn03126707 crane\n");
    assertThat(tree.open().classes())
        .containsExactly("tench, Tinca tinca", "crane (n02012849)", "crane (n03126707)");
  }

  @Test
  void masksAtThePicturesPathsAreTheObjects() throws IOException {
    tree.touch("train/n01440764/1.JPEG", "masks/train/n01440764/1.png");
    assertThat(tree.open().samples().get(0).mask())
        .isEqualTo(tree.root().resolve("masks/train/n01440764/1.png"));
  }

  @Test
  void aDirectoryThatIsNoClassIsAFault() throws IOException {
    tree.touch("train/n01440764/1.JPEG", "val/n01440764/2.JPEG", "train/fish/2.JPEG");
    String fault = "ROOT/train/fish: not a class; classes are WordNet ids such as n01440764";
    tree.refused(fault);
    assertThat(tree.faults()).containsExactly(fault);
    assertThat(tree.openLeniently().samples()).hasSize(2);
  }

  @Test
  void aClassThatTheIndexDoesNotHaveIsAFault() throws IOException {
    tree.touch("n01440764/1.JPEG", "n07753592/2.JPEG").write("imagenet_class_index.json", INDEX);
    String fault = "ROOT/n07753592: no class n07753592 in imagenet_class_index.json";
    tree.refused(fault);
    assertThat(tree.faults()).containsExactly(fault);
    assertThat(tree.openLeniently().classes()).containsExactly("tench");
  }

  @Test
  void anEntryOfTheIndexThatIsNoneIsNamedByItsLine() throws IOException {
    tree.touch("n01440764/1.JPEG");
    tree.write("imagenet_class_index.json", "{\"0\": [\"n01440764\", \"tench\"],\n\"1\": [7]}");
    String fault = "ROOT/imagenet_class_index.json, line 2: \"1\": [7] is not [WordNet id, name]";
    tree.refused(fault);
    assertThat(tree.faults()).containsExactly(fault);
    tree.write("imagenet_class_index.json", "{\"0\":\n[");
    assertThatThrownBy(tree::openLeniently)
        .isInstanceOf(DataSetException.class)
        .hasMessageContaining("imagenet_class_index.json, line 2: not JSON");
    tree.write("imagenet_class_index.json", "[]");
    tree.refused(
        "ROOT/imagenet_class_index.json, line 1: expected an object, {\"0\": [id, name], …}");
    tree.write("imagenet_class_index.json", "{}");
    tree.refused("ROOT/imagenet_class_index.json names no classes");
  }

  @Test
  void aLineOfTheMappingThatIsNoneIsNamed() throws IOException {
    tree.touch("n01440764/1.JPEG");
    tree.write("LOC_synset_mapping.txt", "n01440764 tench\n\nshark\n");
    String fault = "ROOT/LOC_synset_mapping.txt, line 3: \"shark\" is not a WordNet id and a name";
    tree.refused(fault);
    assertThat(tree.faults()).containsExactly(fault);
  }

  @Test
  void flatPicturesWithoutTheirClassesAreToldWhatIsMissing() throws IOException {
    flat(1, 2).touch("train/n01440764/1.JPEG");
    String fault =
        "ROOT/val: its pictures lie flat, and no file tells their classes: add Kaggle's"
            + " LOC_val_solution.csv, or the development kit's"
            + " ILSVRC2012_validation_ground_truth.txt and map_clsloc.txt, to ROOT";
    tree.refused(fault);
    assertThat(tree.faults()).containsExactly(fault);
    assertThat(tree.openLeniently().samples()).hasSize(1);
  }

  @Test
  void kagglesSolutionTellsTheClassesOfFlatPictures() throws IOException {
    flat(1, 2)
        .write(
            "LOC_val_solution.csv",
            "ImageId,PredictionString\n"
                + "ILSVRC2012_val_00000002,n01440764 85 1 499 272 \n"
                + "ILSVRC2012_val_00000001,n01484850 1 2 3 4 n01484850 5 6 7 8 \n");
    assertThat(tree.open().samples())
        .extracting(s -> s.id() + " " + s.label())
        .containsExactly(
            "val/ILSVRC2012_val_00000001.JPEG n01484850",
            "val/ILSVRC2012_val_00000002.JPEG n01440764");
  }

  @Test
  void everyFaultOfKagglesSolutionIsNamed() throws IOException {
    flat(1, 2, 3)
        .write(
            "LOC_val_solution.csv",
            "ImageId,PredictionString\n"
                + "ILSVRC2012_val_00000001,n01440764 1 2 3 4\n"
                + "ILSVRC2012_val_00000009,n01440764 1 2 3 4\n"
                + "ILSVRC2012_val_00000002,tench\n"
                + "ILSVRC2012_val_00000001,n01440764 1 2 3 4\n");
    String csv = "ROOT/LOC_val_solution.csv";
    assertThat(tree.faults())
        .containsExactly(
            csv + ", line 3: the picture val/ILSVRC2012_val_00000009.JPEG does not exist",
            csv + ", line 4: \"tench\" does not begin with a WordNet id",
            csv
                + ", line 5: the picture val/ILSVRC2012_val_00000001.JPEG is listed in line 2"
                + " already",
            csv + ": no class for the picture ILSVRC2012_val_00000002.JPEG",
            csv + ": no class for the picture ILSVRC2012_val_00000003.JPEG");
    assertThat(tree.openLeniently().samples()).hasSize(1);
    tree.refused(csv + ", line 3: the picture val/ILSVRC2012_val_00000009.JPEG does not exist");
    tree.write("LOC_val_solution.csv", "id,label\n");
    tree.refused(csv + ", line 1: no column \"ImageId\"; needed are ImageId, PredictionString");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ILSVRC2012_devkit_t12/data/", "ILSVRC/devkit/data/"})
  void theKitsNumbersAreNotTheIndices(String kit) throws IOException {
    flat(1, 3).write(kit + "ILSVRC2012_validation_ground_truth.txt", "490\n5\n449\n");
    assertThatThrownBy(tree::openLeniently)
        .hasMessageContaining("map_clsloc.txt, which says which class each number is");
    tree.write(kit + "map_clsloc.txt", "n01440764 449 tench\nn01751748 490 sea_snake\n");
    assertThat(tree.open().samples())
        .extracting(Sample::label)
        .containsExactly("n01751748", "n01440764");
  }

  @Test
  void everyFaultOfTheKitIsNamed() throws IOException {
    flat(1, 2, 4).write("ILSVRC2012_validation_ground_truth.txt", "449\n7\n449\n");
    tree.write("map_clsloc.txt", "n01440764 449 tench\ntench\n");
    String truth = "ROOT/ILSVRC2012_validation_ground_truth.txt";
    assertThat(tree.faults())
        .containsExactly(
            "ROOT/map_clsloc.txt, line 2: \"tench\" is not a WordNet id and a number",
            truth + ", line 2: \"7\" is no number of map_clsloc.txt",
            truth + ": no class for the picture ILSVRC2012_val_00000002.JPEG",
            truth + ": no class for the picture ILSVRC2012_val_00000004.JPEG");
    assertThat(tree.openLeniently().samples()).hasSize(1);
  }

  @Test
  void nothingToReadIsSaid() throws IOException {
    Files.createDirectories(tree.root().resolve("train/n01440764"));
    tree.refused(
        "ROOT holds no pictures of ImageNet: expected directories named after WordNet ids, such as"
            + " train/n01440764, with picture files in them");
    assertThatThrownBy(
            () -> DataSets.open("x", Files.createDirectory(temp.resolve("e")), Layout.IMAGENET))
        .hasMessageContaining("holds no pictures of ImageNet");
  }

  @Test
  void featuresAreCoreOrSpuriousAsMostPeopleSaid() throws IOException {
    String salient = "salient_imagenet_dataset/n01440764/";
    tree.touch("train/n01440764/a.JPEG", "train/n01440764/b.JPEG");
    tree.touch(
        salient + "feature_59/a.JPEG", salient + "feature_7/a.JPEG", salient + "feature_7/b.JPEG");
    Path masks = tree.root().resolve(salient);
    assertThat(tree.open().samples().parts(0))
        .isEqualTo(
            Map.of(
                "feature 59", List.of(masks.resolve("feature_59/a.JPEG")),
                "feature 7", List.of(masks.resolve("feature_7/a.JPEG"))));
    String header = "WorkerId,Input.wordnet_id,Input.feature_index,Answer.main\n";
    tree.write(
        "mturk_results/discover_spurious_features.csv",
        header
            + "1,n01440764,59,main_object\n2,n01440764,59,background\n3,n01440764,59,main_object\n"
            + "1,n01440764,7,separate_object\n2,n01440764,7,background\n3,n01440764,7,main_object\n");
    SampleTable samples = tree.open().samples();
    assertThat(samples.parts(0)).containsOnlyKeys("core 59", "spurious 7");
    assertThat(samples.parts(1)).containsOnlyKeys("spurious 7");
    assertThat(samples.croppedParts()).isTrue();
    assertThatThrownBy(() -> tree.open().as(new Task(null, null, "core 59")))
        .isInstanceOf(DataSetException.class)
        .hasMessageContaining("\"core 59\" cannot stand as mask");
    assertThat(samples.get(0).mask()).isNull();
    tree.write("mturk_results/discover_spurious_features.csv", header + "1,n01440764,59,fish\n");
    assertThat(tree.faults())
        .containsExactly(
            "ROOT/mturk_results/discover_spurious_features.csv, line 2: \"Answer.main\" is one of"
                + " background, main_object, separate_object, not \"fish\"",
            "ROOT/"
                + salient
                + "feature_59: no answer about it in"
                + " ROOT/mturk_results/discover_spurious_features.csv",
            "ROOT/"
                + salient
                + "feature_7: no answer about it in"
                + " ROOT/mturk_results/discover_spurious_features.csv");
  }

  private MadeTree flat(int... numbers) throws IOException {
    for (int number : numbers) {
      tree.touch("val/ILSVRC2012_val_%08d.JPEG".formatted(number));
    }
    return tree;
  }
}
