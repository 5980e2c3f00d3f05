/**
 * What one incoming image tells, from a single pass through the network, and the running metrics
 * that many of them add up to. Knows neither Vert.x nor Kafka.
 */
@NullMarked
package dev.telltale.screening;

import org.jspecify.annotations.NullMarked;
