package dev.telltale.study;

import dev.telltale.dataset.drawn.SeedSpace;
import dev.telltale.dataset.drawn.Splits;
import dev.telltale.dataset.waterbirds.Waterbirds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Birds for an audit, in Waterbirds' layout and with the correlations of its splits: those to tune
 * on stand mostly on their own ground, those to stop by and to report on on either as often. No
 * classifier learned from any of them: of birds that it learned by heart a network gets those on
 * the other ground right too, and a head that is tuned on them hardly changes.
 *
 * @param correlation of those to tune on
 * @param seed of everything that is drawn
 */
record SplitBirds(double correlation, long seed) {
  /** The split to report on. */
  static final String REPORTING = Splits.NAMES.get(2);

  private static final double NONE = .5;
  private static final String METADATA = "metadata.csv";

  /**
   * Draws them.
   *
   * @param out a directory that is not there yet
   * @param counts pictures to tune on, to stop by, to report on
   */
  void write(Path out, int... counts) {
    SeedSpace[] spaces = {SeedSpace.TUNING, SeedSpace.STOPPING, SeedSpace.REPORTING};
    List<String> rows = new ArrayList<>();
    try {
      for (int split = 0; split < spaces.length; split++) {
        String name = Splits.NAMES.get(split);
        Path drawn = out.resolve(name);
        double own = spaces[split] == SeedSpace.TUNING ? correlation : NONE;
        new Waterbirds(own, Workshop.SIZE, seed, Splits.only(name, spaces[split]), Map.of())
            .write(drawn, counts[split], done -> {});
        List<String> lines = Files.readAllLines(drawn.resolve(METADATA));
        if (split == 0) {
          rows.add(lines.get(0));
        }
        // The file's name is the second column of each row.
        lines.stream()
            .skip(1)
            .map(line -> line.replaceFirst(",", "," + name + "/"))
            .forEach(rows::add);
        Files.createDirectories(out.resolve("masks").resolve(name));
        Files.move(drawn.resolve("masks/images"), out.resolve("masks").resolve(name + "/images"));
        Files.delete(drawn.resolve(METADATA));
      }
      Files.write(out.resolve(METADATA), rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
