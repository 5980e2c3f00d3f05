/** The image index: a per-member view of {@code telltale.scores}, kept in an embedded store. */
@NullMarked
package dev.telltale.pipeline.index;

import org.jspecify.annotations.NullMarked;
