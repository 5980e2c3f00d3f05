package dev.telltale.features;

import dev.telltale.arrays.NpyFile;
import dev.telltale.files.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/**
 * The features of a data set, r [N,C], with the label and split of each image; memory-mapped, so
 * that it takes heap only for the labels. Thread-safe.
 */
public final class FeatureTable {
  private final Path directory;
  private final FeatureManifest manifest;
  private final String hash;
  private final NpyFile[] shards;
  private final int[] labels;
  private final int[] splits;
  private final BitSet unreadable = new BitSet();

  private FeatureTable(Path directory) throws IOException {
    this.directory = directory;
    this.manifest = FeatureManifest.read(directory);
    if (!manifest.complete()) {
      throw new FeaturesException(
          "%s: only %d of %d images are encoded; run telltale encode again, it goes on there"
              .formatted(directory, manifest.encoded(), manifest.dataset().images()));
    }
    this.hash = Sha256.of(directory.resolve(FeatureManifest.FILE)).substring(0, 16);
    this.shards = new NpyFile[manifest.shards().size()];
    for (int i = 0; i < shards.length; i++) {
      shards[i] = FeatureFiles.shard(directory, manifest.shards().get(i), manifest.channels());
    }
    FeatureManifest.Images list = manifest.dataset();
    FeatureFiles.same(directory, ImageList.IDS, list.idsSha256());
    this.labels =
        FeatureFiles.numbers(
            directory, ImageList.LABELS, list.labelsSha256(), images(), list.classes().size());
    this.splits =
        FeatureFiles.numbers(
            directory, ImageList.SPLITS, list.splitsSha256(), images(), list.splits().size());
    manifest.unreadable().forEach(image -> unreadable.set(image.row()));
  }

  /**
   * Opens a directory of complete features. Of the features themselves only the size is looked at,
   * see {@link #checkFeatures}.
   *
   * @throws FeaturesException when there are none, they are not complete, or damaged
   */
  public static FeatureTable open(Path directory) {
    try {
      return new FeatureTable(directory);
    } catch (IOException e) {
      throw new FeaturesException("features cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads all features once, and compares them with the SHA-256 that the manifest has.
   *
   * @throws FeaturesException naming the file that was changed since, or cannot be read
   */
  public void checkFeatures() {
    try {
      for (FeatureManifest.Shard shard : manifest.shards()) {
        FeatureFiles.same(directory, shard.file(), shard.sha256());
      }
    } catch (IOException e) {
      throw new FeaturesException("features cannot be read: " + e.getMessage(), e);
    }
  }

  /** Number of images N. */
  public int images() {
    return manifest.dataset().images();
  }

  /** Features of an image, C. */
  public int channels() {
    return manifest.channels();
  }

  /**
   * Copies the features of one image; NaN if it could not be read.
   *
   * @param image from 0
   * @param into takes C values from {@code at} on
   * @throws IndexOutOfBoundsException if there is no such image, or they do not fit
   */
  public void features(int image, float[] into, int at) {
    Objects.checkIndex(image, images());
    shards[image / manifest.rowsPerShard()].floats(image % manifest.rowsPerShard(), into, at);
  }

  /**
   * One feature of an image.
   *
   * @throws IndexOutOfBoundsException if there is no such image or channel
   */
  public float feature(int image, int channel) {
    Objects.checkIndex(image, images());
    return shards[image / manifest.rowsPerShard()].number(image % manifest.rowsPerShard(), channel);
  }

  /** Whether an image could be read. */
  public boolean readable(int image) {
    return !unreadable.get(Objects.checkIndex(image, images()));
  }

  /** The image's class, an index into {@link #classes}; −1 if unknown. */
  public int label(int image) {
    return labels[image];
  }

  /** The image's split, an index into {@link #splits}; −1 if it has none. */
  public int split(int image) {
    return splits[image];
  }

  /** Names of the data set's classes. */
  public List<String> classes() {
    return manifest.dataset().classes();
  }

  /** Names of the data set's splits. */
  public List<String> splits() {
    return manifest.dataset().splits();
  }

  /** Name of the data set. */
  public String dataSet() {
    return manifest.dataset().name();
  }

  /** Hash of the bundle whose features these are. */
  public String bundleHash() {
    return manifest.bundle().hash();
  }

  /** Name of the bundle whose features these are. */
  public String bundleName() {
    return manifest.bundle().name();
  }

  /** Identity of the whole: the first 16 hex digits of the SHA-256 of {@code features.json}. */
  public String hash() {
    return hash;
  }

  /** The ids of the images in order; all are read into memory. */
  public List<String> ids() {
    try {
      return ImageList.ids(directory);
    } catch (IOException e) {
      throw new FeaturesException("ids cannot be read: " + e.getMessage(), e);
    }
  }
}
