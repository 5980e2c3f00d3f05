/** The study that kills the processes of a small cluster in the middle of audits. */
@NullMarked
package dev.telltale.cli.kills;

import org.jspecify.annotations.NullMarked;
