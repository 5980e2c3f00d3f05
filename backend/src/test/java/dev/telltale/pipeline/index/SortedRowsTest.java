package dev.telltale.pipeline.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SortedRowsTest {

  @Property(tries = 300)
  void aPartIsWhatSortingEverythingGivesThere(
      @ForAll Random random,
      @ForAll @IntRange(max = 60) int count,
      @ForAll @IntRange(min = 1, max = 8) int distinct,
      @ForAll ImageSort sort) {
    Columns columns = new Columns();
    for (int row = 0; row < count; row++) {
      Double mask = random.nextInt(4) == 0 ? null : random.nextInt(distinct) / 8.0;
      columns.add(
          row + 1,
          new Columns.Kind("s", null, null, null),
          "bird",
          random.nextInt(distinct) / 8.0,
          mask,
          random.nextInt(4) == 0 ? null : random.nextInt(distinct) - 4.0,
          null,
          row);
    }
    int[] rows = IntStream.range(0, count).filter(row -> random.nextInt(5) > 0).toArray();
    List<Integer> sorted = new ArrayList<>(IntStream.of(rows).boxed().toList());
    sorted.sort(Comparator.comparingDouble(row -> sort.value(columns, row)));
    for (int from = 0; from <= rows.length; from++) {
      for (int to = from; to <= Math.min(rows.length, from + 12); to++) {
        assertThat(SortedRows.part(rows, sort, columns, from, to))
            .isEqualTo(sorted.subList(from, to));
      }
    }
  }
}
