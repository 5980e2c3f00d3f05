package dev.telltale.audit;

import dev.telltale.dataset.AllowedRoots;
import dev.telltale.dataset.check.PictureReader;
import dev.telltale.dataset.check.Unusable;
import dev.telltale.image.ModelInput;
import dev.telltale.image.Pictures;
import dev.telltale.image.RgbImage;
import dev.telltale.image.Room;
import dev.telltale.model.ModelBundle;
import dev.telltale.model.ModelSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of an audit's pictures, each read once and made ready for every model, in batches of one
 * size, padded with black: so that what a network says of a picture does not depend on those beside
 * it. Models that take the same size share what is ready.
 *
 * <p>Ask one model about all batches before the next one: a workbench keeps a few models, and loads
 * one that it let go of anew.
 */
public final class ReadyPictures {
  /** That ready pictures may take, unless one batch takes more. */
  public static final long BYTES = 64L << 20;

  private final int batch;

  /** One model's of each size. */
  private final List<ModelSpec> sizes;

  /** Which of them each model takes. */
  private final int[] sizeOf;

  /** [sizes][n·3·H·W] */
  private final float[][] pixels;

  private final @Nullable String[] faults;

  /**
   * How many pictures may be ready at a time.
   *
   * @param batch pictures of a batch
   * @param bytes that they may take
   * @return a number of whole batches, at least one
   */
  public static int atOnce(AuditSubject subject, int batch, long bytes) {
    long floats = 0;
    for (ModelSpec spec : sizes(subject)) {
      floats += floats(spec);
    }
    return (int) Math.max(1, Math.min(Short.MAX_VALUE, bytes / (batch * floats * Float.BYTES)))
        * batch;
  }

  /**
   * Reads pictures.
   *
   * @param from place of the first
   * @param to place after the last
   * @param batch pictures of a batch
   * @param breathe called before each batch
   */
  public ReadyPictures(AuditSubject subject, int from, int to, int batch, Runnable breathe) {
    this.batch = batch;
    this.sizes = sizes(subject);
    this.sizeOf = subject.models().stream().map(ModelBundle::spec).mapToInt(this::size).toArray();
    int room = (to - from + batch - 1) / batch * batch;
    this.pixels =
        sizes.stream().map(spec -> new float[room * floats(spec)]).toArray(float[][]::new);
    this.faults = new String[to - from];
    PictureReader reader =
        new PictureReader(
            subject.images().root(), new AllowedRoots(List.of()), Pictures.DEFAULT_MAX_PIXELS);
    for (int i = 0; i < faults.length; i++) {
      if (i % batch == 0) {
        breathe.run();
      }
      try (Room decoding = new Room(0)) {
        byte[] bytes = reader.bytes(subject.images().samples().get(from + i).image());
        put(i, reader.decode(bytes, decoding));
      } catch (Unusable e) {
        faults[i] = e.getMessage();
      }
    }
  }

  private void put(int i, RgbImage picture) {
    for (int s = 0; s < pixels.length; s++) {
      ModelSpec spec = sizes.get(s);
      ModelInput.into(picture, spec.height(), spec.width(), pixels[s], i * floats(spec));
    }
  }

  /** How many there are, with those that cannot be read. */
  public int size() {
    return faults.length;
  }

  /** What is wrong with one of them, counted from 0; null if it was read. */
  public @Nullable String fault(int picture) {
    return faults[picture];
  }

  /**
   * A batch as a model takes it.
   *
   * @param first its first picture, a multiple of the batch
   * @return [B·3·H·W]; black where there is no picture
   */
  public float[] batch(int model, int first) {
    int image = floats(sizes.get(sizeOf[model]));
    return Arrays.copyOfRange(pixels[sizeOf[model]], first * image, (first + batch) * image);
  }

  private static List<ModelSpec> sizes(AuditSubject subject) {
    List<ModelSpec> sizes = new ArrayList<>();
    for (ModelBundle model : subject.models()) {
      if (sizes.stream().noneMatch(known -> same(known, model.spec()))) {
        sizes.add(model.spec());
      }
    }
    return sizes;
  }

  private int size(ModelSpec spec) {
    int size = 0;
    while (!same(sizes.get(size), spec)) {
      size++;
    }
    return size;
  }

  private static boolean same(ModelSpec one, ModelSpec other) {
    return one.height() == other.height() && one.width() == other.width();
  }

  private static int floats(ModelSpec spec) {
    return 3 * spec.height() * spec.width();
  }
}
