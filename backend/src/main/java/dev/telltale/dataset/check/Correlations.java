package dev.telltale.dataset.check;

import dev.telltale.dataset.Column;
import dev.telltale.dataset.SampleTable;
import dev.telltale.stats.AverageLinkage;
import dev.telltale.stats.BenjaminiHochberg;
import dev.telltale.stats.Estimate;
import dev.telltale.stats.Matthews;
import dev.telltale.stats.TwoByTwo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What goes with what in a data set: Matthews' φ of every two indicators. A network that is to tell
 * one may learn the other instead.
 *
 * <p>Indicators are the label and every attribute of two values (one indicator each, that of the
 * second value). A label of 3 to {@value #MOST_VALUES} classes gives one for each against the rest.
 * So do all attributes of as many values, if there are then at most {@value #MOST_WITH_VALUES}
 * indicators together; else none of these. What is left out is named.
 *
 * @param indicators in the order in which average linkage on 1 − |φ| lays them, so that what goes
 *     together stands together
 * @param pairs every two of them, a before b
 * @param strongest the pairs of different columns with the largest |φ|, at most {@value #STRONGEST}
 * @param leftOut columns without an indicator, and why
 */
public record Correlations(
    List<Indicator> indicators,
    List<Correlation> pairs,
    List<Correlation> strongest,
    List<LeftOut> leftOut) {
  /** Pairs that are listed as the strongest. */
  public static final int STRONGEST = 50;

  /** Fewest pictures with, and without, each of two indicators; below, φ would be chance. */
  public static final int FEWEST = 10;

  private static final int MOST_VALUES = 20;
  private static final int MOST_WITH_VALUES = 40;

  /** A matrix of more would have a hundred thousand pairs. */
  private static final int MOST = 400;

  private static final double LEVEL = 0.95;

  /** A column without an indicator. */
  public record LeftOut(String column, String reason) {}

  /** Copies the lists. */
  public Correlations {
    indicators = List.copyOf(indicators);
    pairs = List.copyOf(pairs);
    strongest = List.copyOf(strongest);
    leftOut = List.copyOf(leftOut);
  }

  static Correlations of(SampleTable samples) {
    List<LeftOut> leftOut = new ArrayList<>();
    List<Bits> bits = common(indicators(samples, leftOut), leftOut);
    List<Correlation> pairs = tested(bits, pairs(bits));
    double[][] distances = new double[bits.size()][bits.size()];
    for (Correlation pair : pairs) {
      double distance = pair.phi() == null ? 1 : 1 - Math.abs(pair.phi());
      distances[pair.a()][pair.b()] = distance;
      distances[pair.b()][pair.a()] = distance;
    }
    List<Integer> order = AverageLinkage.order(distances);
    int[] places = new int[order.size()];
    for (int i = 0; i < places.length; i++) {
      places[order.get(i)] = i;
    }
    List<Correlation> moved =
        pairs.stream()
            .map(pair -> pair.at(places[pair.a()], places[pair.b()]))
            .sorted(Comparator.comparingInt(Correlation::a).thenComparingInt(Correlation::b))
            .toList();
    return new Correlations(
        order.stream().map(i -> bits.get(i).indicator()).toList(),
        moved,
        strongest(moved),
        leftOut);
  }

  private static List<Bits> indicators(SampleTable samples, List<LeftOut> leftOut) {
    List<Bits> bits = new ArrayList<>();
    String taken = samples.label().map(Column::name).orElse("");
    samples
        .label()
        .ifPresent(
            label -> {
              if (label.values().size() == 2) {
                bits.add(Bits.of(samples, label, 1, label.values().get(1)));
              } else if (hasFewValues(label)) {
                for (int code = 0; code < label.values().size(); code++) {
                  bits.add(Bits.of(samples, label, code, label.values().get(code)));
                }
              } else {
                leftOut.add(new LeftOut(label.name(), reason(label)));
              }
            });
    List<Column> several = new ArrayList<>();
    for (Column column : Overview.attributes(samples)) {
      if (column.name().equals(taken)) {
        continue;
      }
      if (column.values().size() == 2 && bits.size() < MOST) {
        bits.add(Bits.of(samples, column, 1, name(column, 1)));
      } else if (samples.label().filter(label -> isSame(samples, label, column)).isPresent()) {
        leftOut.add(new LeftOut(column.name(), "it tells the same as the label, value for value"));
      } else if (hasFewValues(column)) {
        several.add(column);
      } else {
        leftOut.add(new LeftOut(column.name(), reason(column)));
      }
    }
    int more = several.stream().mapToInt(column -> column.values().size()).sum();
    for (Column column : several) {
      if (bits.size() + more > MOST_WITH_VALUES) {
        leftOut.add(new LeftOut(column.name(), tooMany(column)));
        continue;
      }
      for (int code = 0; code < column.values().size(); code++) {
        bits.add(Bits.of(samples, column, code, name(column, code)));
      }
      more -= column.values().size();
    }
    return bits;
  }

  /** Whether each value of one goes with one value of the other, in every picture. */
  private static boolean isSame(SampleTable samples, Column label, Column column) {
    if (label.values().size() != column.values().size()) {
      return false;
    }
    int[] there = new int[label.values().size() + 1];
    int[] back = new int[there.length];
    for (int place = 0; place < samples.size(); place++) {
      int a = samples.code(label, place) + 1;
      int b = samples.code(column, place) + 1;
      if ((there[a] != 0 && there[a] != b + 1) || (back[b] != 0 && back[b] != a + 1)) {
        return false;
      }
      there[a] = b + 1;
      back[b] = a + 1;
    }
    return true;
  }

  /** Those of which something can be told: a row of nothing would hide the others. */
  private static List<Bits> common(List<Bits> all, List<LeftOut> leftOut) {
    List<Bits> common = new ArrayList<>();
    for (Bits bits : all) {
      Indicator one = bits.indicator();
      String few = tooFew(one.known(), one.pictures(), one);
      if (few == null) {
        common.add(bits);
      } else {
        leftOut.add(new LeftOut(one.column(), few));
      }
    }
    return common;
  }

  private static boolean hasFewValues(Column column) {
    return column.values().size() > 2 && column.values().size() <= MOST_VALUES;
  }

  private static String name(Column column, int code) {
    return column.isBinary() ? column.name() : column.name() + " = " + column.values().get(code);
  }

  private static String reason(Column column) {
    int values = column.values().size();
    return values < 2
        ? "it has no two values"
        : values == 2
            ? "there are more than %d attributes of two values".formatted(MOST)
            : "it has %d values, more than %d".formatted(values, MOST_VALUES);
  }

  private static String tooMany(Column column) {
    return "with the %d values of this and the like there would be more than %d rows"
        .formatted(column.values().size(), MOST_WITH_VALUES);
  }

  private static List<Correlation> pairs(List<Bits> bits) {
    List<Correlation> pairs = new ArrayList<>();
    for (int a = 0; a < bits.size(); a++) {
      for (int b = a + 1; b < bits.size(); b++) {
        pairs.add(pair(bits, a, b));
      }
    }
    return pairs;
  }

  private static Correlation pair(List<Bits> bits, int a, int b) {
    TwoByTwo counts = bits.get(a).with(bits.get(b));
    String few = tooFew(counts, bits.get(a).indicator(), bits.get(b).indicator());
    if (few != null) {
      return new Correlation(a, b, null, null, null, counts.n(), null, few);
    }
    Estimate phi = Matthews.interval(counts, LEVEL);
    boolean open = Double.isNaN(phi.low());
    double p = Matthews.pValue(counts);
    return new Correlation(
        a, b, phi.value(), open ? null : phi.low(), open ? null : phi.high(), counts.n(), p, null);
  }

  private static @Nullable String tooFew(TwoByTwo counts, Indicator a, Indicator b) {
    String few = tooFew(counts.n(), counts.n10() + counts.n11(), a);
    return few == null ? tooFew(counts.n(), counts.n01() + counts.n11(), b) : few;
  }

  /** Why nothing can be told of an indicator; null if it can. */
  private static @Nullable String tooFew(long n, long with, Indicator one) {
    long fewer = Math.min(with, n - with);
    return fewer >= FEWEST
        ? null
        : "of %,d pictures only %,d are %s%s"
            .formatted(n, fewer, fewer < with ? "not " : "", one.name());
  }

  /** Puts what Benjamini and Hochberg make of it in the place of each p-value. */
  private static List<Correlation> tested(List<Bits> bits, List<Correlation> pairs) {
    Predicate<Correlation> test =
        pair ->
            pair.q() != null
                && !bits.get(pair.a())
                    .indicator()
                    .column()
                    .equals(bits.get(pair.b()).indicator().column());
    double[] adjusted =
        BenjaminiHochberg.adjusted(
            pairs.stream().mapToDouble(pair -> test.test(pair) ? pair.q() : Double.NaN).toArray());
    List<Correlation> tested = new ArrayList<>();
    for (int i = 0; i < adjusted.length; i++) {
      tested.add(pairs.get(i).withQ(adjusted[i]));
    }
    return tested;
  }

  private static List<Correlation> strongest(List<Correlation> pairs) {
    return pairs.stream()
        .filter(pair -> pair.q() != null)
        .sorted(Comparator.comparingDouble((Correlation pair) -> -Math.abs(pair.phi())))
        .limit(STRONGEST)
        .toList();
  }
}
