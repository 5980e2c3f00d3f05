package dev.telltale.features;

import dev.telltale.arrays.NpyException;
import dev.telltale.arrays.NpyType;
import dev.telltale.arrays.NpyWriter;
import dev.telltale.features.FeatureManifest.Shard;
import dev.telltale.features.FeatureManifest.Unreadable;
import dev.telltale.features.ImageBatches.Batch;
import dev.telltale.files.DirectoryLock;
import dev.telltale.files.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Encodes every image of a data set once, into a directory: r = GAP(A) of image i is row i of the
 * shards {@code features-00000.npy} …, float32; an image that cannot be read has a row of NaN.
 *
 * <p>It may be killed at any moment. What the manifest says is written is safely written; the next
 * run cuts off the rest and goes on there, and the files come out the same, to the byte, as in one
 * go (on one type of CPU).
 */
public final class Encoding implements AutoCloseable {
  private static final long SHARD_BYTES = 256L * 1024 * 1024;
  private static final long CHECKPOINT_MILLIS = 1000;

  /** More are hardly needed: the network is slower than as many. */
  private static final int MOST_READERS = 8;

  private final Path directory;
  private final ImageSource source;
  private final BatchEncoder encoder;
  private final long checkpointMillis;
  private final DirectoryLock lock;
  private FeatureManifest manifest;

  private Encoding(
      Path directory,
      ImageSource source,
      BatchEncoder encoder,
      long shardBytes,
      long checkpointMillis) {
    this.directory = directory;
    this.source = source;
    this.encoder = encoder;
    this.checkpointMillis = checkpointMillis;
    this.lock = EncodingStart.lock(directory);
    try {
      this.manifest = new EncodingStart(directory, source, encoder).manifest(shardBytes);
    } catch (IOException e) {
      lock.close();
      throw cannotWrite(e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Takes a directory for this data set and this bundle, made if need be, or goes on with one that
   * was begun.
   *
   * @param encoder stays the caller's to close
   * @throws FeaturesException when the directory holds features of another data set, order or
   *     bundle, damaged ones, or files of their names that are not Telltale's, is being written by
   *     another process, or cannot be written
   */
  public static Encoding open(Path directory, ImageSource source, BatchEncoder encoder) {
    return open(directory, source, encoder, SHARD_BYTES, CHECKPOINT_MILLIS);
  }

  static Encoding open(
      Path directory,
      ImageSource source,
      BatchEncoder encoder,
      long shardBytes,
      long checkpointMillis) {
    return new Encoding(directory, source, encoder, shardBytes, checkpointMillis);
  }

  /** Threads that read ahead where nothing else is asked for: one per core, up to eight. */
  public static int readers() {
    return Math.min(MOST_READERS, Runtime.getRuntime().availableProcessors());
  }

  /** Rows that are safely written, of as many as the data set has images. */
  public int encoded() {
    return manifest.encoded();
  }

  /** An image that could not be read: its id, and why. */
  public record Failure(String id, String reason) {}

  /** The images that could not be read so far; their rows are NaN. */
  public List<Failure> failures() {
    return manifest.unreadable().stream()
        .map(image -> new Failure(image.id(), image.reason()))
        .toList();
  }

  /**
   * Encodes what is not encoded yet.
   *
   * @param readers threads that read and decode ahead of the network, at least 1
   * @param progress is told the rows so far, after each batch
   * @throws FeaturesException when the disk is full, say; what was finished stays
   */
  public void run(int readers, IntConsumer progress) throws InterruptedException {
    if (manifest.complete()) {
      return;
    }
    try (ImageBatches batches = new ImageBatches(source, manifest.encoded(), encoder, readers);
        Rows rows = new Rows()) {
      for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
        rows.add(batch);
        batches.release(batch);
        progress.accept(rows.encoded);
      }
    } catch (NpyException | NoSuchFileException e) {
      throw FeatureFiles.damaged(directory, e.getMessage());
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  @Override
  public void close() {
    lock.close();
  }

  private FeaturesException cannotWrite(IOException e) {
    return new FeaturesException(
        directory
            + ": "
            + e.getMessage()
            + "; what was finished stays: make room or mend it, and run the same again",
        e);
  }

  /** Where rows go: the shard that is being written, and what is known of those before. */
  private final class Rows implements AutoCloseable {
    private final List<Shard> shards = new ArrayList<>(manifest.shards());
    private final List<Unreadable> unreadable = new ArrayList<>(manifest.unreadable());
    private int encoded = manifest.encoded();
    private @Nullable NpyWriter shard = begunShard();
    private long checkpointAt = System.nanoTime();

    Rows() throws IOException {}

    void add(Batch batch) throws IOException {
      ByteBuffer features = littleEndian(encoder.encode(batch.pixels()));
      for (Unreadable image : batch.unreadable()) {
        blank(features, image.row() - encoded);
      }
      features.limit(batch.images() * encoder.channels() * Float.BYTES);
      NpyWriter into = shard == null ? newShard() : shard;
      shard = into;
      into.append(features);
      encoded += batch.images();
      unreadable.addAll(batch.unreadable());
      if (encoded % manifest.rowsPerShard() == 0 || encoded == source.samples().size()) {
        finish(into);
      } else if (System.nanoTime() - checkpointAt >= checkpointMillis * 1_000_000) {
        checkpoint(into);
      }
    }

    private void finish(NpyWriter full) throws IOException {
      String file = file();
      full.force();
      full.close();
      shard = null;
      shards.add(new Shard(file, (int) full.rows(), Sha256.of(directory.resolve(file))));
      note();
    }

    private void checkpoint(NpyWriter into) throws IOException {
      into.force();
      note();
    }

    private void note() throws IOException {
      FeatureManifest now =
          new FeatureManifest(
              manifest.version(),
              manifest.bundle(),
              manifest.dataset(),
              manifest.channels(),
              manifest.batch(),
              manifest.rowsPerShard(),
              encoded,
              List.copyOf(shards),
              List.copyOf(unreadable));
      now.write(directory);
      manifest = now;
      checkpointAt = System.nanoTime();
    }

    private @Nullable NpyWriter begunShard() throws IOException {
      int rows = encoded % manifest.rowsPerShard();
      return rows == 0
          ? null
          : NpyWriter.resume(
              directory.resolve(file()), rows, NpyType.F4, shardRows(), encoder.channels());
    }

    private NpyWriter newShard() throws IOException {
      return NpyWriter.create(
          directory.resolve(file()), NpyType.F4, shardRows(), encoder.channels());
    }

    private long shardRows() {
      int before = shards.size() * manifest.rowsPerShard();
      return Math.min(manifest.rowsPerShard(), source.samples().size() - before);
    }

    private String file() {
      return FeatureManifest.shardFile(shards.size());
    }

    private void blank(ByteBuffer features, int row) {
      FloatBuffer floats = features.asFloatBuffer();
      for (int c = 0; c < encoder.channels(); c++) {
        floats.put(row * encoder.channels() + c, Float.NaN);
      }
    }

    @Override
    public void close() throws IOException {
      if (shard != null) {
        shard.close();
      }
    }
  }

  private static ByteBuffer littleEndian(ByteBuffer natural) {
    if (natural.order() == ByteOrder.LITTLE_ENDIAN) {
      return natural;
    }
    ByteBuffer turned = ByteBuffer.allocate(natural.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    turned.asFloatBuffer().put(natural.asFloatBuffer());
    return turned;
  }
}
