package dev.telltale.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.spuriosity.Suggestion.Rule;
import dev.telltale.stats.Estimate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionScoreTest {
  private static final String CORE = told(.9, .2, .4);
  private static final String SPURIOUS = told(.2, .9, .9);
  private static final String NEITHER = told(.2, -.9, .9);
  private static final String NOTHING =
      "{\"outside\":null,\"uniform\":null,\"images\":0,\"object\":null,\"surroundings\":null,"
          + "\"exchanged\":0,\"missing\":\"no masks\"}";

  @Test
  void theSharesOfCoreAndOfSpuriousFeaturesThatAreRightCountTheSame() throws Exception {
    // Core in truth: 0 to 3; three are said to be. Spurious: 4 to 9; of one nothing is said.
    List<JudgedFeature> features =
        features(
            List.of(0, 1, 2, 3),
            List.of(
                CORE, CORE, CORE, NEITHER, SPURIOUS, SPURIOUS, SPURIOUS, NEITHER, CORE, NOTHING));
    assertThat(SuggestionScore.core(features)).isEqualTo(4);
    assertThat(SuggestionScore.of(features, Rule.EXCHANGE))
        .isCloseTo((3 / 4.0 + 4 / 6.0) / 2, within(1e-12));
    // By mass core is what lies inside, by density what is no thinner there than around.
    assertThat(SuggestionScore.of(features, Rule.MASS))
        .isCloseTo((3 / 4.0 + 4 / 6.0) / 2, within(1e-12));
    assertThat(SuggestionScore.of(features, Rule.DENSITY))
        .isCloseTo((3 / 4.0 + 4 / 6.0) / 2, within(1e-12));
  }

  @Test
  void callingAllSpuriousIsRightHalfTheTime() throws Exception {
    List<JudgedFeature> features = features(List.of(0), Collections.nCopies(10, SPURIOUS));
    assertThat(SuggestionScore.of(features, Rule.EXCHANGE)).isEqualTo(.5);
    assertThat(SuggestionScore.counts(features)).isFalse();
    assertThat(SuggestionScore.of(features(List.of(), List.of(SPURIOUS)), Rule.EXCHANGE)).isNaN();
  }

  @Test
  void rulesAreToldApart() throws Exception {
    // Most of its mass is outside, yet it is denser inside than a uniform map; it follows neither.
    List<JudgedFeature> features = features(List.of(0), List.of(told(.2, .9, .7), SPURIOUS));
    assertThat(features.get(0).right(Rule.DENSITY)).isTrue();
    assertThat(features.get(0).right(Rule.MASS)).isFalse();
    assertThat(features.get(0).right(Rule.EXCHANGE)).isFalse();
  }

  @Test
  void anIntervalIsOverFeaturesAndNotOverTheClassesThatTheyMatterFor() throws Exception {
    List<String> said =
        List.of(CORE, CORE, SPURIOUS, CORE, SPURIOUS, SPURIOUS, CORE, SPURIOUS, SPURIOUS, SPURIOUS);
    List<JudgedFeature> once = features(List.of(0, 1, 2, 3), said);
    List<JudgedFeature> twice = new ArrayList<>(once);
    twice.addAll(once);
    Estimate interval = SuggestionScore.interval(once, Rule.EXCHANGE, 3);
    assertThat(interval.n()).isEqualTo(10);
    assertThat(interval.value()).isEqualTo(SuggestionScore.of(once, Rule.EXCHANGE));
    assertThat(interval.low()).isBetween(.4, interval.value());
    assertThat(interval.high()).isBetween(interval.value(), 1.0);
    assertThat(SuggestionScore.interval(twice, Rule.EXCHANGE, 3)).isEqualTo(interval);
  }

  /**
   * One class whose features are numbered from 0.
   *
   * @param core those that follow the bird in truth
   * @param suggestions of each
   */
  static List<JudgedFeature> features(List<Integer> core, List<String> suggestions)
      throws Exception {
    double[] place = new double[suggestions.size()];
    double[] bird = new double[suggestions.size()];
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < place.length; i++) {
      place[i] = .5;
      bird[i] = core.contains(i) ? .6 : .4;
      entries.add(
          "{\"feature\":%d,\"importance\":1,\"suggestion\":%s}".formatted(i, suggestions.get(i)));
    }
    JsonNode document =
        new ObjectMapper()
            .readTree("{\"class\":0,\"features\":[" + String.join(",", entries) + "]}");
    return JudgedFeature.of(5, List.of(document), new Intervened(place, bird));
  }

  /** What a class's document says of a feature; a uniform map has .8 of its mass outside. */
  static String told(double object, double surroundings, double outside) {
    return "{\"outside\":%s,\"uniform\":0.8,\"images\":5,\"object\":%s,\"surroundings\":%s,\"exchanged\":100,\"missing\":null}"
        .formatted(outside, object, surroundings);
  }
}
