package dev.telltale.dataset.waterbirds;

import dev.telltale.dataset.drawn.Colour;
import dev.telltale.dataset.drawn.Draws;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the bird is. A ground holds both a land and a water, of which {@code wetness} shows one, so
 * that the place can change and nothing else.
 *
 * @param wetness 0 for land, 1 for water, between them for ground that tells nothing
 * @param horizon height of the horizon, from -1 (upper edge) to 1
 * @param sky colour above the horizon
 * @param water mean colour of the water
 * @param ripples strength of its ripples
 * @param land mean colour of the land
 * @param grain strength of its grass and stones
 * @param trunks tree trunks on land, none to three
 */
public record Ground(
    double wetness,
    double horizon,
    Colour sky,
    Colour water,
    double ripples,
    Colour land,
    double grain,
    List<Trunk> trunks) {

  private static final double AMBIGUOUS = 0.05;
  private static final int MOST_TRUNKS = 3;

  /**
   * A tree trunk.
   *
   * @param x its middle, from -1 (left edge) to 1
   * @param halfWidth half its width in the same measure
   */
  public record Trunk(double x, double halfWidth, Colour colour) {}

  static Ground draw(boolean onWater, Draws draws) {
    double between = draws.uniform(.25, .75);
    boolean ambiguous = draws.chance(AMBIGUOUS);
    double horizon = draws.uniform(-.9, .1);
    Colour sky = colour(draws, .52, .64, .05, .5, .6, .95);
    Colour water = colour(draws, .40, .66, .15, .75, .25, .75);
    double ripples = draws.uniform(.04, .14);
    Colour land = colour(draws, .06, .40, .15, .75, .2, .7);
    double grain = draws.uniform(.04, .16);
    List<Trunk> trunks = new ArrayList<>();
    for (int i = 0; i < MOST_TRUNKS; i++) {
      Trunk trunk =
          new Trunk(
              draws.uniform(-1, 1),
              draws.uniform(.03, .1),
              colour(draws, .05, .12, .2, .6, .12, .45));
      if (draws.chance(.4)) {
        trunks.add(trunk);
      }
    }
    double wetness = ambiguous ? between : onWater ? 1 : 0;
    return new Ground(wetness, horizon, sky, water, ripples, land, grain, List.copyOf(trunks));
  }

  /** The same ground shown as clear land or clear water. */
  Ground with(boolean onWater) {
    return new Ground(onWater ? 1 : 0, horizon, sky, water, ripples, land, grain, trunks);
  }

  private static Colour colour(
      Draws draws, double h0, double h1, double s0, double s1, double v0, double v1) {
    return Colour.hsv(draws.uniform(h0, h1), draws.uniform(s0, s1), draws.uniform(v0, v1));
  }
}
