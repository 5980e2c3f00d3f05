package dev.telltale.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.audit.Artifacts;
import dev.telltale.audit.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A training after an epoch, as a unit's result carries it: all that any worker needs to go on to
 * the same bytes. Files are told by their addresses.
 *
 * @param identity see {@link Provenance#identity}
 * @param seen what was learnt from and looked at
 * @param history what the epochs came to
 * @param network files of the network now; empty before the first epoch
 * @param optimizer what the optimiser remembers; null before the first epoch
 * @param best files of the network after the best epoch; empty before the first one
 * @param diverged why it cannot go on; null when it can. The same again would come to the same end
 */
record TrainingState(
    JsonNode identity,
    Seen seen,
    List<Finished> history,
    Map<String, String> network,
    @Nullable String optimizer,
    Map<String, String> best,
    @Nullable String diverged) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if a file has a name that is no name of a directory's entry
   */
  TrainingState {
    history = List.copyOf(history);
    network.keySet().forEach(Report::refuseOtherName);
    best.keySet().forEach(Report::refuseOtherName);
  }

  /**
   * How many images there were.
   *
   * @param learning that are learnt from
   * @param stopping of the stopping split; 0 without one
   * @param stoppingAnswered of these, those whose answer is known, for each column
   * @param unreadable in both parts, left out
   * @param examples of the unreadable ones, with the reason
   */
  record Seen(
      int learning,
      int stopping,
      Map<String, Integer> stoppingAnswered,
      int unreadable,
      List<String> examples) {}

  /** Reads a unit's result. */
  static TrainingState of(JsonNode result) {
    try {
      return JSON.treeToValue(result, TrainingState.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no state of a training: " + e.getOriginalMessage(), e);
    }
  }

  /** As a unit's result. */
  JsonNode json() {
    return JSON.valueToTree(this);
  }

  /** The same, ended. */
  TrainingState divergedBy(String why) {
    return new TrainingState(identity, seen, history, network, optimizer, best, why);
  }

  /** Keeps files, and tells their addresses. */
  static Map<String, String> keep(Map<String, byte[]> files, Artifacts artifacts) {
    Map<String, String> addresses = new LinkedHashMap<>();
    files.forEach((name, bytes) -> addresses.put(name, keep(name, bytes, artifacts)));
    return addresses;
  }

  /** Keeps a file, and tells its address. */
  static String keep(String name, byte[] bytes, Artifacts artifacts) {
    try {
      return artifacts.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be kept: " + e.getMessage(), e);
    }
  }

  /** Puts kept files into a directory. */
  static void bring(Map<String, String> files, Artifacts artifacts, Path directory) {
    files.forEach(
        (name, address) -> {
          try {
            Files.write(directory.resolve(name), artifacts.read(address));
          } catch (IOException e) {
            throw new UncheckedIOException(
                "%s, kept as %s, cannot be read: %s".formatted(name, address, e.getMessage()), e);
          }
        });
  }
}
