/**
 * Draws small data sets with known truth, each in the very files of one published layout, for
 * trying a layout out without its data.
 */
@NullMarked
package dev.telltale.dataset.example;

import org.jspecify.annotations.NullMarked;
