package dev.telltale.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Coefficients of agreement on data of which their authors published them. */
class PublishedAgreementTest {

  /** Fleiss 1971, table 1: 30 patients, each diagnosed by six psychiatrists as one of five. */
  private static final String[] DIAGNOSES = {
    "444444", "222555", "233335", "555555", "222444", "113333", "333355", "113334", "114444",
    "555555", "144444", "124444", "222333", "144444", "224445", "333335", "111455", "111112",
    "224444", "133555", "555555", "244444", "224555", "114444", "144445", "222224", "111155",
    "224444", "133333", "555555"
  };

  /**
   * Krippendorff 2011, sec. C: four observers (rows), twelve units (columns), with missing ratings;
   * also Gwet's example with missing ratings.
   */
  private static final String[] OBSERVERS = {
    "123321412...", "1233224125.3", ".3332342251.", "12332441251."
  };

  @Test
  void fleissDiagnosesHaveTheirPublishedKappa() {
    Ratings ratings = byItem(DIAGNOSES, 5);
    assertThat(ratings.items()).isEqualTo(30);
    assertThat(FleissKappa.of(ratings)).isCloseTo(0.430, within(5e-4));
  }

  /** Ten subjects, 14 raters, five categories, worked through in textbooks: κ = 0.210. */
  @Test
  void fourteenRatersHaveTheirPublishedKappa() {
    int[][] counts = {
      {0, 0, 0, 0, 14},
      {0, 2, 6, 4, 2},
      {0, 0, 3, 5, 6},
      {0, 3, 9, 2, 0},
      {2, 2, 8, 1, 1},
      {7, 7, 0, 0, 0},
      {3, 2, 6, 3, 0},
      {2, 5, 3, 2, 2},
      {6, 5, 2, 1, 0},
      {0, 2, 2, 3, 7}
    };
    assertThat(FleissKappa.of(Ratings.ofCounts(counts))).isCloseTo(0.210, within(5e-4));
  }

  @Test
  void krippendorffsExampleHasItsPublishedAlphas() {
    Ratings ratings = byItem(transposed(OBSERVERS), 5);
    assertThat(ratings.items()).isEqualTo(12);
    assertThat(KrippendorffAlpha.of(ratings, LevelOfMeasurement.NOMINAL))
        .isCloseTo(0.743, within(5e-4));
    assertThat(KrippendorffAlpha.of(ratings, LevelOfMeasurement.ORDINAL))
        .isCloseTo(0.815, within(5e-4));
    assertThat(KrippendorffAlpha.of(ratings, LevelOfMeasurement.interval(1, 2, 3, 4, 5)))
        .isCloseTo(0.849, within(5e-4));
  }

  @Test
  void gwetsExampleWithMissingRatingsHasItsPublishedCoefficient() {
    assertThat(GwetAC1.of(byItem(transposed(OBSERVERS), 5))).isCloseTo(0.7754, within(5e-5));
  }

  /** Gwet 2002: 118 of 125 items rated + by both, none − by both; Cohen's κ is −0.02. */
  @Test
  void onARareCategoryAC1StaysHighWhereKappaDrops() {
    int[][] counts = new int[125][];
    Arrays.setAll(counts, item -> item < 118 ? new int[] {2, 0} : new int[] {1, 1});
    Ratings ratings = Ratings.ofCounts(counts);
    assertThat(GwetAC1.of(ratings)).isCloseTo(0.9408, within(5e-5));
    assertThat(FleissKappa.of(ratings)).isNegative();
  }

  @Test
  void theBootstrapIntervalResamplesItems() {
    Ratings ratings = byItem(DIAGNOSES, 5);
    Estimate estimate = ratings.interval(FleissKappa::of, 0.95, 2000, 11);
    assertThat(estimate.value()).isEqualTo(FleissKappa.of(ratings));
    assertThat(estimate.n()).isEqualTo(30);
    double[] resampled = new double[2000];
    int[] indices = Bootstrap.indices(30, 2000, 11);
    for (int s = 0; s < 2000; s++) {
      int[][] drawn = new int[30][];
      for (int i = 0; i < 30; i++) {
        drawn[i] = digits(DIAGNOSES[indices[s * 30 + i]]);
      }
      resampled[s] = FleissKappa.of(Ratings.of(drawn, 5));
    }
    Arrays.sort(resampled);
    assertThat(estimate.low()).isBetween(resampled[48], resampled[51]);
    assertThat(estimate.high()).isBetween(resampled[1948], resampled[1951]);
  }

  private static Ratings byItem(String[] items, int categories) {
    return Ratings.of(
        Arrays.stream(items).map(PublishedAgreementTest::digits).toArray(int[][]::new), categories);
  }

  /** Categories written from 1; a dot is a missing rating. */
  private static int[] digits(String item) {
    return item.chars().map(c -> c == '.' ? Ratings.MISSING : c - '1').toArray();
  }

  private static String[] transposed(String[] rows) {
    String[] columns = new String[rows[0].length()];
    Arrays.setAll(
        columns,
        j -> {
          StringBuilder column = new StringBuilder();
          for (String row : rows) {
            column.append(row.charAt(j));
          }
          return column.toString();
        });
    return columns;
  }
}
