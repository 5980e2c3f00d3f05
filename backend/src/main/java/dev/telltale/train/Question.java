package dev.telltale.train;

import dev.telltale.dataset.Column;
import java.util.Arrays;
import java.util.List;

/**
 * A column that is to be told from the image.
 *
 * @param name of the column
 * @param values the answers there are
 */
record Question(String name, List<String> values) {

  /** What a column of the images that are learnt from asks. */
  static Question of(Column column) {
    return new Question(column.name(), column.values());
  }

  /**
   * The answer of each image of a part, by its place in {@link #values}, which need not be the
   * column's own order; {@link Column#UNKNOWN} where it is not known.
   */
  int[] answers(TrainingImages part, Column column) {
    int[] meaning = column.values().stream().mapToInt(values::indexOf).toArray();
    int[] answers = new int[part.size()];
    Arrays.setAll(
        answers,
        place -> {
          int code = part.dataSet().samples().code(column, place);
          return code == Column.UNKNOWN ? Column.UNKNOWN : meaning[code];
        });
    return answers;
  }
}
