package dev.telltale.pipeline.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What lists are filtered and sorted by, of every image, in memory: 48 bytes an image, so that any
 * filter and any order over a million images takes milliseconds, without a database index for each.
 * Row {@code r} is the image at position {@code r + 1}: images are only ever added. Not
 * thread-safe.
 */
final class Columns {
  private static final int FIRST_ROWS = 1024;
  private static final int NO_CLASS = -1;

  private final List<Kind> kinds = new ArrayList<>();
  private final Map<Kind, Integer> codes = new HashMap<>();
  private int[] ofKind = new int[FIRST_ROWS];
  private final Map<String, Integer> classes = new HashMap<>();
  private int[] kind = new int[FIRST_ROWS];
  private int[] predicted = new int[FIRST_ROWS];
  private double[] confidence = new double[FIRST_ROWS];
  private double[] maskScore = new double[FIRST_ROWS];
  private double[] spuriosity = new double[FIRST_ROWS];
  private double[] percentile = new double[FIRST_ROWS];
  private long[] scoredAt = new long[FIRST_ROWS];
  private int rows;

  /**
   * What many images share.
   *
   * @param screening {@code dataset/modelHash}
   * @param label the data set's class
   * @param group name of the group; null without a label
   * @param right whether the prediction means the label; null when that cannot be said
   */
  record Kind(
      String screening, @Nullable String label, @Nullable String group, @Nullable Boolean right) {}

  /** Adds the image of the next position. */
  void add(
      long position,
      Kind of,
      String itsClass,
      double sure,
      @Nullable Double mask,
      @Nullable Double spurious,
      @Nullable Double rank,
      long scoredAtMillis) {
    if (position != rows + 1L) {
      throw new IndexException(
          "the image index has a gap before position " + position + "; deleting it rebuilds it");
    }
    if (rows == kind.length) {
      int more = rows + rows / 2;
      kind = Arrays.copyOf(kind, more);
      predicted = Arrays.copyOf(predicted, more);
      confidence = Arrays.copyOf(confidence, more);
      maskScore = Arrays.copyOf(maskScore, more);
      spuriosity = Arrays.copyOf(spuriosity, more);
      percentile = Arrays.copyOf(percentile, more);
      scoredAt = Arrays.copyOf(scoredAt, more);
    }
    int code = codes.computeIfAbsent(of, this::code);
    ofKind[code]++;
    kind[rows] = code;
    predicted[rows] = classes.computeIfAbsent(itsClass, name -> classes.size());
    confidence[rows] = sure;
    maskScore[rows] = orElse(mask, Double.NaN);
    spuriosity[rows] = orElse(spurious, Double.NaN);
    percentile[rows] = orElse(rank, Double.NaN);
    scoredAt[rows] = scoredAtMillis;
    rows++;
  }

  int rows() {
    return rows;
  }

  double confidence(int row) {
    return confidence[row];
  }

  /** NaN when the image has none. */
  double maskScore(int row) {
    return maskScore[row];
  }

  /** NaN when the image has none. */
  double spuriosity(int row) {
    return spuriosity[row];
  }

  /** Says of each row whether a filter matches it, as long as no image is added. */
  Match match(ImageFilter filter) {
    boolean[] wanted = wanted(filter);
    int[] itsKind = kind;
    if (filter.byKind()) {
      return row -> wanted[itsKind[row]];
    }
    boolean anyClass = filter.predicted() == null;
    int wantedClass = anyClass ? NO_CLASS : classes.getOrDefault(filter.predicted(), NO_CLASS);
    int[] itsClass = predicted;
    double[] sure = confidence;
    double[] mask = maskScore;
    double[] rank = percentile;
    long[] at = scoredAt;
    boolean masked = filter.minMaskScore() != null || filter.maxMaskScore() != null;
    double leastSure = orElse(filter.minConfidence(), Double.NEGATIVE_INFINITY);
    double mostSure = orElse(filter.maxConfidence(), Double.POSITIVE_INFINITY);
    double leastMask = orElse(filter.minMaskScore(), Double.NEGATIVE_INFINITY);
    double mostMask = orElse(filter.maxMaskScore(), Double.POSITIVE_INFINITY);
    boolean ranked = filter.minPercentile() != null || filter.maxPercentile() != null;
    double leastRank = orElse(filter.minPercentile(), Double.NEGATIVE_INFINITY);
    double mostRank = orElse(filter.maxPercentile(), Double.POSITIVE_INFINITY);
    long from = filter.scoredFrom() == null ? Long.MIN_VALUE : filter.scoredFrom().toEpochMilli();
    long to = filter.scoredTo() == null ? Long.MAX_VALUE : filter.scoredTo().toEpochMilli();
    return row ->
        wanted[itsKind[row]]
            && (anyClass || itsClass[row] == wantedClass)
            && sure[row] >= leastSure
            && sure[row] <= mostSure
            && (!masked || (mask[row] >= leastMask && mask[row] <= mostMask))
            && (!ranked || (rank[row] >= leastRank && rank[row] <= mostRank))
            && at[row] >= from
            && at[row] < to;
  }

  /** How many images there are of the kinds that a filter matches. */
  long ofKinds(ImageFilter filter) {
    boolean[] wanted = wanted(filter);
    return IntStream.range(0, wanted.length)
        .filter(code -> wanted[code])
        .mapToLong(code -> ofKind[code])
        .sum();
  }

  private boolean[] wanted(ImageFilter filter) {
    boolean[] wanted = new boolean[kinds.size()];
    for (int code = 0; code < wanted.length; code++) {
      wanted[code] = filter.matches(kinds.get(code));
    }
    return wanted;
  }

  /** Whether a list holds a row. */
  interface Match {
    boolean test(int row);
  }

  private int code(Kind of) {
    if (kinds.size() == ofKind.length) {
      ofKind = Arrays.copyOf(ofKind, 2 * ofKind.length);
    }
    kinds.add(of);
    return kinds.size() - 1;
  }

  private static double orElse(@Nullable Double value, double otherwise) {
    return value == null ? otherwise : value;
  }
}
