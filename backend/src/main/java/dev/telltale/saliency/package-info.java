/**
 * Attention-IoU (Serianni et al. 2025): where a classifier looks, and how far that is from where it
 * should look, or the same as where it looks for something else.
 *
 * <p>{@link dev.telltale.saliency.GradCam} makes attention maps from the last convolutional map
 * (sec. 3.1), {@link dev.telltale.saliency.AttentionIou} compares two maps (eq. 1), {@link
 * dev.telltale.saliency.HeatmapScore} and {@link dev.telltale.saliency.MaskScore} are the paper's
 * two scores (eq. 2, 3). {@link dev.telltale.saliency.AuthorsAttention} keeps what the authors'
 * code does otherwise.
 */
@NullMarked
package dev.telltale.saliency;

import org.jspecify.annotations.NullMarked;
