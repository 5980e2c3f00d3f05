package dev.telltale.features;

import dev.telltale.arrays.NpyException;
import dev.telltale.arrays.NpyFile;
import dev.telltale.arrays.NpyType;
import dev.telltale.features.FeatureManifest.Shard;
import dev.telltale.files.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Looks whether the files of a directory are those that its manifest speaks of. */
final class FeatureFiles {
  private FeatureFiles() {}

  /**
   * Opens a finished shard.
   *
   * @throws FeaturesException if it is missing, or no array of the manifest's size
   */
  static NpyFile shard(Path directory, Shard shard, int channels) throws IOException {
    Path file = directory.resolve(shard.file());
    NpyFile array = array(directory, file);
    if (array.type() != NpyType.F4
        || array.shape().length != 2
        || array.rows() != shard.rows()
        || array.rowLength() != channels) {
      throw damaged(directory, file + ": is not of the size that the manifest says");
    }
    return array;
  }

  /**
   * Reads a list of numbers of names, one per image.
   *
   * @param names how many there are; −1 stands for none of them
   * @throws FeaturesException if it is missing, or not what the manifest says
   */
  static int[] numbers(Path directory, String name, String sha256, int images, int names)
      throws IOException {
    same(directory, name, sha256);
    Path file = directory.resolve(name);
    NpyFile array = array(directory, file);
    if (array.type() != NpyType.I4 || array.shape().length != 1 || array.rows() != images) {
      throw damaged(directory, file + ": is not of the size that the manifest says");
    }
    int[] numbers = array.ints();
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] < -1 || numbers[i] >= names) {
        throw damaged(
            directory,
            "%s: row %d is %d, but the manifest has %d names"
                .formatted(file, i, numbers[i], names));
      }
    }
    return numbers;
  }

  /**
   * Compares a file's SHA-256 with the manifest's; reads all of it.
   *
   * @throws FeaturesException if it is another, or the file is missing
   */
  static void same(Path directory, String name, String sha256) throws IOException {
    Path file = directory.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw damaged(directory, file + ": missing");
    }
    if (!Sha256.of(file).equals(sha256)) {
      throw damaged(directory, file + ": its SHA-256 is not the manifest's");
    }
  }

  /** That a directory is of no use any more, and what to do. */
  static FeaturesException damaged(Path directory, String what) {
    return new FeaturesException(what + "; remove " + directory + " and encode anew");
  }

  private static NpyFile array(Path directory, Path file) throws IOException {
    try {
      return NpyFile.open(file);
    } catch (NpyException | NoSuchFileException e) {
      throw damaged(directory, e.getMessage());
    }
  }
}
