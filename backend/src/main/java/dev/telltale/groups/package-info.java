/**
 * The method {@code groups}: accuracy per group, the worst group, calibration and confusion of one
 * model or several on any data set and task, every figure with its interval. Front door: {@link
 * dev.telltale.groups.Groups}.
 */
@NullMarked
package dev.telltale.groups;

import org.jspecify.annotations.NullMarked;
