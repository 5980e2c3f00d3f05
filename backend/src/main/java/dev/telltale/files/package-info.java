/** Files that outlive the process that writes them: locks, whole writes, checksums. */
@NullMarked
package dev.telltale.files;

import org.jspecify.annotations.NullMarked;
