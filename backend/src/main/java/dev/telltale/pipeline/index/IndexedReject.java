package dev.telltale.pipeline.index;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as the index holds it.
 *
 * @param partition of the dead-letter topic
 * @param offset in it
 * @param reason the word on the wire, e.g. {@code not-json}
 * @param detail a sentence
 * @param dataset when the event said so
 * @param id when the event said so
 * @param at when it was rejected
 */
public record IndexedReject(
    int partition,
    long offset,
    String reason,
    String detail,
    @Nullable String dataset,
    @Nullable String id,
    Instant at) {}
