package dev.telltale.arrays;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The element types that are read and written; all little-endian. */
public enum NpyType {
  /** 32-bit float. */
  F4("<f4", 4),
  /** 64-bit float. */
  F8("<f8", 8),
  /** 32-bit signed integer. */
  I4("<i4", 4),
  /** 64-bit signed integer. */
  I8("<i8", 8),
  /** 8-bit unsigned integer. */
  U1("|u1", 1),
  /** Truth, a byte of 0 or 1. */
  B1("|b1", 1);

  private final String descr;
  private final int bytes;

  NpyType(String descr, int bytes) {
    this.descr = descr;
    this.bytes = bytes;
  }

  /** NumPy's name, such as {@code <f4}. */
  public String descr() {
    return descr;
  }

  /** Size of one element. */
  public int bytes() {
    return bytes;
  }

  /**
   * The type of NumPy's name.
   *
   * @throws IllegalArgumentException saying what is wrong with another, without the file's name
   */
  static NpyType of(String descr) {
    for (NpyType type : values()) {
      if (type.descr.equals(descr)) {
        return type;
      }
    }
    String known = Arrays.stream(values()).map(NpyType::descr).collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        descr.startsWith(">")
            ? "its numbers are big-endian (" + descr + "); save it little-endian"
            : descr.startsWith("|O")
                ? "it holds Python objects, which are never loaded; save it as numbers"
                : "its type is " + descr + "; there are: " + known);
  }
}
