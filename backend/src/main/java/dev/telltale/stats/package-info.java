/**
 * Numbers: running moments, intervals and the bootstrap, on which every figure that Telltale
 * reports stands. Nothing here knows images, models or methods.
 */
@NullMarked
package dev.telltale.stats;

import org.jspecify.annotations.NullMarked;
