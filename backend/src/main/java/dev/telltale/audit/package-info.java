/**
 * The life of an audit as plain values: spec → stages → units → results → report. No Vert.x, no
 * Kafka, no method by name; {@link dev.telltale.audit.AuditMethod} is what a method implements.
 */
@NullMarked
package dev.telltale.audit;

import org.jspecify.annotations.NullMarked;
