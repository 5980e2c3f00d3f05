/**
 * Numbers: running moments, intervals, the bootstrap, and the figures that the methods report.
 * Nothing here knows images, models or methods.
 *
 * <ul>
 *   <li>how good a classifier is: {@link dev.telltale.stats.Accuracy}, {@link
 *       dev.telltale.stats.WorstGroup}, {@link dev.telltale.stats.BalancedAccuracy}, {@link
 *       dev.telltale.stats.AveragePrecision}, {@link
 *       dev.telltale.stats.NormalizedAveragePrecision}, {@link dev.telltale.stats.RocAuc}
 *   <li>what goes together: {@link dev.telltale.stats.Matthews}, {@link
 *       dev.telltale.stats.Pearson}, {@link dev.telltale.stats.LeastSquaresLine}, {@link
 *       dev.telltale.stats.EffectiveRobustness}
 *   <li>whether people agree: {@link dev.telltale.stats.FleissKappa}, {@link
 *       dev.telltale.stats.KrippendorffAlpha}, {@link dev.telltale.stats.GwetAC1}
 *   <li>how sure that is: {@link dev.telltale.stats.Wilson}, {@link dev.telltale.stats.Bootstrap},
 *       {@link dev.telltale.stats.BenjaminiHochberg}
 * </ul>
 *
 * <p>A figure that the data do not define, such as a correlation with what never changes, is NaN,
 * never a 0 or 1 that looks measured. Input that is broken, such as lists of unequal length, is
 * refused with an {@link java.lang.IllegalArgumentException} that names it.
 */
@NullMarked
package dev.telltale.stats;

import org.jspecify.annotations.NullMarked;
