/**
 * Draws faces: twelve of CelebA's attributes with chosen correlations, masks of the parts, and a
 * cue that no label names. A {@link dev.telltale.dataset.faces.Face} says what is in a picture, the
 * painter makes pixels of it, so that a face can be painted again with one attribute changed.
 */
@NullMarked
package dev.telltale.dataset.faces;

import org.jspecify.annotations.NullMarked;
