/**
 * Labelled pictures: samples with their label, groups, mask and split, read from the directory
 * layouts in which people keep them; how a data set's classes join a model's; and which files an
 * event may name.
 */
@NullMarked
package dev.telltale.dataset;

import org.jspecify.annotations.NullMarked;
