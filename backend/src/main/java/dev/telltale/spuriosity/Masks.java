package dev.telltale.spuriosity;

import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Workbench;
import dev.telltale.image.Bilinear;
import dev.telltale.model.ModelBundle;
import dev.telltale.model.ModelSpec;
import dev.telltale.model.Segmenter;
import org.jspecify.annotations.Nullable;

/**
 * Objects in the images of an audit: the data set's own masks, and where an image has none, the
 * mask that the segmenter among the models makes. It is loaded when the first is wanted.
 */
final class Masks implements AutoCloseable {
  private final Inputs inputs;
  private final Workbench bench;
  private final int place;
  private @Nullable Segmenter segmenter;
  private int segmented;

  Masks(Inputs inputs, Workbench bench) {
    this.inputs = inputs;
    this.bench = bench;
    this.place = segmenter(bench.subject());
  }

  /** Which of an audit's models makes masks; −1 where none does. */
  static int segmenter(AuditSubject subject) {
    for (int m = 0; m < subject.models().size(); m++) {
      if (subject.models().get(m).spec().kind() == ModelSpec.Kind.SEGMENTER) {
        return m;
      }
    }
    return -1;
  }

  /**
   * The object's mask in the crop of {@link Inputs#pixels}.
   *
   * @param spec whose input it is to fit
   * @return shares of the object [H·W] in [0,1]; null where there is none and nothing makes one
   */
  float @Nullable [] of(int image, ModelSpec spec) {
    float[] own = inputs.mask(image, spec);
    return own != null || place < 0 ? own : made(image, spec);
  }

  /** How many the segmenter has made. */
  int segmented() {
    return segmented;
  }

  private float[] made(int image, ModelSpec spec) {
    ModelBundle bundle = bench.subject().models().get(place);
    ModelSpec own = bundle.spec();
    Segmenter loaded = segmenter;
    if (loaded == null) {
      loaded = Segmenter.load(bundle, bench.device());
      segmenter = loaded;
    }
    bench.breathe();
    segmented++;
    float[] mask =
        ObjectMasks.of(loaded, new float[][] {inputs.pixels(image, own)}, own.height(), own.width())
            .get(0);
    return Bilinear.resize(mask, own.height(), own.width(), spec.height(), spec.width(), true);
  }

  @Override
  public void close() {
    if (segmenter != null) {
      segmenter.close();
    }
  }
}
