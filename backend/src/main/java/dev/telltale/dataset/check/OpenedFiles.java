package dev.telltale.dataset.check;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What opening every file told.
 *
 * @param readable pictures that can be read
 * @param bytes of these
 * @param formats of these, the commonest first
 * @param sizes of these as {@code width × height}, the commonest first, at most {@link #SIZES}
 * @param otherSizes how many further sizes there are
 * @param otherPictures that have one of those
 * @param masked pictures that have a mask, good or bad
 * @param boxed pictures that have boxes in its place
 * @param faults how many things are wrong
 * @param faultsByKind these by kind, the commonest first; only kinds that occur
 * @param listedFaults the first of them: those of the metadata, then by picture; at most {@link
 *     #FAULTS}
 * @param duplicates equal pictures
 */
public record OpenedFiles(
    long readable,
    long bytes,
    List<ValueCount> formats,
    List<ValueCount> sizes,
    int otherSizes,
    long otherPictures,
    long masked,
    long boxed,
    long faults,
    Map<String, Long> faultsByKind,
    List<CheckFault> listedFaults,
    Duplicates duplicates) {
  /** Sizes that are listed one by one. */
  public static final int SIZES = 20;

  /** Faults that are listed one by one. */
  public static final int FAULTS = 1000;

  /** Copies the lists. */
  public OpenedFiles {
    formats = List.copyOf(formats);
    sizes = List.copyOf(sizes);
    faultsByKind = Collections.unmodifiableMap(new LinkedHashMap<>(faultsByKind));
    listedFaults = List.copyOf(listedFaults);
  }
}
