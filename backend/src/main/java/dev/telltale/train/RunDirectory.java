package dev.telltale.train;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.files.DirectoryLock;
import dev.telltale.files.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a training keeps itself: {@code training.json} says what it is, {@code epoch-00003} is all
 * that is needed to go on after epoch 3. An epoch's directory appears whole or not at all; those of
 * the last and of the best epoch stay. One process at a time.
 */
final class RunDirectory implements AutoCloseable {
  static final String TRAINING = "training.json";
  static final String STATE = "state.json";
  static final String OPTIMIZER = "optimizer.bin";
  private static final Pattern EPOCH = Pattern.compile("epoch-(\\d{5})");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectWriter PRETTY = JSON.writerWithDefaultPrettyPrinter();

  private final Path directory;
  private final DirectoryLock lock;

  /**
   * What is written after an epoch, beside the files of the network and the optimiser.
   *
   * @param startedAt milliseconds since 1970, of the first start; only told
   * @param seconds that each finished epoch took; only told
   * @param history the finished epochs
   */
  record State(long startedAt, List<Double> seconds, List<Finished> history) {}

  private RunDirectory(Path directory, DirectoryLock lock, Map<String, Object> identity)
      throws IOException {
    this.directory = directory;
    this.lock = lock;
    // One that kept no epoch has nothing to lose, and may never have come to its first step.
    if (!epochs(directory).isEmpty()) {
      refuseOther(directory, identity, List.of());
    } else {
      Durable.write(directory.resolve(TRAINING), PRETTY.writeValueAsBytes(identity));
    }
    discardUnfinished();
  }

  /**
   * Takes a directory, made if need be, or one in which the same training was begun.
   *
   * @param identity what the training is: the same again, or it is another one
   * @throws TrainingException if another training was begun there, another process has it, it holds
   *     other files, or it cannot be written
   */
  static RunDirectory take(Path directory, Map<String, Object> identity) {
    DirectoryLock lock = lock(directory);
    try {
      return new RunDirectory(directory, lock, identity);
    } catch (IOException e) {
      lock.close();
      throw new TrainingException(directory + ": cannot be used: " + e, e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Looks whether a directory could be taken, without making it.
   *
   * @param asked the identity without {@link Provenance#READ}
   * @throws TrainingException as {@link #take}
   */
  static void check(Path directory, Map<String, Object> asked) {
    if (Files.isDirectory(directory)) {
      try (DirectoryLock lock = lock(directory)) {
        if (!epochs(directory).isEmpty()) {
          refuseOther(directory, asked, Provenance.READ);
        }
      } catch (IOException e) {
        throw new TrainingException(directory + ": cannot be used: " + e, e);
      }
    }
  }

  /** The directory. */
  Path path() {
    return directory;
  }

  /** Where an epoch is kept. */
  Path epoch(int epoch) {
    return directory.resolve("epoch-%05d".formatted(epoch));
  }

  /** The state after the last epoch that is kept; null before the first. */
  @Nullable State last() {
    int last = epochs(directory).stream().mapToInt(Integer::intValue).max().orElse(0);
    if (last == 0) {
      return null;
    }
    Path file = epoch(last).resolve(STATE);
    try {
      State state = JSON.readValue(file.toFile(), State.class);
      int best = Finished.best(state.history());
      if (state.history().size() != last
          || state.seconds().size() != last
          || !Files.isDirectory(epoch(best))) {
        throw new TrainingException(
            "%s: does not fit the other files of %s; remove it and train anew"
                .formatted(file, directory));
      }
      return state;
    } catch (IOException e) {
      throw new TrainingException(
          "%s: cannot be read (%s); remove %s and train anew".formatted(file, e, directory), e);
    }
  }

  /** What the optimiser remembered after an epoch. */
  byte[] optimizer(int epoch) {
    Path file = epoch(epoch).resolve(OPTIMIZER);
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new TrainingException(
          "%s: cannot be read (%s); remove %s and train anew".formatted(file, e, directory), e);
    }
  }

  /**
   * Keeps an epoch, and no longer those that are neither the last nor the best.
   *
   * @throws TrainingException if the disk is full, say; what was kept before stays
   */
  void keep(Map<String, byte[]> network, byte[] optimizer, State state) {
    int last = state.history().size();
    try {
      Map<String, byte[]> files = new LinkedHashMap<>(network);
      files.put(OPTIMIZER, optimizer);
      files.put(STATE, PRETTY.writeValueAsBytes(state));
      Durable.writeDirectory(epoch(last), files);
      int best = Finished.best(state.history());
      for (int epoch : epochs(directory)) {
        if (epoch != last && epoch != best) {
          Durable.delete(epoch(epoch));
        }
      }
    } catch (IOException e) {
      throw new TrainingException(
          "%s: epoch %d cannot be written: %s; %s. Make room and run the same command again"
              .formatted(
                  directory,
                  last,
                  e.getMessage(),
                  last == 1
                      ? "nothing was kept yet"
                      : "what was kept of epoch " + (last - 1) + " stays"),
          e);
    }
  }

  @Override
  public void close() {
    lock.close();
  }

  private static DirectoryLock lock(Path directory) {
    try {
      refuseOthersFiles(directory);
      return DirectoryLock.take(directory)
          .orElseThrow(
              () ->
                  new TrainingException(
                      directory
                          + " is used by another training; wait for it, or give another --run"));
    } catch (IOException e) {
      throw new TrainingException(
          directory + ": cannot be written: " + e + "; give another --run", e);
    }
  }

  private static List<Integer> epochs(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> EPOCH.matcher(file.getFileName().toString()))
          .filter(matcher -> matcher.matches())
          .map(matcher -> Integer.valueOf(matcher.group(1)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new TrainingException(directory + ": cannot be read: " + e, e);
    }
  }

  private static void refuseOther(
      Path directory, Map<String, Object> identity, List<String> unknown) throws IOException {
    JsonNode wanted = JSON.readTree(JSON.writeValueAsBytes(identity));
    ObjectNode there = (ObjectNode) JSON.readTree(directory.resolve(TRAINING).toFile());
    Differences.between(there.without(unknown), wanted)
        .ifPresent(
            other -> {
              throw new TrainingException(
                  "%s is another training: %s; give another --run, or the same options"
                      .formatted(directory, other));
            });
  }

  /** Before anything is written there, the lock's file too. */
  private static void refuseOthersFiles(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    Path training = directory.resolve(TRAINING);
    if (Files.exists(training)) {
      refuseOthersJson(training);
      return;
    }
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (!name.equals(DirectoryLock.FILE) && !name.equals(TRAINING + Durable.PART)) {
          throw new TrainingException(
              "%s holds %s but no %s, so it is no training's; give another --run"
                  .formatted(directory, name, TRAINING));
        }
      }
    }
  }

  private static void refuseOthersJson(Path training) throws IOException {
    JsonNode there;
    try {
      there = JSON.readTree(training.toFile());
    } catch (JacksonException e) {
      there = JSON.nullNode();
    }
    if (!there.path("spec").isObject() || !there.path("images").isObject()) {
      throw new TrainingException(
          training + " is no training's, or was changed; give another --run, or remove it");
    }
  }

  private void discardUnfinished() throws IOException {
    List<Path> parts;
    try (Stream<Path> files = Files.list(directory)) {
      parts = files.filter(file -> file.toString().endsWith(Durable.PART)).toList();
    }
    for (Path part : parts) {
      Durable.delete(part);
    }
  }
}
