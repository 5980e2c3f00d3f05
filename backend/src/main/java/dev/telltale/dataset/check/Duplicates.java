package dev.telltale.dataset.check;

import dev.telltale.dataset.Column;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.SampleTable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Pictures that a data set holds twice or more.
 *
 * @param groups how many sets of equal pictures there are
 * @param pictures how many pictures these hold
 * @param acrossSplits how many of the groups lie in more than one split
 * @param contradictory how many of the groups have more than one label
 * @param listed across splits first, then contradictory, then the others, each in the order of the
 *     data set; at most {@link #LISTED}
 */
public record Duplicates(
    int groups, long pictures, int acrossSplits, int contradictory, List<EqualPictures> listed) {
  /** Groups that are listed one by one. */
  public static final int LISTED = 1000;

  /** Copies the list. */
  public Duplicates {
    listed = List.copyOf(listed);
  }

  private record Group(int[] places, boolean acrossSplits, boolean contradictory) {}

  static Duplicates of(DataSet dataSet, Hashes hashes, Findings findings) {
    SampleTable samples = dataSet.samples();
    List<Group> groups =
        hashes.equal().stream()
            .map(
                places ->
                    new Group(
                        places,
                        differ(samples, samples.split(), places),
                        differ(samples, samples.label(), places)))
            .sorted(
                Comparator.comparing((Group group) -> !group.acrossSplits())
                    .thenComparing(group -> !group.contradictory()))
            .toList();
    for (Group group : groups) {
      findings.equal(listed(samples, hashes, group), group.places());
    }
    return new Duplicates(
        groups.size(),
        groups.stream().mapToLong(group -> group.places().length).sum(),
        (int) groups.stream().filter(Group::acrossSplits).count(),
        (int) groups.stream().filter(Group::contradictory).count(),
        groups.stream().limit(LISTED).map(group -> listed(samples, hashes, group)).toList());
  }

  private static boolean differ(SampleTable samples, Optional<Column> column, int[] places) {
    return column.isPresent()
        && Arrays.stream(places)
                .map(place -> samples.code(column.get(), place))
                .filter(code -> code != Column.UNKNOWN)
                .distinct()
                .limit(2)
                .count()
            > 1;
  }

  private static EqualPictures listed(SampleTable samples, Hashes hashes, Group group) {
    return new EqualPictures(
        hashes.hex(group.places()[0]),
        group.places().length,
        group.acrossSplits(),
        group.contradictory(),
        Arrays.stream(group.places())
            .limit(EqualPictures.LISTED)
            .mapToObj(place -> copy(samples, place))
            .toList());
  }

  /** What is told of one of the copies. */
  static EqualPictures.Copy copy(SampleTable samples, int place) {
    return new EqualPictures.Copy(samples.id(place), samples.label(place), samples.split(place));
  }
}
