package dev.telltale.train;

import dev.telltale.dataset.Column;
import dev.telltale.train.Objective.Weighting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The classes, or classes and groups, each of whose images weigh the same in all. */
final class Cells {
  private final List<Question> by = new ArrayList<>();
  private final int count;
  private final double[] weights;

  /**
   * Counts the images that are learnt from.
   *
   * @throws TrainingException if there is none of a class or group, by its name
   */
  Cells(Weighting weighting, TrainingImages learning, Column label) {
    by.add(Question.of(label));
    if (weighting.by() == Weighting.By.GROUP) {
      List<Column> groups = learning.dataSet().samples().groups();
      if (groups.isEmpty()) {
        throw new TrainingException(
            learning.dataSet().name() + " has no groups to weight by; give --groups");
      }
      groups.forEach(column -> by.add(Question.of(column)));
    }
    this.count =
        by.stream().mapToInt(question -> question.values().size()).reduce(1, Math::multiplyExact);
    this.weights = weighting.given().isEmpty() ? inverse(learning) : given(weighting);
  }

  /** What each image of a part weighs; 0 where its class or group is not known. */
  float[] weights(TrainingImages part) {
    int[] cells = cells(part);
    float[] each = new float[cells.length];
    for (int place = 0; place < each.length; place++) {
      each[place] = cells[place] == Column.UNKNOWN ? 0 : (float) weights[cells[place]];
    }
    return each;
  }

  private double[] inverse(TrainingImages learning) {
    int[] cells = cells(learning);
    long[] images = new long[count];
    IntStream.range(0, cells.length)
        .filter(place -> cells[place] != Column.UNKNOWN && learning.isReadable(place))
        .forEach(place -> images[cells[place]]++);
    long all = Arrays.stream(images).sum();
    double[] inverse = new double[count];
    for (int cell = 0; cell < count; cell++) {
      if (images[cell] == 0) {
        throw new TrainingException(
            "%s: no image has %s, so it cannot be weighted; leave --weights out, or choose other images"
                .formatted(learning.dataSet().name(), name(cell)));
      }
      inverse[cell] = (double) all / count / images[cell];
    }
    return inverse;
  }

  private double[] given(Weighting weighting) {
    List<String> classes = by.get(0).values();
    weighting
        .given()
        .keySet()
        .forEach(
            name -> {
              if (!classes.contains(name)) {
                throw new TrainingException(
                    "a weight is given for \"%s\"; the classes are %s"
                        .formatted(name, String.join(", ", classes)));
              }
            });
    return classes.stream()
        .mapToDouble(name -> weighting.given().getOrDefault(name, 1.0))
        .toArray();
  }

  private int[] cells(TrainingImages part) {
    int[] cells = new int[part.size()];
    for (int i = 0; i < by.size(); i++) {
      Question question = by.get(i);
      int[] answers = question.answers(part, column(part, question, i == 0));
      for (int place = 0; place < cells.length; place++) {
        cells[place] =
            answers[place] == Column.UNKNOWN || cells[place] == Column.UNKNOWN
                ? Column.UNKNOWN
                : cells[place] * question.values().size() + answers[place];
      }
    }
    return cells;
  }

  private static Column column(TrainingImages part, Question question, boolean label) {
    List<Column> columns =
        label
            ? part.dataSet().samples().label().stream().toList()
            : part.dataSet().samples().groups();
    return columns.stream()
        .filter(column -> label || column.name().equals(question.name()))
        .findFirst()
        .orElseThrow(
            () ->
                new TrainingException(
                    part.dataSet().name()
                        + " does not tell "
                        + question.name()
                        + " of its images"));
  }

  private String name(int cell) {
    List<String> names = new ArrayList<>();
    int rest = cell;
    for (int i = by.size() - 1; i >= 0; i--) {
      List<String> values = by.get(i).values();
      names.add(0, by.get(i).name() + " " + values.get(rest % values.size()));
      rest /= values.size();
    }
    return String.join(", ", names);
  }
}
