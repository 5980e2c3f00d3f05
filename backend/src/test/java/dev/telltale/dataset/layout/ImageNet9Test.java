package dev.telltale.dataset.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Sample;
import dev.telltale.dataset.example.Examples;
import dev.telltale.image.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageNet9Test {
  @TempDir Path temp;
  private MadeTree tree;

  @BeforeEach
  void makeTree() throws IOException {
    tree = MadeTree.in(temp);
  }

  @Test
  void theExampleHasEveryVariationAndTheMasksOfItsForegrounds() throws Exception {
    Examples.write(Layout.IMAGENET_9, temp.resolve("drawn"), 72, 5);
    DataSet set = DataSets.open("set", temp.resolve("drawn"), null);
    assertThat(set.layout()).isEqualTo("imagenet-9");
    assertThat(set.classes())
        .containsExactly(
            "dog",
            "bird",
            "wheeled vehicle",
            "reptile",
            "carnivore",
            "insect",
            "musical instrument",
            "primate",
            "fish");
    for (String variation : ImageNet9.VARIATIONS) {
      assertThat(set.samples())
          .filteredOn(sample -> sample.groups().equals(Map.of("variation", variation)))
          .as(variation)
          .hasSize(9)
          .allMatch(sample -> "val".equals(sample.split()))
          .allMatch(sample -> (sample.mask() != null) == hasForeground(variation));
    }
    Sample mixed = sample(set, "mixed_rand", "fish");
    Sample alone = sample(set, "only_fg", "fish");
    assertThat(mixed.mask()).isEqualTo(alone.mask());
    assertThat(Pictures.decodeMask(Files.readAllBytes(mixed.mask())).shareInside())
        .isBetween(.02, .5);
  }

  @ParameterizedTest
  @CsvSource({
    "original/val/00_dog/n02085620_1.JPEG, fg_mask/val/00_dog/n02085620_1.npy",
    "only_fg/train/00_dog/n02085620_1.JPEG, fg_mask/train/00_dog/n02085620_1.npy",
    "mixed_next/val/00_dog/fg_n02085620_1_bg_n01530575_9.JPEG, fg_mask/val/00_dog/n02085620_1.npy",
    "no_fg/val/00_dog/n02085620_1.JPEG,",
    "only_bg_b/val/00_dog/n02085620_1.JPEG,",
    "only_bg_t/val/00_dog/n02085620_1.JPEG,",
  })
  void theMaskIsThatOfTheForeground(String picture, String mask) throws IOException {
    tree.touch(picture, "fg_mask/val/00_dog/n02085620_1.npy");
    tree.touch("fg_mask/train/00_dog/n02085620_1.npy");
    assertThat(tree.open().samples().get(0).mask())
        .isEqualTo(mask == null ? null : tree.root().resolve(mask));
  }

  @Test
  void withoutMasksThereAreNone() throws IOException {
    tree.touch("original/val/00_dog/a.JPEG", "original/val/00_dog/notes.txt");
    assertThat(tree.open().samples()).extracting(Sample::mask).containsOnlyNulls();
  }

  @Test
  void oneVariationsOwnDirectoryIsADataSetToo() throws IOException {
    Path own = Files.createDirectory(temp.resolve("in9l"));
    MadeTree single = MadeTree.in(own).touch("train/00_dog/a.JPEG", "val/00_dog/b.JPEG");
    single.touch("fg_mask/val/00_dog/b.npy");
    DataSet set = single.open();
    assertThat(set.layout()).isEqualTo("imagenet-9");
    assertThat(set.samples())
        .extracting(s -> s.id() + " " + s.split() + " " + s.groups().get("variation"))
        .containsExactly("train/00_dog/a.JPEG train in9l", "val/00_dog/b.JPEG val in9l");
    assertThat(set.samples().get(1).mask())
        .isEqualTo(own.toRealPath().resolve("fg_mask/val/00_dog/b.npy"));
  }

  @Test
  void whatIsMissingInAVariationIsAFault() throws IOException {
    tree.touch("original/val/00_dog/a.JPEG", "original/val/01_bird/b.JPEG");
    tree.touch("mixed_same/val/00_dog/c.JPEG", "only_fg/notes.txt", "no_fg/val/dogs/d.JPEG");
    tree.touch("no_fg/val/00_dog/d.JPEG", "no_fg/val/01_bird/d.JPEG");
    assertThat(tree.faults())
        .containsExactly(
            "ROOT/only_fg: neither val nor train is in it",
            "ROOT/no_fg/val/dogs: not a class; classes are such as 00_dog",
            "ROOT/mixed_same/val: no directory 01_bird, as others have");
    assertThat(tree.openLeniently().samples()).hasSize(5);
    tree.refused("ROOT/only_fg: neither val nor train is in it");
  }

  @Test
  void aDirectoryWithoutPicturesIsRefused() throws IOException {
    Files.createDirectories(tree.root().resolve("original/val/00_dog"));
    tree.refused(
        "ROOT holds no pictures: expected directories such as original/val/00_dog, or val/00_dog of"
            + " one variation");
  }

  @Test
  void otherNumberedClassesAreNoImageNet9() throws IOException {
    tree.touch("train/00_cat/a.jpg", "val/00_cat/a.jpg");
    assertThat(tree.open().layout()).isEqualTo("imagefolder");
  }

  private static Sample sample(DataSet set, String variation, String label) {
    return set.samples().stream()
        .filter(s -> variation.equals(s.groups().get("variation")) && label.equals(s.label()))
        .findFirst()
        .orElseThrow();
  }

  private static boolean hasForeground(String variation) {
    return !variation.equals("no_fg") && !variation.startsWith("only_bg");
  }
}
