/**
 * The features of a data set: every image encoded once, r = GAP(A), kept in files that are read by
 * memory mapping; and, in {@code head}, the linear layers that are fitted on them. No Vert.x, no
 * Kafka.
 */
@NullMarked
package dev.telltale.features;

import org.jspecify.annotations.NullMarked;
