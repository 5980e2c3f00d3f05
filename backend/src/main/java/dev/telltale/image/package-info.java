/**
 * Pixels and planes: reads pictures, brings them to a model's input size, resamples maps and masks,
 * and draws an attention map over the picture it belongs to. Plain arrays in and out; no tensors.
 */
@NullMarked
package dev.telltale.image;

import org.jspecify.annotations.NullMarked;
