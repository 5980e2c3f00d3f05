package dev.telltale.dataset.check;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.SampleTable;
import dev.telltale.dataset.Subset;
import dev.telltale.image.CaptionedSheet;
import dev.telltale.image.RgbImage;
import dev.telltale.image.Room;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Some pictures of one class side by side, each with its name: what the class looks like, drawn by
 * a seed, so that the same ones are shown each time.
 */
public final class ClassSheet {
  private static final int PICTURES = 24;
  private static final int COLUMNS = 6;
  private static final int EDGE = 160;
  private static final long SEED = 0;

  private final SampleTable drawn;
  private final PictureReader reader;

  /**
   * Draws the pictures; opens none.
   *
   * @param label the class; null for all pictures
   * @throws DataSetException if there is no such class, or no picture of it
   */
  public ClassSheet(DataSet dataSet, @Nullable String label, PictureReader reader) {
    Map<String, String> where = label == null ? Map.of() : Map.of("label", label);
    this.drawn = dataSet.only(new Subset(null, where, false, PICTURES, SEED)).samples();
    this.reader = reader;
  }

  /** The sheet. A picture that cannot be read leaves its cell empty and says so below. */
  public RgbImage draw() {
    return CaptionedSheet.of(
        IntStream.range(0, drawn.size()).mapToObj(this::cell).toList(), COLUMNS, EDGE);
  }

  /** The names of the pictures that are shown. */
  public List<String> ids() {
    return IntStream.range(0, drawn.size()).mapToObj(drawn::id).toList();
  }

  /** Changes when a file that is shown does. */
  public String stamp() {
    StringBuilder stamp = new StringBuilder();
    for (String id : ids()) {
      stamp.append(id).append(' ').append(stamp(reader.root().resolve(id))).append('\n');
    }
    return stamp.toString();
  }

  /** Changes when a file does: its size and time, without its being read. */
  public static String stamp(Path file) {
    try {
      return Files.size(file) + "@" + Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      return "gone";
    }
  }

  private CaptionedSheet.Cell cell(int place) {
    String id = drawn.id(place);
    String name = id.substring(id.lastIndexOf('/') + 1);
    try (Room room = new Room(3)) {
      RgbImage picture = reader.decode(reader.bytes(reader.root().resolve(id)), room);
      // Small at once: what is held of each after its room is closed is a cell's worth.
      return new CaptionedSheet.Cell(picture.fittedInto(EDGE), name);
    } catch (Unusable e) {
      return new CaptionedSheet.Cell(new RgbImage(1, 1, new byte[] {-1, -1, -1}), "✕ " + name);
    }
  }
}
