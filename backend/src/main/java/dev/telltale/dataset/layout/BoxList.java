package dev.telltale.dataset.layout;

import dev.telltale.image.Box;
import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.List;

/** The boxes of row after row, as plain numbers. */
final class BoxList {
  private static final int NUMBERS = 4;

  private final IntArrayList ends = new IntArrayList();
  private final DoubleArrayList numbers = new DoubleArrayList();

  /** Appends a row. */
  void add(List<Box> boxes) {
    for (Box box : boxes) {
      numbers.add(box.left());
      numbers.add(box.top());
      numbers.add(box.width());
      numbers.add(box.height());
    }
    ends.add(numbers.size() / NUMBERS);
  }

  /** The boxes of a row, in the order in which they were given. */
  List<Box> get(int row) {
    List<Box> boxes = new ArrayList<>(1);
    for (int i = row == 0 ? 0 : ends.getInt(row - 1); i < ends.getInt(row); i++) {
      int at = i * NUMBERS;
      boxes.add(
          new Box(
              numbers.getDouble(at),
              numbers.getDouble(at + 1),
              numbers.getDouble(at + 2),
              numbers.getDouble(at + 3)));
    }
    return boxes;
  }
}
