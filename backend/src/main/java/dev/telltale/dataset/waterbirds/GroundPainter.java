package dev.telltale.dataset.waterbirds;

import dev.telltale.dataset.drawn.Draws;
import dev.telltale.dataset.drawn.Noise;

/** Paints sky, land and water. */
final class GroundPainter {
  private static final int STREAMS = 16;

  private final int size;
  private final Ground ground;
  private final long seed;
  private final float[] depths;

  private GroundPainter(Ground ground, long seed, int size) {
    this.size = size;
    this.ground = ground;
    this.seed = seed;
    this.depths = depths(ground.horizon(), size);
  }

  /**
   * Paints over the whole canvas.
   *
   * @param canvas [size, size, 3], about 0 to 1
   */
  static void paint(Ground ground, long seed, int size, float[] canvas) {
    new GroundPainter(ground, seed, size).paint(canvas);
  }

  private void paint(float[] canvas) {
    boolean wet = ground.wetness() > 0;
    boolean dry = ground.wetness() < 1;
    float[] clouds = noise(0, Noise.even(size), 5, 4);
    float[] water = wet ? water() : clouds;
    float[] land = dry ? land() : clouds;
    float wetness = (float) ground.wetness();
    for (int y = 0; y < size; y++) {
      float below = clamp(.5f + (height(y) - (float) ground.horizon()) * size / 5);
      float haze = .12f * (1 - clamp(((float) ground.horizon() - height(y)) / 1.2f));
      for (int x = 0; x < size; x++) {
        int at = y * size + x;
        for (int c = 0; c < 3; c++) {
          float sky = ground.sky().channel(c) + .08f * clouds[at];
          sky += haze * (1 - sky);
          if (below == 0) {
            canvas[at * 3 + c] = sky;
            continue;
          }
          float floor = 0;
          if (dry) {
            floor += (1 - wetness) * onLand(x, y, c, land[at]);
          }
          if (wet) {
            floor += wetness * (ground.water().channel(c) + water[at]);
          }
          canvas[at * 3 + c] = sky + below * (floor - sky);
        }
      }
    }
  }

  /** Long level ripples, closer together towards the horizon. */
  private float[] water() {
    float[] ripples = noise(1, depths, 26, 5);
    float[] wavelets = noise(2, depths, 40, 10);
    float[] swell = noise(3, Noise.even(size), 4, 4);
    float strength = (float) ground.ripples();
    for (int i = 0; i < ripples.length; i++) {
      ripples[i] = strength * (.55f * ripples[i] + .45f * wavelets[i] + .5f * swell[i]);
    }
    return ripples;
  }

  /** Stones and upright blades, without a direction of their own or from top to bottom. */
  private float[] land() {
    float[] stones = noise(4, Noise.even(size), 24, 24);
    float[] blades = noise(5, Noise.even(size), 5, 24);
    float[] patches = noise(6, Noise.even(size), 4, 4);
    float strength = (float) ground.grain();
    for (int i = 0; i < stones.length; i++) {
      stones[i] = strength * (.5f * stones[i] + .5f * blades[i] + .5f * patches[i]);
    }
    return stones;
  }

  private float onLand(int x, int y, int c, float grain) {
    float colour = ground.land().channel(c) + grain;
    for (Ground.Trunk trunk : ground.trunks()) {
      float aside = height(x) - (float) trunk.x() - .05f * height(y);
      float half = (float) trunk.halfWidth();
      float cover = clamp(.5f + (half - Math.abs(aside)) * size / 3);
      // Light comes from the left, which makes the trunk round.
      float bark = trunk.colour().channel(c) * (1.1f - .35f * aside / half) + .3f * grain;
      colour += cover * (bark - colour);
    }
    return colour;
  }

  private float[] noise(int stream, float[] rows, int gridH, int gridW) {
    return Noise.field(Draws.of(seed, stream + STREAMS), rows, size, gridH, gridW);
  }

  /** From -1 to 1 over the picture. */
  private float height(int i) {
    return (i + .5f) / size * 2 - 1;
  }

  /** Rows as they lie on a plane seen at a slant: 0 at the upper edge, faster below the horizon. */
  private static float[] depths(double horizon, int size) {
    float[] rows = new float[size];
    for (int y = 0; y < size; y++) {
      double below = Math.max(0, ((y + .5) / size * 2 - 1 - horizon) / (1 - horizon));
      rows[y] = (float) (.6 * Math.sqrt(below) + .4 * below);
    }
    return rows;
  }

  private static float clamp(float value) {
    return Math.max(0, Math.min(1, value));
  }
}
