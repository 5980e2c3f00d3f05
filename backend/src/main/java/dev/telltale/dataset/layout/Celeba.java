package dev.telltale.dataset.layout;

import dev.telltale.dataset.Column;
import dev.telltale.dataset.Regions;
import dev.telltale.dataset.SampleTable;
import dev.telltale.dataset.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads CelebA (Liu et al. 2015) as its authors publish it, as torchvision's {@code CelebA}, WILDS
 * and group_DRO expect it, and as Kaggle has it: {@code list_attr_celeba} names the pictures in
 * {@code img_align_celeba} and 40 attributes of each; {@code list_eval_partition} gives the split
 * and {@code identity_CelebA} the person, where they are. Texts end in {@code .txt} or {@code
 * .csv}. CelebA has no masks; a directory {@code CelebAMask-HQ-mask-anno} beside the attributes may
 * hold some, see {@link FaceRegions}. The label is whether hair is blond, the group Male.
 */
final class Celeba implements LayoutReader {
  private static final String ATTRIBUTES = "list_attr_celeba";
  private static final String PICTURES = "img_align_celeba";

  /** Below the root: torchvision has a directory {@code celeba}, group_DRO one {@code data}. */
  private static final List<String> BASES = List.of("", "celeba", "data");

  /** Below one of those: the authors keep texts and pictures apart. */
  private static final List<String> ROOMS = List.of("", "Anno", "Eval", "Img");

  @Override
  public boolean recognises(Path root) {
    return base(root) != null;
  }

  @Override
  public SampleTable read(Reading reading) throws IOException {
    Path found = base(reading.root());
    Path base = found == null ? reading.root() : found;
    Path file = text(base, ATTRIBUTES);
    if (file == null) {
      throw reading.lacks(ATTRIBUTES + ".txt", "it lists the pictures and their attributes");
    }
    Path pictures = pictures(reading, base);
    Path partitionFile = text(base, "list_eval_partition");
    Path identityFile = text(base, "identity_CelebA");
    Names names = new Names();
    NamedValues partition =
        partitionFile == null ? null : NamedValues.partition(reading, partitionFile, names);
    NamedValues identities =
        identityFile == null ? null : NamedValues.identities(reading, identityFile, names);
    Column.Builder split = new Column.Builder("split", NamedValues.SPLITS);
    Column.Builder identity = new Column.Builder("identity");
    String prefix = DataSets.id(reading.root(), pictures) + "/";
    AttributeFile attributes =
        AttributeFile.read(
            reading,
            file,
            names,
            name -> {
              if (!reading.files().exists(pictures, name)) {
                throw new RowFault("the picture " + name + " does not exist");
              }
              int part = partition == null ? Column.UNKNOWN : partition.of(name);
              String person = identities == null ? null : String.valueOf(identities.of(name));
              split.addCode(part);
              identity.add(person);
              return prefix + name;
            });
    String fileName = String.valueOf(file.getFileName());
    List<Column> columns = new ArrayList<>(attributes.columns());
    if (partition != null) {
      partition.checkAllKnown(reading, attributes::names, fileName);
    }
    if (identities != null) {
      identities.checkAllKnown(reading, attributes::names, fileName);
      columns.add(identity.build());
    }
    return SampleTable.of(
        reading.root(),
        attributes.ids(),
        attributes.label(),
        partition == null ? null : split.build(),
        columns,
        attributes.groups(),
        regions(reading, base, attributes.ids()));
  }

  /** Masks as CelebAMask-HQ names them, where there are any. */
  private static Regions regions(Reading reading, Path base, Texts ids) {
    Path masks = base.resolve(CelebaMaskHq.MASKS);
    return Files.isDirectory(masks) ? FaceRegions.in(reading, masks, ids) : Regions.NONE;
  }

  private static @Nullable Path base(Path root) {
    return BASES.stream()
        .map(root::resolve)
        .filter(base -> text(base, ATTRIBUTES) != null)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable Path text(Path base, String name) {
    return ROOMS.stream()
        .map(base::resolve)
        .flatMap(room -> List.of(room.resolve(name + ".txt"), room.resolve(name + ".csv")).stream())
        .filter(Files::isRegularFile)
        .findFirst()
        .orElse(null);
  }

  private static Path pictures(Reading reading, Path base) {
    for (String room : ROOMS) {
      Path directory = base.resolve(room).resolve(PICTURES);
      if (Files.isDirectory(directory)) {
        // Kaggle's archive unpacks into a directory of the same name.
        Path inner = directory.resolve(PICTURES);
        return Files.isDirectory(inner) ? inner : directory;
      }
    }
    Path missing = reading.root().relativize(base.resolve(PICTURES));
    throw reading.lacks(missing.toString(), "the pictures belong there");
  }
}
