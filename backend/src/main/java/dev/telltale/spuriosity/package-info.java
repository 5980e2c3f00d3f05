/**
 * Spuriosity rankings (Moayeri et al. 2023): images are ranked within their class by how strongly
 * the cues that do not belong to it are present, so that a model's reliance on them is measured by
 * accuracy at both ends of the ranking, and removed by tuning its head on the lower one.
 *
 * <p>{@link dev.telltale.spuriosity.FeatureImportance} finds the features that matter for a class
 * (sec. 3.1), {@link dev.telltale.spuriosity.ClassCues} scores how strongly those that are spurious
 * are present (sec. 4.1) and {@link dev.telltale.spuriosity.Ranking} sorts by it. {@link
 * dev.telltale.spuriosity.ModelGaps} measures models at both ends (sec. 4.2), {@link
 * dev.telltale.spuriosity.HeadTuning} tunes heads (sec. 4.3), {@link
 * dev.telltale.spuriosity.Discovery} looks for cues that nobody named. {@link
 * dev.telltale.spuriosity.Spuriosity} is the audit of all that.
 */
@NullMarked
package dev.telltale.spuriosity;

import org.jspecify.annotations.NullMarked;
