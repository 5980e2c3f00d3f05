package dev.telltale.image;

/**
 * The rectangle of a picture that a model saw, in the picture's pixels; edges need not fall between
 * pixels.
 *
 * @param left distance from the picture's left edge
 * @param top distance from the picture's upper edge
 * @param width columns seen, greater than 0
 * @param height rows seen, greater than 0
 */
public record Crop(double left, double top, double width, double height) {}
