/**
 * Seeded experiments on drawn data: what is claimed of the methods and the demo's networks is
 * measured here, and its tables are kept in {@code docs/studies}.
 */
@NullMarked
package dev.telltale.study;

import org.jspecify.annotations.NullMarked;
