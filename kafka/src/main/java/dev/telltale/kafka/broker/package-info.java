/**
 * A real Kafka broker inside this process, for the demo, for tests, and for a machine without
 * Kafka. It is the broker of the Kafka distribution in KRaft mode, one node, not an imitation.
 */
@NullMarked
package dev.telltale.kafka.broker;

import org.jspecify.annotations.NullMarked;
