package dev.telltale.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.study.Report.Claim;
import dev.telltale.study.SpuriosityBars.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpuriosityClaimsTest {
  private static final String GOOD = SuggestionScoreTest.told(.9, .2, .4);
  private static final String BAD = SuggestionScoreTest.told(.2, .9, .9);

  @Test
  void whatReachesAllBarsHolds() throws Exception {
    List<Claim> claims = SpuriosityClaims.of(List.of(row(1, .9, tuning("0.8", "-0.3"), 3)), 0);
    assertThat(claims).hasSize(6).allMatch(Claim::holds);
    assertThat(claims.get(0).measured()).isEqualTo("1: 0.900, 0.950");
    // From .3 to .8; −.3 and .1 are .2 from 0 on average, a third of .6.
    assertThat(claims.get(1).measured()).isEqualTo("1: 0.500");
    assertThat(claims.get(2).measured()).isEqualTo("1: 0.333");
    assertThat(claims.get(3).measured()).isEqualTo("1: 0.100");
    assertThat(claims.get(4).measured())
        .isEqualTo("1.000 [1.000, 1.000], 10 features of 1 encoders; none left out");
  }

  @Test
  void oneSeedBelowABarBreaksItsClaimAlone() throws Exception {
    Row good = row(1, .9, tuning("0.8", "0.1"), 3);
    assertThat(broken(good, row(2, .84, tuning("0.8", "0.1"), 3))).containsExactly(0);
    assertThat(broken(good, row(2, null, tuning("0.8", "0.1"), 3))).containsExactly(0);
    assertThat(broken(good, row(2, .9, tuning("0.54", "0.1"), 3))).containsExactly(1);
    assertThat(broken(good, row(2, .9, tuning("0.8", "-0.6"), 3))).containsExactly(2);
    assertThat(broken(good, row(2, .9, "{\"missing\":\"why\",\"sets\":[]}", 3)))
        .containsExactly(1, 2, 3);
  }

  @Test
  void encodersWithFewCoreFeaturesAreLeftOutByName() throws Exception {
    Row good = row(1, .9, tuning("0.8", "0.1"), 3);
    Row few = row(2, .9, tuning("0.8", "0.1"), 2);
    assertThat(SpuriosityClaims.of(List.of(good, few), 0).get(4).measured())
        .endsWith("10 features of 1 encoders; left out: 2 (2 core)");
    assertThat(broken(few)).containsExactly(4, 5);
  }

  private static List<Integer> broken(Row... rows) {
    List<Claim> claims = SpuriosityClaims.of(List.of(rows), 0);
    List<Integer> broken = new ArrayList<>();
    for (int i = 0; i < claims.size(); i++) {
      if (!claims.get(i).holds()) {
        broken.add(i);
      }
    }
    return broken;
  }

  private static Row row(long seed, Double auc, String tuning, int core) throws Exception {
    List<String> suggestions = new ArrayList<>(Collections.nCopies(core, GOOD));
    suggestions.addAll(Collections.nCopies(10 - core, BAD));
    List<Integer> inTruth = new ArrayList<>();
    for (int i = 0; i < core; i++) {
      inTruth.add(i);
    }
    return new Row(
        seed,
        List.of(
            new PlaceRanking("landbird", List.of(1), 9, auc, 0),
            new PlaceRanking("waterbird", List.of(2), 9, .95, 0)),
        TunedHeads.of(new ObjectMapper().readTree(tuning)),
        SuggestionScoreTest.features(inTruth, suggestions));
  }

  /** Two trials on low spuriosity, one leaves a gap of .1; one on random images, it rises by .1. */
  private static String tuning(String worst, String gap) {
    String trial =
        "{\"images\":300,\"toppedUp\":0,\"epochs\":9,\"ended\":\"closed\",\"after\":{\"gap\":{\"value\":%s},\"accuracy\":{\"value\":0.9}}}";
    return """
        {"missing":null,"before":{"gap":{"value":0.6},"accuracy":{"value":0.7}},
         "sets":[{"set":"low","trials":[%s,%s]},{"set":"random","trials":[%s]}],
         "worstGroup":{"before":{"group":"waterbird, place=land","value":0.3},
          "after":{"low":[{"value":%s},{"value":%s}],"random":[{"value":0.4}]}}}
        """
        .formatted(
            trial.formatted(gap), trial.formatted("0.1"), trial.formatted("0.5"), worst, worst);
  }
}
