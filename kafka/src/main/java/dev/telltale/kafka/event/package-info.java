/**
 * The event contract: what stands in the records of Telltale's topics, as values and as JSON.
 *
 * <p>{@link dev.telltale.kafka.event.ImageEvent} comes in, {@link
 * dev.telltale.kafka.event.ImageScore} goes out, {@link dev.telltale.kafka.event.DeadLetter} keeps
 * what could not be screened, with a {@link dev.telltale.kafka.event.RejectReason}; {@link
 * dev.telltale.kafka.event.TrainingReport} says where a training stands. {@link
 * dev.telltale.kafka.event.EventCodec} turns them into records and back. The same contract for
 * other languages is in {@code schemas/*.schema.json} and {@code asyncapi.yaml}; tests hold the two
 * against each other.
 */
@NullMarked
package dev.telltale.kafka.event;

import org.jspecify.annotations.NullMarked;
