package dev.telltale.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.audit.Artifacts;
import dev.telltale.audit.Results;
import dev.telltale.kafka.event.UnitResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The results of a stage as its coordinator holds them: small ones as the bytes that came, large
 * ones by their addresses. They are read one after the other. Never changes.
 */
final class StageResults implements Results {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int units;
  private final SortedMap<Integer, Kept> kept;
  private final Artifacts artifacts;
  private final boolean open;

  private StageResults(
      int units, SortedMap<Integer, Kept> kept, Artifacts artifacts, boolean open) {
    this.units = units;
    this.kept = kept;
    this.artifacts = artifacts;
    this.open = open;
  }

  /** The same, in the middle of the stage. */
  StageResults soFar() {
    return new StageResults(units, kept, artifacts, true);
  }

  /** One result, small. */
  private record Kept(byte @Nullable [] value, @Nullable String artifact) {}

  /** Gathers results; belongs to one thread. */
  static final class Gathered {
    private final SortedMap<Integer, Kept> kept = new TreeMap<>();

    void add(int unit, UnitResult result) {
      try {
        kept.put(
            unit,
            new Kept(
                result.value() == null ? null : JSON.writeValueAsBytes(result.value()),
                result.artifact()));
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** A unit's result; null when there is none. */
    @Nullable UnitResult result(int unit) {
      Kept found = kept.get(unit);
      try {
        return found == null
            ? null
            : new UnitResult(
                found.value() == null ? null : JSON.readTree(found.value()), found.artifact());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Those of now, for another thread. */
    StageResults results(int units, Artifacts artifacts) {
      return new StageResults(units, new TreeMap<>(kept), artifacts, false);
    }
  }

  @Override
  public int units() {
    return units;
  }

  @Override
  public boolean open() {
    return open;
  }

  @Override
  public int missing() {
    return units - kept.size();
  }

  @Override
  public Stream<Result> stream() {
    return kept.entrySet().stream().map(entry -> read(entry.getKey(), entry.getValue()));
  }

  private Result read(int unit, Kept found) {
    try {
      return new Result(
          unit,
          found.artifact() == null
              ? JSON.readTree(found.value())
              : UnitWork.json(artifacts, found.artifact()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
