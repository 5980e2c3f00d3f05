package dev.telltale.audit;

/**
 * That a unit is to be worked on.
 *
 * @param unit its place in the stage's plan, from 0
 * @param attempt from 0; each order of the same unit has one more
 */
public record UnitOrder(int unit, int attempt) {}
