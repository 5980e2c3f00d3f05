/**
 * The directory layouts in which people keep labelled pictures, one reader each: from a directory
 * to a {@link dev.telltale.dataset.DataSet}. No picture is opened.
 */
@NullMarked
package dev.telltale.dataset.layout;

import org.jspecify.annotations.NullMarked;
