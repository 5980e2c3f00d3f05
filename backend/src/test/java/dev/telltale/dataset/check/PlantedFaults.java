package dev.telltale.dataset.check;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.layout.DataSets;
import dev.telltale.dataset.waterbirds.Waterbirds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Drawn birds in which one of everything is wrong. */
final class PlantedFaults {
  static final int PICTURES = 60;

  private final Path directory;
  private final DataSet dataSet;

  private PlantedFaults(Path directory, DataSet dataSet) {
    this.directory = directory;
    this.dataSet = dataSet;
  }

  /**
   * Pictures 0 and 1 are damaged, 2 is gone, 3 a text, 4 a link out of the directory, 5 a
   * directory; the masks of 6, 7 and 8 are damaged, small, and not there. 10, 11 and 12 are equal
   * and lie in two splits, 20 and 21 in one with two labels, 30 and 31 in one with one. Rows 62 and
   * 63 of the metadata, lines 62 and 63, cannot be right.
   */
  static PlantedFaults in(Path directory) throws IOException {
    Waterbirds.generate(directory, PICTURES, 0.8, 32, 5);
    Path metadata = directory.resolve("metadata.csv");
    List<String> lines = new ArrayList<>(Files.readAllLines(metadata));
    List<String> header = Arrays.asList(lines.get(0).split(","));
    for (int i = 0; i < PICTURES; i++) {
      String[] cells = lines.get(i + 1).split(",");
      cells[header.indexOf("split")] = i == 12 ? "2" : "0";
      cells[header.indexOf("y")] = i == 21 ? "1" : i == 20 ? "0" : String.valueOf(i / 10 % 2);
      lines.set(i + 1, String.join(",", cells));
    }
    lines.add(
        lines
            .get(1)
            .replace("000000", "seventh")
            .replaceFirst("seventh[^,]*,[01],", "seventh.png,7,"));
    lines.add("nonsense");
    Files.write(metadata, lines);
    DataSet opened = DataSets.open("birds", directory, null, true);
    PlantedFaults planted = new PlantedFaults(opened.root(), opened);
    planted.spoil(directory);
    return planted;
  }

  private void spoil(Path outside) throws IOException {
    byte[] whole = Files.readAllBytes(picture(0));
    Files.write(picture(0), Arrays.copyOf(whole, whole.length / 2));
    Files.write(picture(1), new byte[0]);
    Files.delete(picture(2));
    Files.writeString(picture(3), "This is no picture, whatever it is called.");
    Path elsewhere = outside.resolveSibling("elsewhere.png");
    Files.write(elsewhere, whole);
    Files.delete(picture(4));
    Files.createSymbolicLink(picture(4), elsewhere.toRealPath());
    Files.delete(picture(5));
    Files.createDirectory(picture(5));
    Files.write(mask(6), new byte[] {1, 2, 3});
    Files.copy(small(outside), mask(7), StandardCopyOption.REPLACE_EXISTING);
    Files.delete(mask(8));
    for (int[] equal : new int[][] {{10, 11}, {10, 12}, {20, 21}, {30, 31}}) {
      Files.copy(picture(equal[0]), picture(equal[1]), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static Path small(Path outside) {
    Path other = outside.resolveSibling("small");
    Waterbirds.generate(other, 1, 0.8, 16, 5);
    return other.resolve("masks/images/000000.png");
  }

  DataSet dataSet() {
    return dataSet;
  }

  Path picture(int number) {
    return directory.resolve(id(number));
  }

  Path mask(int number) {
    return directory.resolve("masks").resolve(id(number));
  }

  static String id(int number) {
    return "images/%06d.png".formatted(number);
  }
}
