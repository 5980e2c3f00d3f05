/** What travels on the event bus. Immutable. */
@NullMarked
package dev.telltale.pipeline.messages;

import org.jspecify.annotations.NullMarked;
