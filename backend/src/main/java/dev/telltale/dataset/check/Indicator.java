package dev.telltale.dataset.check;

/**
 * Something that is there in a picture or not.
 *
 * @param name for people, such as {@code waterbird}, {@code place = water} or {@code Smiling}
 * @param column the label or attribute that tells it
 * @param value that the column has where it is there
 * @param pictures in which it is there
 * @param known pictures of which it is known
 */
public record Indicator(String name, String column, String value, long pictures, long known) {}
