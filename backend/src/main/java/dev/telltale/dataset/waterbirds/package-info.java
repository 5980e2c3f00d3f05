/**
 * Draws Waterbirds: birds of two families on land and water, with a chosen correlation between bird
 * and place, and with true masks. The real Waterbirds may not be redistributed; this one has its
 * file layout, and its ground truth is known. A {@link dev.telltale.dataset.waterbirds.Scene} says
 * what is in a picture, the painter makes pixels of it, so that a scene can be painted again with
 * one factor changed. Only arithmetic that gives the same bits on every machine is used.
 */
@NullMarked
package dev.telltale.dataset.waterbirds;

import org.jspecify.annotations.NullMarked;
