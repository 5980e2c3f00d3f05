/** The commands of {@code ./telltale}: they assemble the packages below; nothing computes here. */
@NullMarked
package dev.telltale.cli;

import org.jspecify.annotations.NullMarked;
