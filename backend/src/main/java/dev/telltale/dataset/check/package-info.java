/**
 * What is in a data set, and what is wrong with it: counts and correlations from its columns, and
 * faults and equal pictures from opening every file once. {@link
 * dev.telltale.dataset.check.DataCheck} is the front door.
 */
@NullMarked
package dev.telltale.dataset.check;

import org.jspecify.annotations.NullMarked;
