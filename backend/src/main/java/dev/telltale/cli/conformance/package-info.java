/**
 * The conformance runner: golden cases, recorded from the published code of the papers, are
 * computed again and compared number by number.
 *
 * <p>A kind of case is one class that computes an {@link dev.telltale.cli.conformance.Answer} and
 * is entered in {@link dev.telltale.cli.conformance.ConformanceRunner#KINDS}. What a case expects
 * and the kind does not answer fails the case, so nothing goes unchecked.
 */
@NullMarked
package dev.telltale.cli.conformance;

import org.jspecify.annotations.NullMarked;
