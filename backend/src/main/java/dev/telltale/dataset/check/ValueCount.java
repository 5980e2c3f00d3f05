package dev.telltale.dataset.check;

/**
 * How often something is there.
 *
 * @param value such as a class, a split, a size {@code 640 × 480} or a format
 * @param pictures that have it
 */
public record ValueCount(String value, long pictures) {}
