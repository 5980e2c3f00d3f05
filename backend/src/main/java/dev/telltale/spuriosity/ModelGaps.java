package dev.telltale.spuriosity;

import dev.telltale.stats.BenjaminiHochberg;
import dev.telltale.stats.Estimate;
import dev.telltale.stats.Newcombe;
import dev.telltale.stats.Shrinkage;
import java.util.ArrayList;
import java.util.List;

/**
 * The spurious gaps of one model on all classes that have a ranking (Moayeri et al. 2023, sec.
 * 4.2), and their mean, every class counting the same.
 *
 * @param classes in order; at least one
 * @param mean over the classes, n images; the interval takes the classes as given and the images as
 *     drawn
 * @param shrunk the gaps drawn towards their mean, {@link Shrinkage}: to sort classes by, since the
 *     largest of many gaps at small k are large by chance
 */
public record ModelGaps(List<ClassGap> classes, Estimate mean, double[] shrunk) {

  /**
   * The gaps of a model.
   *
   * @param ends of every class; those that are missing are left out
   * @param level confidence of the intervals, in (0,1)
   * @throws IllegalArgumentException if all are missing
   */
  public static ModelGaps of(List<Ends> ends, Predictions predictions, double level) {
    List<ClassGap> classes =
        ends.stream()
            .filter(one -> one.missing() == null)
            .map(one -> ClassGap.of(one, predictions, level))
            .toList();
    List<Estimate> gaps = classes.stream().map(ClassGap::gap).toList();
    return new ModelGaps(
        classes,
        Newcombe.mean(gaps),
        Shrinkage.of(
            gaps.stream().mapToDouble(Estimate::value).toArray(),
            gaps.stream().mapToDouble(gap -> Shrinkage.error(gap, level)).toArray()));
  }

  /** Mean over the classes of the accuracy on the images of highest spuriosity, 0 to 1. */
  public double accuracyHigh() {
    return classes.stream().mapToDouble(ClassGap::accuracyHigh).average().orElseThrow();
  }

  /** Mean over the classes of the accuracy on the images of lowest spuriosity, 0 to 1. */
  public double accuracyLow() {
    return classes.stream().mapToDouble(ClassGap::accuracyLow).average().orElseThrow();
  }

  /** The gaps themselves, one per class. */
  public double[] values() {
    return classes.stream().mapToDouble(ClassGap::value).toArray();
  }

  /**
   * The p-values of all classes of all models, adjusted together by Benjamini and Hochberg.
   *
   * @return [models][classes]
   */
  public static List<double[]> adjusted(List<ModelGaps> models) {
    double[] all =
        models.stream()
            .flatMap(model -> model.classes.stream())
            .mapToDouble(ClassGap::pValue)
            .toArray();
    double[] adjusted = BenjaminiHochberg.adjusted(all);
    List<double[]> split = new ArrayList<>();
    int at = 0;
    for (ModelGaps model : models) {
      double[] own = new double[model.classes.size()];
      System.arraycopy(adjusted, at, own, 0, own.length);
      at += own.length;
      split.add(own);
    }
    return split;
  }
}
