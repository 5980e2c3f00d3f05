package dev.telltale.features;

import dev.telltale.features.FeatureManifest.Shard;
import dev.telltale.files.DirectoryLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What must be right before an encoding begins, or goes on, in a directory. */
final class EncodingStart {
  private static final Pattern SHARD = Pattern.compile("features-.*\\.npy");

  private final Path directory;
  private final ImageSource source;
  private final BatchEncoder encoder;

  EncodingStart(Path directory, ImageSource source, BatchEncoder encoder) {
    this.directory = directory;
    this.source = source;
    this.encoder = encoder;
  }

  /**
   * Takes the directory, made if need be.
   *
   * @throws FeaturesException if somebody has it, or it cannot be written
   */
  static DirectoryLock lock(Path directory) {
    try {
      return DirectoryLock.take(directory)
          .orElseThrow(
              () ->
                  new FeaturesException(
                      directory
                          + " is being written by another Telltale; wait for it, or give another"
                          + " --out"));
    } catch (IOException e) {
      throw new FeaturesException(
          directory + ": cannot be written: " + e + "; give another with --out", e);
    }
  }

  /**
   * The manifest to go on from: what is there, or a new one, already written.
   *
   * @throws FeaturesException when the directory holds features of another data set, order or
   *     bundle, damaged ones, or files of their names that are not Telltale's
   */
  FeatureManifest manifest(long shardBytes) throws IOException {
    if (source.samples().isEmpty()) {
      throw new FeaturesException("the data set " + source.name() + " has no images");
    }
    boolean ours = Files.exists(directory.resolve(FeatureManifest.FILE));
    FeatureManifest there = ours ? FeatureManifest.read(directory) : null;
    if (!ours) {
      refuseOthersFiles();
    }
    FeatureManifest wanted =
        new FeatureManifest(
            FeatureManifest.VERSION,
            new FeatureManifest.Bundle(encoder.bundle().spec().name(), encoder.bundle().hash()),
            ImageList.write(source, directory),
            encoder.channels(),
            encoder.batch(),
            rowsPerShard(shardBytes),
            0,
            List.of(),
            List.of());
    try {
      if (there != null) {
        refuseOther(there, wanted);
      } else {
        // Before the lists take their names: until there is a manifest, such files are not ours.
        wanted.write(directory);
      }
      // Those of the same data set are the same to the byte: what a kill left out is made up for.
      ImageList.keepMissing(directory);
    } finally {
      ImageList.discard(directory);
    }
    if (there == null) {
      return wanted;
    }
    checkFiles(there);
    return there;
  }

  private void refuseOthersFiles() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      Optional<String> other =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> ImageList.FILES.contains(name) || SHARD.matcher(name).matches())
              .sorted()
              .findFirst();
      if (other.isPresent()) {
        throw new FeaturesException(
            "%s holds %s but no %s, so it is not for Telltale to overwrite; give another with --out, or remove it"
                .formatted(directory, other.get(), FeatureManifest.FILE));
      }
    }
  }

  private void checkFiles(FeatureManifest there) throws IOException {
    FeatureManifest.Images list = there.dataset();
    FeatureFiles.same(directory, ImageList.IDS, list.idsSha256());
    FeatureFiles.same(directory, ImageList.LABELS, list.labelsSha256());
    FeatureFiles.same(directory, ImageList.SPLITS, list.splitsSha256());
    for (Shard shard : there.shards()) {
      FeatureFiles.shard(directory, shard, there.channels());
    }
  }

  private void refuseOther(FeatureManifest there, FeatureManifest wanted) {
    String other = null;
    if (!there.bundle().equals(wanted.bundle())) {
      other =
          "the bundle %s (%s), this is %s (%s)"
              .formatted(
                  there.bundle().name(),
                  there.bundle().hash(),
                  wanted.bundle().name(),
                  wanted.bundle().hash());
    } else if (!there.dataset().equals(wanted.dataset())) {
      other =
          "the data set %s with %d images, this is %s with %d, or in another order, or labelled otherwise"
              .formatted(
                  there.dataset().name(),
                  there.dataset().images(),
                  wanted.dataset().name(),
                  wanted.dataset().images());
    } else if (there.channels() != wanted.channels()
        || there.batch() != wanted.batch()
        || there.rowsPerShard() != wanted.rowsPerShard()) {
      other = "another version of Telltale, which cuts batches or shards otherwise";
    }
    if (other != null) {
      throw new FeaturesException(
          directory + " holds features of " + other + "; give another with --out, or remove it");
    }
  }

  private int rowsPerShard(long shardBytes) {
    long rowBytes = (long) encoder.channels() * Float.BYTES;
    long batches = Math.max(1, shardBytes / (rowBytes * encoder.batch()));
    return Math.toIntExact(Math.min(batches * encoder.batch(), 1 << 30));
  }
}
