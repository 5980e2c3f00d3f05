/**
 * Draws shapes: six shapes, seven textures of the ground, four colours, with bars or without, all
 * independent of each other. A broad task, for encoders that shall know more than one cue.
 */
@NullMarked
package dev.telltale.dataset.shapes;

import org.jspecify.annotations.NullMarked;
