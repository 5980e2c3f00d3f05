package dev.telltale.features;

import dev.telltale.arrays.NpyWriter;
import dev.telltale.dataset.Sample;
import dev.telltale.files.Sha256;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files beside the features that say which image each row is: {@code ids.txt}, one a line;
 * {@code labels.npy} and {@code splits.npy}, numbers of names in the manifest, −1 where there is
 * none.
 */
final class ImageList {
  static final String IDS = "ids.txt";
  static final String LABELS = "labels.npy";
  static final String SPLITS = "splits.npy";

  /** All three. */
  static final List<String> FILES = List.of(IDS, LABELS, SPLITS);

  private static final String PART = ".part";

  private ImageList() {}

  /** Writes the three files beside those that are there, and tells what they say. */
  static FeatureManifest.Images write(ImageSource source, Path directory) throws IOException {
    Map<String, Integer> classes = new HashMap<>();
    source.classes().forEach(name -> classes.putIfAbsent(name, classes.size()));
    Map<String, Integer> splits = new HashMap<>();
    List<String> splitNames = new ArrayList<>();
    int images = source.samples().size();
    int[] labels = new int[images];
    int[] splitOf = new int[images];
    Path ids = directory.resolve(IDS + PART);
    int row = 0;
    try (BufferedWriter out = Files.newBufferedWriter(ids)) {
      for (Sample sample : source.samples()) {
        out.write(escaped(sample.id()));
        out.write('\n');
        labels[row] = sample.label() == null ? -1 : classes.getOrDefault(sample.label(), -1);
        splitOf[row] = -1;
        if (sample.split() != null) {
          if (splits.putIfAbsent(sample.split(), splits.size()) == null) {
            splitNames.add(sample.split());
          }
          splitOf[row] = splits.get(sample.split());
        }
        row++;
      }
    }
    NpyWriter.write(directory.resolve(LABELS + PART), labels);
    NpyWriter.write(directory.resolve(SPLITS + PART), splitOf);
    return new FeatureManifest.Images(
        source.name(),
        images,
        Sha256.of(ids),
        Sha256.of(directory.resolve(LABELS + PART)),
        Sha256.of(directory.resolve(SPLITS + PART)),
        source.classes(),
        splitNames);
  }

  /** Puts what {@link #write} wrote in its place where there is nothing yet. */
  static void keepMissing(Path directory) throws IOException {
    for (String file : FILES) {
      if (Files.notExists(directory.resolve(file))) {
        Files.move(
            directory.resolve(file + PART),
            directory.resolve(file),
            StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  /** Removes what {@link #write} wrote and is not in its place. */
  static void discard(Path directory) throws IOException {
    for (String file : FILES) {
      Files.deleteIfExists(directory.resolve(file + PART));
    }
  }

  /** The ids in the order of the rows. */
  static List<String> ids(Path directory) throws IOException {
    try (Stream<String> lines = Files.lines(directory.resolve(IDS))) {
      return lines.map(ImageList::plain).toList();
    }
  }

  /** A file name may hold a line break; here it must not end the line. */
  static String escaped(String id) {
    return id.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }

  static String plain(String line) {
    if (line.indexOf('\\') < 0) {
      return line;
    }
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length()) {
        char next = line.charAt(++i);
        id.append(next == 'n' ? '\n' : next == 'r' ? '\r' : next);
      } else {
        id.append(c);
      }
    }
    return id.toString();
  }
}
