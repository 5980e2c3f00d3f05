/**
 * Arrays in files: NumPy's {@code .npy}, read by memory mapping and written row by row. DJL can
 * read and write the format too, but only a whole array at once, in memory.
 */
@NullMarked
package dev.telltale.arrays;

import org.jspecify.annotations.NullMarked;
