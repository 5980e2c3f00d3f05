package dev.telltale.audit;

/**
 * A unit that the audit does without.
 *
 * @param stage its stage
 * @param unit its place in the stage's plan, from 0
 * @param reason the last error, or that its workers were lost, on one line
 * @param lost whether its workers were lost with it; else it threw
 */
public record SetAside(String stage, int unit, String reason, boolean lost) {}
