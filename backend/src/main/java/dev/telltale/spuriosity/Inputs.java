package dev.telltale.spuriosity;

import dev.telltale.audit.AuditSubject;
import dev.telltale.dataset.AllowedRoots;
import dev.telltale.dataset.Sample;
import dev.telltale.dataset.check.PictureReader;
import dev.telltale.dataset.check.Unusable;
import dev.telltale.image.Box;
import dev.telltale.image.Mask;
import dev.telltale.image.ModelInput;
import dev.telltale.image.Pictures;
import dev.telltale.image.RgbImage;
import dev.telltale.image.Room;
import dev.telltale.image.UnreadableImageException;
import dev.telltale.model.ModelSpec;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pictures of an audit as a model takes them. */
final class Inputs {
  private static final float GREY = 0.5f;

  private final AuditSubject subject;
  private final PictureReader reader;

  Inputs(AuditSubject subject) {
    this.subject = subject;
    this.reader =
        new PictureReader(
            subject.images().root(), new AllowedRoots(List.of()), Pictures.DEFAULT_MAX_PIXELS);
  }

  /**
   * Reads one picture.
   *
   * @param into takes its pixels, [3·H·W]
   * @return null when it went well, else what is wrong with it
   */
  private @Nullable String read(int place, ModelSpec spec, float[] into) {
    try {
      ModelInput.into(decoded(place), spec.height(), spec.width(), into, 0);
      return null;
    } catch (Unusable e) {
      return e.getMessage();
    }
  }

  /** A picture's file; null where it cannot be read. */
  byte @Nullable [] bytes(int place) {
    try {
      return reader.bytes(subject.images().samples().get(place).image());
    } catch (Unusable e) {
      return null;
    }
  }

  /** The pixels of a picture that was read before, [3·H·W]. */
  float[] pixels(int place, ModelSpec spec) {
    float[] pixels = new float[3 * spec.height() * spec.width()];
    String fault = read(place, spec, pixels);
    if (fault != null) {
      throw new IllegalStateException(subject.images().samples().id(place) + ": " + fault);
    }
    return pixels;
  }

  /** A picture for showing; grey where it cannot be read any more. */
  RgbImage shown(int place, ModelSpec spec) {
    float[] pixels = new float[3 * spec.height() * spec.width()];
    if (read(place, spec, pixels) != null) {
      Arrays.fill(pixels, GREY);
    }
    return EvidenceStage.shown(pixels, spec);
  }

  /** A picture that was read before, whole. */
  RgbImage picture(int place) {
    try {
      return decoded(place);
    } catch (Unusable e) {
      throw new IllegalStateException(
          subject.images().samples().id(place) + ": " + e.getMessage(), e);
    }
  }

  private RgbImage decoded(int place) throws Unusable {
    try (Room room = new Room(0)) {
      return reader.decode(reader.bytes(subject.images().samples().get(place).image()), room);
    }
  }

  /** The object's mask in the crop of {@link #pixels}, [H·W]; null where there is none to use. */
  float @Nullable [] mask(int place, ModelSpec spec) {
    Sample sample = subject.images().samples().get(place);
    try {
      Mask mask;
      if (sample.mask() != null) {
        mask = Pictures.decodeMask(reader.bytes(sample.mask()));
      } else if (!sample.boxes().isEmpty()) {
        RgbImage picture = Pictures.decode(reader.bytes(sample.image()));
        mask = Box.mask(sample.boxes(), picture.height(), picture.width());
      } else {
        return null;
      }
      return ModelInput.ofMask(mask, spec.height(), spec.width());
    } catch (Unusable | UnreadableImageException e) {
      return null;
    }
  }

  /** Pixels as a picture. */
  static RgbImage picture(float[] pixels, int height, int width) {
    byte[] rgb = new byte[pixels.length];
    int area = height * width;
    for (int p = 0; p < area; p++) {
      for (int c = 0; c < 3; c++) {
        rgb[3 * p + c] = (byte) Math.round(255 * pixels[c * area + p]);
      }
    }
    return new RgbImage(height, width, rgb);
  }
}
