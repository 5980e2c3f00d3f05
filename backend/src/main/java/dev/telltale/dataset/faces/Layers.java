package dev.telltale.dataset.faces;

import dev.telltale.dataset.drawn.Canvas;
import dev.telltale.dataset.drawn.Colour;
import dev.telltale.dataset.drawn.Outline;
import dev.telltale.image.Mask;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lays shapes over each other, and keeps of every pixel which part lies on top. Shapes are in units
 * of the head: from -1 to 1 over the picture, but for the head's size, turn and place.
 */
final class Layers {
  /** Pixels over which an outline fades. */
  private static final double SOFTNESS = 1.3;

  private static final byte NONE = -1;

  private final Canvas canvas;
  private final double[] xs;
  private final double[] ys;
  private final byte[] owners;
  private final double sharpness;

  Layers(Canvas canvas, double x, double y, double scale, double turn) {
    this.canvas = canvas;
    int width = canvas.width();
    int height = canvas.height();
    xs = new double[width * height];
    ys = new double[width * height];
    owners = new byte[width * height];
    Arrays.fill(owners, NONE);
    sharpness = scale * Math.min(width, height) / 2 / SOFTNESS;
    double cos = StrictMath.cos(turn);
    double sin = StrictMath.sin(turn);
    for (int at = 0; at < xs.length; at++) {
      double px = ((at % width + .5) / width * 2 - 1 - x) / scale;
      double py = ((at / width + .5) / height * 2 - 1 - y) / scale;
      xs[at] = cos * px + sin * py;
      ys[at] = -sin * px + cos * py;
    }
  }

  /** Lays a part over what is there. */
  void lay(Part part, Outline outline, Colour colour) {
    lay(part, outline, colour, 1, null);
  }

  /** Lays a shade over what is there, which belongs to the part it is on. */
  void shade(Outline outline, Colour colour, double opacity, Part... on) {
    lay(null, outline, colour, opacity, on.length == 0 ? null : Set.of(on));
  }

  private void lay(
      @Nullable Part part, Outline outline, Colour colour, double opacity, @Nullable Set<Part> on) {
    Part[] parts = Part.values();
    for (int at = 0; at < xs.length; at++) {
      double cover = .5 - outline.distance(xs[at], ys[at]) * sharpness;
      if (cover <= 0 || (on != null && (owners[at] == NONE || !on.contains(parts[owners[at]])))) {
        continue;
      }
      if (part != null && cover > .5) {
        owners[at] = (byte) part.ordinal();
      }
      cover = opacity * Math.min(1, cover);
      canvas.over(at, cover, colour.red(), colour.green(), colour.blue());
    }
  }

  /** Where each part can be seen. */
  Map<Part, Mask> parts() {
    Map<Part, float[]> planes = new EnumMap<>(Part.class);
    Part[] parts = Part.values();
    for (int at = 0; at < owners.length; at++) {
      if (owners[at] != NONE) {
        planes.computeIfAbsent(parts[owners[at]], part -> new float[owners.length])[at] = 1;
      }
    }
    Map<Part, Mask> masks = new EnumMap<>(Part.class);
    planes.forEach(
        (part, plane) -> masks.put(part, new Mask(canvas.height(), canvas.width(), plane)));
    return masks;
  }
}
