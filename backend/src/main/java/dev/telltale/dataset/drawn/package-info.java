/**
 * What the drawn data sets share: random numbers that are the same on every machine, seeds that
 * never meet, shapes and noise to paint with, and the writing of a directory. Only arithmetic that
 * gives the same bits everywhere is used.
 */
@NullMarked
package dev.telltale.dataset.drawn;

import org.jspecify.annotations.NullMarked;
