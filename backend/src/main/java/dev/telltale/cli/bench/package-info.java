/** {@code telltale bench}: how fast, each figure beside the straightforward way in the same run. */
@NullMarked
package dev.telltale.cli.bench;

import org.jspecify.annotations.NullMarked;
