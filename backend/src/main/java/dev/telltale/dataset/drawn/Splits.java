package dev.telltale.dataset.drawn;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which shares of the pictures are in which split, and from which seed space each split is drawn.
 * Pictures 2k and 2k + 1 are always in the same one, so that what is balanced by pairs is balanced
 * in every split.
 *
 * @param parts the splits; their shares sum to 1
 */
public record Splits(List<Part> parts) {
  /** Names of splits, in the order of the numbers that published layouts give them. */
  public static final List<String> NAMES = List.of("train", "val", "test");

  private static final long STREAM = 6;

  /** Six tenths to train on, two each to stop by and to report on. */
  public static final Splits DEFAULT = of(.6, .2, .2);

  /**
   * One split.
   *
   * @param name train, val or test
   * @param space from which its pictures are drawn
   * @param share of the pictures, from 0 to 1
   */
  public record Part(String name, SeedSpace space, double share) {
    /** Its place in {@link #NAMES}. */
    public int code() {
      return NAMES.indexOf(name);
    }
  }

  /**
   * @throws IllegalArgumentException if a name is unknown or given twice, a share is negative, or
   *     they do not sum to 1
   */
  public Splits {
    parts = List.copyOf(parts);
    Set<String> names = new HashSet<>();
    double sum = 0;
    for (Part part : parts) {
      if (!NAMES.contains(part.name()) || !names.add(part.name())) {
        throw new IllegalArgumentException(
            "a split is one of %s, each once, not \"%s\""
                .formatted(String.join(", ", NAMES), part.name()));
      }
      sum += part.share() >= 0 ? part.share() : Double.NaN;
    }
    if (!(Math.abs(sum - 1) < 1e-9)) {
      throw new IllegalArgumentException(
          "split shares must sum to 1: "
              + String.join(", ", parts.stream().map(part -> "" + part.share()).toList()));
    }
  }

  /**
   * Splits of the three names: train is drawn from the space training, val from stopping, test from
   * reporting.
   *
   * @throws IllegalArgumentException if a share is negative or they do not sum to 1
   */
  public static Splits of(double train, double val, double test) {
    return new Splits(
        List.of(
            new Part("train", space("train"), train),
            new Part("val", space("val"), val),
            new Part("test", space("test"), test)));
  }

  /**
   * All pictures in one split and from one space.
   *
   * @param split train, val or test; null for the one that suits the space
   * @param space null for the one that suits the split
   * @throws IllegalArgumentException if the split has another name
   */
  public static Splits only(@Nullable String split, @Nullable SeedSpace space) {
    String name = split != null ? split : space == null ? "train" : split(space);
    return new Splits(List.of(new Part(name, space != null ? space : space(name), 1)));
  }

  /** The same shares, all drawn from one space. */
  public Splits from(SeedSpace space) {
    return new Splits(
        parts.stream().map(part -> new Part(part.name(), space, part.share())).toList());
  }

  /** The names of the splits. */
  public Set<String> used() {
    return parts.stream().map(Part::name).collect(Collectors.toUnmodifiableSet());
  }

  /** The part that a picture belongs to. */
  public Part of(long seed, int index) {
    double drawn = Draws.of(seed, STREAM).split(index / 2).uniform(0, 1);
    for (Part part : parts) {
      drawn -= part.share();
      if (drawn < 0) {
        return part;
      }
    }
    return parts.get(parts.size() - 1);
  }

  private static SeedSpace space(String split) {
    return switch (split) {
      case "val" -> SeedSpace.STOPPING;
      case "test" -> SeedSpace.REPORTING;
      default -> SeedSpace.TRAINING;
    };
  }

  private static String split(SeedSpace space) {
    return switch (space) {
      case TRAINING -> "train";
      case TUNING, STOPPING -> "val";
      case REPORTING, SCREENING -> "test";
    };
  }
}
