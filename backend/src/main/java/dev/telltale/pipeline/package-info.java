/**
 * The verticles and what wires them: the only place that knows Vert.x, Kafka and the cluster
 * together. Nothing is computed here; what can be said without Vert.x is a plain object that can be
 * tested alone.
 */
@NullMarked
package dev.telltale.pipeline;

import org.jspecify.annotations.NullMarked;
