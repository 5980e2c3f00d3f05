/**
 * Telltale as its users run it: real commands in processes of their own, killed, stopped and
 * started again, against a real broker in another.
 */
@NullMarked
package dev.telltale.process;

import org.jspecify.annotations.NullMarked;
