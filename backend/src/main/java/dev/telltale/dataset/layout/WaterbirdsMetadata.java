package dev.telltale.dataset.layout;

import dev.telltale.dataset.Column;
import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.SampleTable;
import dev.telltale.dataset.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads Waterbirds as group_DRO keeps it: {@code metadata.csv} with the columns {@code img_id,
 * img_filename, y, split, place, place_filename} (others are passed over). y is 0 for a landbird
 * and 1 for a waterbird, place 0 for land and 1 for water, split 0, 1, 2 for train, val, test. A
 * mask, where there is one, has the picture's path under {@code masks/}, ending in .png.
 */
public final class WaterbirdsMetadata implements LayoutReader {
  /** The file's name in the data set's directory. */
  public static final String FILE = "metadata.csv";

  /** Under this directory lie the masks, at their pictures' paths. */
  public static final String MASKS = "masks";

  /** What y stands for. */
  public static final List<String> CLASSES = List.of("landbird", "waterbird");

  /** What place stands for. */
  public static final List<String> PLACES = List.of("land", "water");

  /** What split stands for. */
  public static final List<String> SPLITS = List.of("train", "val", "test");

  /** The attribute by which figures are split: the group of every sample. */
  public static final String PLACE = "place";

  private static final List<String> NEEDED = List.of("img_filename", "y", "split", PLACE);

  WaterbirdsMetadata() {}

  @Override
  public boolean recognises(Path root) {
    return Files.exists(root.resolve(FILE));
  }

  @Override
  public SampleTable read(Reading reading) throws IOException {
    Path root = reading.root();
    Path file = root.resolve(FILE);
    Texts ids = new Texts();
    Column.Builder y = new Column.Builder("bird", CLASSES);
    Column.Builder place = new Column.Builder(PLACE, PLACES);
    Column.Builder split = new Column.Builder("split", SPLITS);
    CsvRows.read(
        reading,
        file,
        NEEDED,
        columns -> {},
        row -> {
          String id = row.picture("img_filename");
          int bird = row.choice("y", CLASSES);
          int where = row.choice(PLACE, PLACES);
          int part = row.choice("split", SPLITS);
          row.claim(id);
          ids.add(id);
          y.addCode(bird);
          place.addCode(where);
          split.addCode(part);
        });
    if (ids.size() == 0) {
      throw new DataSetException(file + " lists no pictures");
    }
    return SampleTable.of(
        root,
        ids,
        y.build(),
        split.build(),
        List.of(place.build()),
        List.of(PLACE),
        MaskFolder.in(root));
  }
}
