package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Workbench;
import dev.telltale.image.ContactSheet;
import dev.telltale.image.Png;
import dev.telltale.image.RgbImage;
import dev.telltale.model.ModelSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Both ends of a ranking as people look at them: the highest above, the lowest below, the farthest
 * first.
 *
 * @param highest places in the data set, the highest first
 * @param lowest places in the data set, the lowest first
 * @param picture address of the sheet
 */
record EndsSheet(int[] highest, int[] lowest, String picture) {
  private static final int SHOWN = 8;

  /**
   * Draws it.
   *
   * @param ranking with at least one image
   * @param places of the ranked examples in the data set
   */
  static EndsSheet of(Ranking ranking, int[] places, Workbench bench) {
    int shown = Math.min(SHOWN, ranking.size());
    int[] rising = ranking.highest(shown);
    int[] highest = IntStream.range(0, shown).map(i -> places[rising[shown - 1 - i]]).toArray();
    int[] lowest = Arrays.stream(ranking.lowest(shown)).map(i -> places[i]).toArray();
    Inputs inputs = new Inputs(bench.subject());
    ModelSpec spec = bench.subject().models().get(0).spec();
    List<RgbImage> cells = new ArrayList<>();
    for (int[] row : new int[][] {highest, lowest}) {
      for (int place : row) {
        cells.add(EvidenceStage.shown(inputs.pixels(place, spec), spec));
      }
    }
    try {
      return new EndsSheet(
          highest, lowest, bench.artifacts().write(Png.write(ContactSheet.of(cells, shown, 4))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes {@code highest}, {@code lowest} and {@code picture}. */
  void describe(ObjectNode into) {
    ArrayNode high = into.putArray("highest");
    Arrays.stream(highest).forEach(high::add);
    ArrayNode low = into.putArray("lowest");
    Arrays.stream(lowest).forEach(low::add);
    into.put("picture", picture);
  }
}
