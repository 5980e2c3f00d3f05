package dev.telltale.study;

import java.util.List;
import java.util.Optional;

/** All studies. */
public final class Studies {
  /** In the order they are listed in. */
  public static final List<Study> ALL =
      List.of(
          new DemoBundles(),
          new CorrelationSeries(),
          new EncoderComparison(),
          new SpuriosityBars());

  private Studies() {}

  /** The study of a name. */
  public static Optional<Study> named(String name) {
    return ALL.stream().filter(study -> study.name().equals(name)).findFirst();
  }
}
