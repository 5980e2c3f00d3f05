/**
 * The way in and out of Kafka: which topics there are, who may write what to them, and how.
 *
 * <p>{@link dev.telltale.kafka.Topics} names every topic once; {@link
 * dev.telltale.kafka.TopicSetup} creates them; {@link dev.telltale.kafka.ImageProducer} sends
 * images. The events themselves are in {@link dev.telltale.kafka.event}, a broker to run without
 * installing one in {@link dev.telltale.kafka.broker}. Nothing here knows a model or Vert.x.
 */
@NullMarked
package dev.telltale.kafka;

import org.jspecify.annotations.NullMarked;
