package dev.telltale.dataset.layout;

import dev.telltale.dataset.Column;
import dev.telltale.dataset.SampleTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads CelebAMask-HQ (Lee et al. 2020) as its authors publish it: {@code
 * CelebAMask-HQ-attribute-anno.txt} lists the pictures of {@code CelebA-HQ-img}, and {@code
 * CelebAMask-HQ-mask-anno} holds masks of the parts of each, see {@link FaceRegions}. {@code
 * CelebA-HQ-to-CelebA-mapping.txt} names the picture of CelebA that each was made from, whose split
 * it has if CelebA's {@code list_eval_partition.txt} lies beside it. The label is whether hair is
 * blond, the group Male, the mask the skin.
 */
final class CelebaMaskHq implements LayoutReader {
  private static final String ATTRIBUTES = "CelebAMask-HQ-attribute-anno.txt";
  private static final String PICTURES = "CelebA-HQ-img";

  /** The directory of the masks. */
  static final String MASKS = "CelebAMask-HQ-mask-anno";

  private static final String MAPPING = "CelebA-HQ-to-CelebA-mapping.txt";
  private static final String PARTITION = "list_eval_partition.txt";
  private static final Pattern NAME = Pattern.compile("(0|[1-9]\\d{0,5})\\.jpg");

  @Override
  public boolean recognises(Path root) {
    return Files.isRegularFile(root.resolve(ATTRIBUTES));
  }

  @Override
  public SampleTable read(Reading reading) throws IOException {
    Path file = reading.need(ATTRIBUTES, "it lists the pictures and their attributes");
    Path pictures = reading.need(PICTURES, "the pictures belong there");
    Map<String, Integer> splits = splits(reading);
    Column.Builder split = new Column.Builder("split", NamedValues.SPLITS);
    AttributeFile attributes =
        AttributeFile.read(
            reading,
            file,
            new Names(),
            name -> {
              Matcher number = NAME.matcher(name);
              if (!number.matches()) {
                throw new RowFault(
                    "a picture is named by its number, as 0.jpg, not \"%s\"".formatted(name));
              }
              if (!reading.files().exists(pictures, name)) {
                throw new RowFault("the picture " + name + " does not exist");
              }
              Integer code = splits == null ? null : splits.get(number.group(1));
              if (splits != null && code == null) {
                throw new RowFault(
                    "%s is not in %s, or its split not in %s".formatted(name, MAPPING, PARTITION));
              }
              split.addCode(code == null ? Column.UNKNOWN : code);
              return PICTURES + "/" + name;
            });
    return SampleTable.of(
        reading.root(),
        attributes.ids(),
        attributes.label(),
        splits == null ? null : split.build(),
        attributes.columns(),
        attributes.groups(),
        FaceRegions.in(reading, reading.root().resolve(MASKS), attributes.ids()));
  }

  /** The partition of each number of a picture; null if it cannot be known. */
  private static @Nullable Map<String, Integer> splits(Reading reading) throws IOException {
    Path mapping = reading.root().resolve(MAPPING);
    Path partitionFile = reading.root().resolve(PARTITION);
    if (!Files.isRegularFile(mapping) || !Files.isRegularFile(partitionFile)) {
      return null;
    }
    NamedValues partition = NamedValues.partition(reading, partitionFile, new Names());
    Map<String, Integer> splits = new HashMap<>();
    try (FieldLines rows = new FieldLines(mapping)) {
      while (rows.next()) {
        if (rows.line() == 1 && rows.text(0).equals("idx")) {
          continue;
        }
        if (rows.size() != 3) {
          reading.fault(mapping, rows.line(), "expected idx, orig_idx and orig_file");
          continue;
        }
        if (!partition.has(rows.text(2))) {
          reading.fault(mapping, rows.line(), "%s is not in %s".formatted(rows.text(2), PARTITION));
        } else if (splits.putIfAbsent(rows.text(0), partition.of(rows.text(2))) != null) {
          reading.fault(
              mapping, rows.line(), "the picture %s is mapped twice".formatted(rows.text(0)));
        }
      }
    }
    return splits;
  }
}
